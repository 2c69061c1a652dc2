import { expect, it } from 'vitest';
import type { IssuedReport, MachineList, RestockPlan, YearReport } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, until } from './fixture.ts';
import { printed } from './page-actions.ts';
import { settled } from './views.ts';

/** The restock sheet of a round. */
export function sheetsAreMade(fixture: () => ConsoleFixture): void {
  it('makes the sheet for a round: the proposal, a part of it, or machines chosen by hand', async () => {
    const page = await fixture().open('/restock');
    await settled(page);
    const plan = await fixture().ask<RestockPlan>('/restock');
    const boxes = plan.sum.reduce((sum, item) => sum + item.boxes, 0);
    const total = page.locator('.carry .figure.big');
    expect(await total.textContent()).toBe(boxes.toLocaleString('zh-CN'));
    const [first] = plan.stops;
    if (!first) throw new Error('nothing to restock');
    await page.getByLabel(`选 ${first.name}`).uncheck();
    await page
      .getByText((boxes - first.boxes).toLocaleString('zh-CN'), { exact: true })
      .and(total)
      .waitFor();
    expect(await printed(page, '.stop')).toBe(plan.total - 1);
    await page.getByRole('button', { name: '全不选' }).click();
    expect(await total.textContent()).toBe('0');

    await page.goto(`${fixture().url}/machines?q=${encodeURIComponent(first.name)}`);
    await settled(page);
    const { machines } = await fixture().ask<MachineList>(`/machines?q=${encodeURIComponent(first.name)}`);
    await page.locator('.grid-row').first().getByRole('checkbox').check();
    await page.getByRole('link', { name: '1 台列补货单' }).click();
    await page.locator('.stop').first().waitFor();
    expect(page.url()).toContain(`machine=${machines[0]?.machine}`);
    expect(await page.locator('.stop').count()).toBe(1);
    // The screen shows one page; the print has everything that is chosen.
    const many = (await fixture().ask<MachineList>('/machines?limit=90')).machines.map(({ machine }) => machine);
    await page.goto(`${fixture().url}/restock?machine=${many.join('&machine=')}`);
    const stops = page.locator('.stop');
    for (const some of [40, 80]) {
      await until(
        () => stops.count(),
        (seen) => seen === some,
      );
      if (some === 40) await page.getByRole('button', { name: '显示更多' }).click();
    }
    await page.locator('.stop input').first().uncheck();
    expect(await printed(page, '.stop')).toBe(many.length - 1);
    expect(await stops.count()).toBe(80);
    const { total: ofAll } = await fixture().ask<RestockPlan>(`/restock?also=${machines[0]?.machine}`);
    await page.goto(`${fixture().url}/restock?also=${machines[0]?.machine}`);
    await page
      .getByText(`${ofAll.toLocaleString('zh-CN')} 台`)
      .first()
      .waitFor();
    await page.goto(`${fixture().url}/restock?machine=${machines[0]?.machine}`);
    await page.locator('.stop').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await page.locator('.fill-in').isVisible()).toBe(true);
    await page.close();
  });
}

/** The reports, on the screen and in print. */
export function reportsAreRead(fixture: () => ConsoleFixture): void {
  it('reads the verdict of the year and the report by machine page by page, and prints all of them', async () => {
    const { count } = await fixture().ask<YearReport>('/reports/year?limit=1&missed=true');
    expect(count.fit).toBeGreaterThan(80);
    const page = await fixture().open('/reports?report=year&missed=1');
    const rows = page.locator('table').last().locator('tbody tr');
    for (const many of [40, 80]) {
      await until(
        () => rows.count(),
        (seen) => seen === many,
      );
      if (many === 40) await page.getByRole('button', { name: '显示更多' }).click();
    }
    expect(await printed(page, '.report .machine-id')).toBe(count.fit);
    const { rows: all } = await fixture().ask<IssuedReport>('/reports/issued?by=machine');
    await page.goto(`${fixture().url}/reports?by=machine`);
    await until(
      () => rows.count(),
      (seen) => seen === 40,
    );
    expect(await printed(page, '.report .machine-id')).toBe(all.length);
    await page.close();
  });
}
