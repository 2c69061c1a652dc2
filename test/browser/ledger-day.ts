import { expect, it } from 'vitest';
import { type ConsoleFixture, untilTrue } from './fixture.ts';
import { slow } from './page-actions.ts';
import { settled } from './views.ts';

/** What happened at a machine on one day. */
export function daysAreLookedUp(fixture: () => ConsoleFixture): void {
  it('shows the ledger of a day, which the address keeps, and leads to the days before and after it', async () => {
    const page = await fixture().open(`/machines/${slow}?part=ledger`, { width: 390 });
    await settled(page);
    await page.getByLabel('查阅某一天').fill('2026-03-03');
    await untilTrue(page, `document.querySelectorAll('.ledger section').length === 1`);
    const seen = async () => [
      await page.locator('.ledger h2').allInnerTexts(),
      await page.locator('.ledger .line').count(),
      new URL(page.url()).searchParams.get('day'),
    ];
    const march = [['2026年3月3日 星期二'], 2, '2026-03-03'];
    expect(await seen()).toEqual(march);
    await page.reload();
    await settled(page);
    expect(await seen()).toEqual(march);
    expect(await page.getByLabel('查阅某一天').inputValue()).toBe('2026-03-03');
    await page.getByRole('button', { name: '前一天' }).click();
    await page.getByText('这一天没有流水').waitFor();
    expect(page.url()).toContain('day=2026-03-02');
    await page.getByRole('button', { name: '全部日期' }).click();
    await untilTrue(page, `document.querySelectorAll('.ledger section').length > 3`);
    expect(page.url()).not.toContain('day=');
    await page.close();
  });
}
