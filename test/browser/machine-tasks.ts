import { expect, it } from 'vitest';
import type { ConfigView, Machine } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, until, untilTrue } from './fixture.ts';
import { choose, dialog, registered, slow } from './page-actions.ts';
import { markupName } from './province.ts';
import { settled } from './views.ts';

/** Finding machines in the list. */
export function machinesAreFound(fixture: () => ConsoleFixture): void {
  it('finds, sorts and filters machines, and keeps the query in the address', async () => {
    const page = await fixture().open('/machines');
    await settled(page);
    const rows = page.locator('.grid-row');
    await page.getByRole('searchbox').or(page.getByPlaceholder('找编号、名称、地址、批号')).first().fill('西湖区');
    await page.getByText('24 台').first().waitFor();
    await page.getByRole('button', { name: '按今年排序' }).click();
    await page.getByRole('button', { name: '按今年排序' }).click();
    await untilTrue(page, `document.querySelector('[aria-sort="descending"]')`);
    await until(
      () => rows.first().textContent(),
      (text) => text?.includes(slow) === true,
    );
    await page.getByRole('button', { name: '显示列', exact: true }).click();
    await page.getByRole('checkbox', { name: '启用日' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: '启用日' }).waitFor({ state: 'detached' });
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('显示列');
    await page.getByRole('columnheader', { name: '启用日' }).waitFor();
    expect(page.url()).toMatch(/sort=-issuedYear/);
    expect(page.url()).toMatch(/cols=/);
    await page.reload();
    await settled(page);
    expect(await rows.first().textContent()).toContain(slow);
    await page.getByRole('button', { name: '今年', exact: true }).hover();
    await page.getByRole('tooltip').getByText('不含待核实的').waitFor();
    await page.close();
  });

  it('shows a name that contains markup as plain text', async () => {
    const page = await fixture().open('/machines/JX-360102-0001');
    await settled(page);
    expect(await page.locator('h1').textContent()).toContain(markupName);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    await page.close();
  });
}

/** A machine from its registration until it is retired. */
export function machinesAreRegistered(fixture: () => ConsoleFixture): void {
  it('registers a machine, shows its secret once, moves it, renews its secret and retires it', {
    timeout: 40_000,
  }, async () => {
    const page = await fixture().open('/machines');
    await settled(page);
    await page.getByRole('button', { name: '登记新机器' }).click();
    await dialog(page).getByLabel('编号').fill('lower case');
    await dialog(page).getByRole('button', { name: '登记' }).click();
    await page.getByText('只能用大写字母').waitFor();
    await dialog(page).getByLabel('编号').fill(registered);
    await dialog(page).getByLabel('名称').fill('新点');
    await page.getByRole('combobox', { name: '县' }).fill('360103');
    await page.locator('.ant-select-item-option', { hasText: '西湖区' }).first().click();
    await choose(page, '点位类型', '医院');
    await dialog(page).getByLabel('启用日').fill('2026年6月1日');
    await dialog(page).getByRole('button', { name: '登记' }).click();
    const secret = await dialog(page).getByLabel('密钥').inputValue();
    expect(secret.length).toBeGreaterThan(20);
    await dialog(page).getByRole('button', { name: '我已记下' }).click();
    await page.goto(`${fixture().url}/machines/${registered}?part=manage`);
    await settled(page);
    expect(await page.content()).not.toContain(secret);

    await page.getByRole('button', { name: '重置密钥' }).click();
    await page.locator('.ant-popover').getByRole('button', { name: '重置密钥' }).click();
    expect(await dialog(page).getByLabel('密钥').inputValue()).not.toBe(secret);
    await dialog(page).getByRole('button', { name: '我已记下' }).click();

    const moving = page.locator('section', { has: page.getByRole('heading', { name: '搬迁' }) }).last();
    await moving.getByRole('combobox', { name: '县' }).fill('360104');
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '青云谱区' }).click();
    await moving.getByRole('button', { name: '记下搬迁' }).click();
    const asked = () => fixture().ask<Machine>(`/machines/${registered}`);
    expect((await until(asked, (seen) => seen.places.length === 2)).region).toBe('360104');

    const retiring = page.locator('section', { has: page.getByRole('heading', { name: '退役' }) }).last();
    await retiring.getByLabel('原因').fill('站点关闭');
    await retiring.getByRole('button', { name: '退役' }).click();
    await page.locator('.ant-popover:visible').getByRole('button', { name: '退役' }).click();
    await until(asked, (seen) => seen.inServiceUntil !== null);
    await page.close();
  });
}

/** Locking a lane and changing the planogram. */
export function planogramsAreChanged(fixture: () => ConsoleFixture): void {
  it('locks a lane and changes the planogram: requested, not yet in force', async () => {
    const page = await fixture().open(`/machines/${slow}`);
    await settled(page);
    await page.getByRole('button', { name: '锁定 货道 2' }).click();
    await dialog(page).getByLabel('原因').fill('包装破损');
    await dialog(page).getByRole('button', { name: '锁定' }).click();
    const config = () => fixture().ask<ConfigView>(`/machines/${slow}/config`);
    const locked = await until(config, (seen) => seen.asked?.lanes[1]?.locked === '包装破损');
    expect(locked.pending).toBe(true);
    await page.getByRole('tab', { name: '货道与限值' }).click();
    await page.getByText('有改动等机器启用').waitFor();
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('货道 1 补到').fill('99');
    await page.getByRole('button', { name: '下达' }).click();
    await page.getByText('“补到”不能多于容量').waitFor();
    expect(await page.getByLabel('货道 1 补到').inputValue()).toBe('99');
    expect((await config()).asked?.version).toBe(locked.asked?.version);
    await page.getByLabel('货道 1 补到').fill('35');
    await page.getByLabel('货道 2 货道').fill('1');
    await page.getByText('有两条货道编号相同').first().waitFor();
    await page.getByLabel('货道 1 货道').last().fill('2');
    await page.getByLabel('机内最高温度').fill('36.55');
    await page.getByLabel('连续多少次没落盒就停机').fill('99');
    await page.getByText('请填写 1 到 20 之间的数').waitFor();
    await page.getByRole('button', { name: '下达' }).click();
    expect(await page.getByLabel('连续多少次没落盒就停机').inputValue()).toBe('99');
    expect((await config()).asked?.version).toBe(locked.asked?.version);
    await page.getByLabel('机内最高温度').fill('36.5');
    await page.getByLabel('连续多少次没落盒就停机').fill('');
    await page.getByRole('button', { name: '下达' }).click();
    const changed = await until(config, (seen) => seen.asked?.lanes[0]?.par === 35);
    expect(changed.asked?.lanes[1]?.locked).toBe('包装破损');
    expect(changed.asked?.limits).toMatchObject({ tempMaxDeciC: 365 });
    expect(changed.inForce?.lanes[0]?.par).toBe(40);
    await page.getByRole('button', { name: '修改' }).waitFor();
    await page.getByRole('tab', { name: '现在' }).click();
    await page.getByRole('button', { name: '解锁 货道 2' }).click();
    await until(config, (seen) => seen.asked?.lanes[1]?.locked === null);
    await page.getByRole('tab', { name: '货道与限值' }).click();
    await page.getByRole('button', { name: '让机器上报现状' }).click();
    await page.locator('.rows li', { hasText: '上报状态' }).waitFor();
    await page.close();
  });
}
