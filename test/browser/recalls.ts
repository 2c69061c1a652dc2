import { expect, it } from 'vitest';
import type { ConfigView, RecallList } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, until } from './fixture.ts';
import { choose, dialog, slow } from './page-actions.ts';
import { settled } from './views.ts';

/** A recall from its notice until it is ended, and the search for a lot. */
export function recallsReachMachines(fixture: () => ConsoleFixture): void {
  it('enters a recall once for an area, shows its machines, and ends it with a note', { timeout: 40_000 }, async () => {
    const page = await fixture().open('/recalls?area=360103');
    await settled(page);
    await page.getByRole('button', { name: '登记召回' }).click();
    await choose(page, '药具品种', '避孕凝胶');
    await dialog(page).getByRole('button', { name: '登记并下达' }).click();
    await page.getByText('请填写批号').waitFor();
    await dialog(page).getByLabel('批号', { exact: true }).fill('０５０１ ２２２，\nX9');
    await dialog(page).getByLabel('原因').fill('企业召回通知');
    await dialog(page).getByLabel('通知文号').fill('赣药监〔2026〕7号');
    await dialog(page).getByRole('button', { name: '登记并下达' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await page.getByText('批号：0501222 · X9').waitFor();
    await page.getByRole('button', { name: '查看机器' }).click();
    await page.getByText('已下达，机器未确认').first().waitFor();
    const { recalls } = await fixture().ask<RecallList>('/recalls?region=360103');
    expect(recalls[0]).toMatchObject({ reference: '赣药监〔2026〕7号', by: 'admin', boxes: { unknown: 0 } });
    const recall = recalls[0] ?? expect.fail('no recall');
    expect(recall.machines.waiting).toBe(recall.machines.total);
    const config = await until(
      () => fixture().ask<ConfigView>(`/machines/${slow}/config`),
      ({ asked }) => asked?.areaRecalls?.length === 2,
    );
    expect(config.asked?.areaRecalls?.[0]).toMatchObject({ lot: '0501222' });

    await page.getByRole('button', { name: '解除召回' }).click();
    await dialog(page).getByRole('button', { name: '解除召回' }).click();
    await page.getByText('请写明为什么解除').waitFor();
    await dialog(page).getByLabel('解除说明').fill('已全部取出');
    await dialog(page).getByRole('button', { name: '解除召回' }).click();
    await page.getByText('已解除', { exact: true }).waitFor();
    await page.getByText('已全部取出').waitFor();
    await page.close();
  });

  it('finds the lanes of a lot, however it is typed', async () => {
    const page = await fixture().open('/machines?area=360103');
    await settled(page);
    await page.getByRole('searchbox').fill('ｂ24 0812');
    const hits = page.getByRole('region', { name: '批号含“B240812”的药具' });
    await hits.getByText(/现在 \d+ 台机器里有 \d+ 盒/).waitFor();
    await hits
      .getByText(/货道 2：批号 B240812/)
      .first()
      .waitFor();
    await page.close();
  });
}

/** Recalls of one machine alone, in its planogram editor. */
export function recallsOfOneMachine(fixture: () => ConsoleFixture): void {
  it('recalls every lot at one machine only if that is chosen, and says before which lanes stop', async () => {
    const page = await fixture().open(`/machines/${slow}?part=plan`);
    await settled(page);
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByRole('button', { name: '加一条召回' }).click();
    await page.getByRole('button', { name: '下达' }).click();
    await page.getByText('请选择召回的药具品种').last().waitFor();
    await page.getByText('请填写批号；要召回该品种的全部批号').waitFor();
    const before = await fixture().ask<ConfigView>(`/machines/${slow}/config`);
    expect(before.asked?.recalls ?? []).toEqual([]);
    const row = page.locator('.draft-recall');
    await row.getByRole('combobox', { name: '药具品种' }).click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
    await row.getByRole('radio', { name: '全部批号' }).check();
    await page.getByRole('button', { name: '下达' }).click();
    await dialog(page)
      .getByText(/锁定货道 \d/)
      .waitFor();
    await dialog(page).getByRole('button', { name: '取消' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect((await fixture().ask<ConfigView>(`/machines/${slow}/config`)).asked).toEqual(before.asked);
    await page.getByRole('button', { name: '下达' }).click();
    const said = await dialog(page).getByRole('listitem').textContent();
    await dialog(page).getByRole('button', { name: '确认召回并下达' }).click();
    await page.getByRole('button', { name: '修改' }).waitFor();
    const { asked } = await fixture().ask<ConfigView>(`/machines/${slow}/config`);
    expect(asked?.recalls).toMatchObject([{ lot: null }]);
    const locks = asked?.recallLocks ?? [];
    expect(locks.length).toBeGreaterThan(0);
    expect(said).toContain(`锁定货道 ${locks.join('、')}`);
    await page.goto(`${fixture().url}/machines/${slow}`);
    await settled(page);
    await page
      .getByRole('button', { name: /^锁定 货道/ })
      .first()
      .waitFor();
    for (const lane of locks) expect(await page.getByRole('button', { name: `解锁 货道 ${lane}` }).count()).toBe(0);
    await page.close();
  });
}
