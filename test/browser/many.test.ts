import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleFixture, openFixture, until } from './fixture.ts';
import { settled } from './views.ts';

const machines = 20_000;

describe('the console on 20,000 machines', () => {
  let fixture: ConsoleFixture;
  beforeAll(async () => {
    fixture = await openFixture({ machines, withYear: 5 });
  }, 120_000);
  afterAll(() => fixture.close());

  it('lists them all, renders only the visible ones, and finds one of them', { timeout: 60_000 }, async () => {
    const page = await fixture.open('/machines?sort=machine');
    await settled(page);
    await page.getByText('20,000 台').first().waitFor();
    const rows = page.locator('.grid-row');
    expect(await rows.count()).toBeLessThan(60);
    const last = `JX-361181-${String(machines / 100).padStart(4, '0')}`;
    await page.locator('.grid').evaluate('(grid) => grid.scrollTo(0, 54 * 1500)');
    await until(
      () => page.locator('.grid-row:not(.waiting)').count(),
      (seen) => seen > 10,
    );
    expect(await rows.count()).toBeLessThan(60);
    await page.getByPlaceholder('找编号、名称、地址、批号').fill(last);
    await page.getByText('1 台', { exact: false }).first().waitFor();
    await page.getByRole('link', { name: '德兴市第200发放点' }).click();
    await page.getByText(last).first().waitFor();
    await page.close();
  });

  it('shows the tasks and the areas of all of them', { timeout: 60_000 }, async () => {
    const page = await fixture.open('/');
    await settled(page);
    // Machines below pace are summed by area; only the list of them is long.
    expect(await page.locator('.task').count()).toBeLessThan(10);
    await page.getByRole('button', { name: /^进度/ }).click();
    await until(
      () => page.locator('.task').count(),
      (seen) => seen > 10 && seen <= 60,
    );
    await page.getByRole('button', { name: '显示更多' }).click();
    await until(
      () => page.locator('.task').count(),
      (seen) => seen > 60,
    );
    await page.getByRole('link', { name: '区域' }).first().click();
    await until(
      () => page.locator('.tile').count(),
      (seen) => seen === 100,
    );
    expect(fixture.troubles).toEqual([]);
    await page.close();
  });
});
