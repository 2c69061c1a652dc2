import { expect, it } from 'vitest';
import type { RestockRecordList } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, until, untilTrue } from './fixture.ts';
import { printed } from './page-actions.ts';
import { settled } from './views.ts';

/** What staff put in, took out and counted, over all machines. */
export function recordsAreRead(fixture: () => ConsoleFixture): void {
  it('narrows the restock records by days and lot, keeps that in the address, and prints all of them', {
    timeout: 30_000,
  }, async () => {
    const page = await fixture().open('/records?area=3601&from=2026-02-01');
    await settled(page);
    const { records } = await fixture().ask<RestockRecordList>(
      '/restock-records?region=3601&from=2026-02-01&limit=1000',
    );
    const rows = page.locator('.records tbody tr');
    await until(
      () => rows.count(),
      (count) => count === Math.min(50, records.length),
    );
    expect(await printed(page, '.records tbody tr')).toBe(records.length);
    const lot = records[0]?.lot ?? '';
    await rows.first().getByRole('button', { name: lot }).click();
    const ofLot = records.filter((record) => record.lot === lot).length;
    await until(
      () => rows.count(),
      (count) => count === ofLot,
    );
    expect(new URL(page.url()).searchParams.get('lot')).toBe(lot);
    await page.getByLabel('经手人').fill('王 强');
    await page.keyboard.press('Enter');
    await untilTrue(page, `location.search.includes('person=')`);
    await until(
      () => rows.count(),
      (count) => count === ofLot,
    );
    await page.getByLabel('经手人').fill('没有这个人');
    await page.keyboard.press('Enter');
    await page.getByText('没有这样的记录').waitFor();
    await page.getByRole('button', { name: '清除条件' }).click();
    await rows.first().getByRole('link').click();
    await page.locator('.ledger section').first().waitFor();
    expect(new URL(page.url()).searchParams.get('day')).toMatch(/^2026-/);
    await page.close();
  });
}
