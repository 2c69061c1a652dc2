import { expect, it } from 'vitest';
import type { MachineList } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, until } from './fixture.ts';
import { printed } from './page-actions.ts';
import { settled } from './views.ts';

/** A city with more machines than fill a screen, and fewer than 260. */
const city = '3604';

/** Long lists in print, and for the browser's own search. */
export function listsArePrintedWhole(fixture: () => ConsoleFixture): void {
  it('prints every machine of a city, over as many pages as it takes', { timeout: 40_000 }, async () => {
    const { total } = await fixture().ask<MachineList>(`/machines?region=${city}&limit=1`);
    expect(total).toBeGreaterThan(150);
    const page = await fixture().open(`/machines?area=${city}`);
    await settled(page);
    const rows = page.locator('.grid-row:not(.waiting)');
    // All of them exist, so that the browser's own search finds them.
    await until(
      () => rows.count(),
      (seen) => seen === total,
    );
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)?.length ?? 0).toBeGreaterThan(total / 50);
    // No first page in another format with nothing but the heading.
    expect(new Set(pdf.match(/\/MediaBox \[[^\]]*\]/g)).size).toBe(1);
    await page.emulateMedia({ media: 'print' });
    const onPaper = page.locator('.on-paper tbody tr');
    await until(
      () => onPaper.count(),
      (seen) => seen === total,
    );
    expect(await onPaper.last().isVisible()).toBe(true);
    expect(await page.locator('.grid').isVisible()).toBe(false);
    await page.close();
  });

  it('prints a whole province by its button, and says what is missing if the browser prints', async () => {
    const { total } = await fixture().ask<MachineList>('/machines?limit=1');
    const page = await fixture().open('/machines');
    await settled(page);
    await page.emulateMedia({ media: 'print' });
    await page.getByText(`共 ${total.toLocaleString('zh-CN')} 台`).waitFor();
    await page.emulateMedia({ media: 'screen' });
    expect(await printed(page, '.on-paper tbody tr')).toBe(total);
    await page.close();
  });
}
