import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type {
  ConfigView,
  FlagList,
  IssuedReport,
  Machine,
  MachineList,
  RestockPlan,
  Suspension,
  Today,
  YearReport,
} from '../../shared/contracts/fleet-http.ts';
import { administrator, type Ground, until } from './ground.ts';
import { markupName } from './province.ts';
import { seriousFindings, settled } from './views.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const county = '360103';
const slow = 'JX-360103-0001';
const registered = 'JX-360103-9001';

/** Opens a drop-down of the component library and takes one of its entries. */
async function choose(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  const open = page.locator('.ant-select-dropdown:visible');
  await open.locator('.ant-select-item-option', { hasText: entry }).first().click();
  await open.waitFor({ state: 'detached' });
}

/** How many of something stood on the page when it was printed. */
async function printed(page: Page, what: string): Promise<number> {
  await page.evaluate(
    `window.printed = null; window.print = () => { window.printed = document.querySelectorAll('${what}').length; }`,
  );
  await page.getByRole('button', { name: '打印' }).click();
  const found = await until(
    () => page.evaluate<number | null>('window.printed'),
    (seen) => seen !== null,
  );
  return found ?? 0;
}

/** Each task that people come for, from opening the page until it is done in the fleet. */
export function tasksAreDone(ground: () => Ground): void {
  it('signs in, says what is wrong, and keeps the address asked for', async () => {
    const page = await ground().open('/machines?q=东湖区', { signedIn: false });
    await page.getByLabel('用户名').fill(administrator.user);
    await page.getByLabel('密码', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('用户名或密码不对').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('密码', { exact: true }).fill(administrator.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByLabel('账户：admin').waitFor();
    expect(page.url()).toContain('/machines?q=');
    await page.getByLabel('账户：admin').click();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByLabel('用户名').waitFor();
    await page.close();
  });

  it('takes on a task with a note: it leaves the list, and everybody sees by whom', async () => {
    const page = await ground().open(`/?area=${county}`);
    await settled(page);
    const { total } = await ground().ask<Today>(`/today?region=${county}&acknowledged=false`);
    expect(await page.locator('h1').textContent()).toContain(String(total));
    const line = page.locator('.task[data-task="books"]').first();
    await line.getByRole('button', { name: '我来处理' }).click();
    await dialog(page).getByLabel('备注').fill('周四去盘点');
    await dialog(page).getByRole('button', { name: '我来处理' }).click();
    await page.locator('.task[data-task="books"]').waitFor({ state: 'detached' });
    await page.getByLabel('包括已有人处理的').check();
    await page.locator('.task.seen', { hasText: '周四去盘点' }).waitFor();
    const { flags } = await ground().ask<FlagList>(`/flags?machine=${slow}&kind=stock-take`);
    expect(flags[0]?.acknowledged).toMatchObject({ by: administrator.user, note: '周四去盘点' });
    await page.close();
  });

  it('suspends a machine and stops it, each said in words and marked where it is wrong', async () => {
    const page = await ground().open(`/?area=${county}&task=pace`);
    await settled(page);
    const line = page.locator('.task', { hasText: '西湖区第1发放点' });
    await line.getByRole('button', { name: '停用或停发' }).click();
    const box = dialog(page);
    await choose(page, '原因', '放假');
    await box.getByText('机器照常发放。', { exact: true }).waitFor();
    expect(await box.getByLabel('停止发放').isChecked()).toBe(false);
    await choose(page, '原因', '高温停机');
    await box.getByText('不会自动恢复').waitFor();
    await box.getByLabel('从').fill('2026-11-20');
    await box.getByLabel('到（含）').fill('2026-11-19');
    await box.getByRole('button', { name: '登记停用并停止发放' }).click();
    await box.getByText('结束日期不能早于开始日期').waitFor();
    await box.getByLabel('到（含）').fill('');
    await box.getByRole('button', { name: '登记停用并停止发放' }).click();
    await box.waitFor({ state: 'hidden' });
    const suspensions = () => ground().ask<{ suspensions: Suspension[] }>(`/machines/${slow}/suspensions`);
    expect((await suspensions()).suspensions).toMatchObject([{ reason: 'heat-stop', from: '2026-11-20', until: null }]);
    const stop = async () => (await ground().ask<Machine>(`/machines/${slow}`)).stop;
    expect(await stop()).toMatchObject({ state: 'asked', asked: { reason: 'heat-stop' }, inForce: null });

    await page.goto(`${ground().url}/machines/${slow}?part=suspensions`);
    await page.getByText('机器没有停止发放').waitFor();
    await page.getByText('确认以前可能继续发放').waitFor();
    await page.getByRole('button', { name: '昨天结束' }).click();
    await until(suspensions, (seen) => seen.suspensions[0]?.until === '2026-11-22');
    await page.getByRole('button', { name: '恢复发放' }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '恢复发放' }).click();
    await until(stop, (seen) => seen.state === 'none');

    // Who came to stop it does so, also for a reason that usually asks for days that don't count alone.
    await page.getByRole('button', { name: '停止发放', exact: true }).click();
    await choose(page, '原因', '放假');
    const again = dialog(page);
    await again.getByText('不会自动恢复').waitFor();
    expect(await again.getByLabel('停止发放').isChecked()).toBe(true);
    await again.getByRole('button', { name: '取消' }).click();
    await page.close();
  });

  it('finds, sorts and narrows machines, and keeps the question in the address', async () => {
    const page = await ground().open('/machines');
    await settled(page);
    const rows = page.locator('.grid-row');
    await page.getByRole('searchbox').or(page.getByPlaceholder('找编号、名称、地址')).first().fill('西湖区');
    await page.getByText('24 台').first().waitFor();
    await page.getByRole('button', { name: '按今年排序' }).click();
    await page.getByRole('button', { name: '按今年排序' }).click();
    await page.waitForFunction(`document.querySelector('[aria-sort="descending"]')`);
    await until(
      () => rows.first().textContent(),
      (text) => text?.includes(slow) === true,
    );
    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.getByRole('checkbox', { name: '启用日' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: '启用日' }).waitFor({ state: 'detached' });
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('列');
    await page.getByRole('columnheader', { name: '启用日' }).waitFor();
    expect(page.url()).toMatch(/sort=-issuedYear/);
    expect(page.url()).toMatch(/cols=/);
    await page.reload();
    await settled(page);
    expect(await rows.first().textContent()).toContain(slow);
    await page.getByRole('button', { name: '今年', exact: true }).hover();
    await page.getByRole('tooltip').getByText('不含不能确定的').waitFor();
    await page.close();
  });

  it('shows a name that is markup as the text it is', async () => {
    const page = await ground().open('/machines/JX-360102-0001');
    await settled(page);
    expect(await page.locator('h1').textContent()).toContain(markupName);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    await page.close();
  });

  it('registers a machine, shows its secret once, moves it, renews its secret and retires it', {
    timeout: 40_000,
  }, async () => {
    const page = await ground().open('/machines');
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
    await dialog(page).getByLabel('启用日').fill('2026-06-01');
    await dialog(page).getByRole('button', { name: '登记' }).click();
    const secret = await dialog(page).getByLabel('密钥').inputValue();
    expect(secret.length).toBeGreaterThan(20);
    await dialog(page).getByRole('button', { name: '我已记下' }).click();
    await page.goto(`${ground().url}/machines/${registered}?part=manage`);
    await settled(page);
    expect(await page.content()).not.toContain(secret);

    await page.getByRole('button', { name: '发新密钥' }).click();
    await page.locator('.ant-popover').getByRole('button', { name: '发新密钥' }).click();
    expect(await dialog(page).getByLabel('密钥').inputValue()).not.toBe(secret);
    await dialog(page).getByRole('button', { name: '我已记下' }).click();

    const moving = page.locator('section', { has: page.getByRole('heading', { name: '搬迁' }) }).last();
    await moving.getByRole('combobox', { name: '县' }).fill('360104');
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '青云谱区' }).click();
    await moving.getByRole('button', { name: '记下搬迁' }).click();
    const asked = () => ground().ask<Machine>(`/machines/${registered}`);
    expect((await until(asked, (seen) => seen.places.length === 2)).region).toBe('360104');

    const retiring = page.locator('section', { has: page.getByRole('heading', { name: '退役' }) }).last();
    await retiring.getByLabel('原因').fill('站点关闭');
    await retiring.getByRole('button', { name: '退役' }).click();
    await page.locator('.ant-popover:visible').getByRole('button', { name: '退役' }).click();
    await until(asked, (seen) => seen.inServiceUntil !== null);
    await page.close();
  });

  it('locks a lane and changes the planogram: asked for, not yet in force', async () => {
    const page = await ground().open(`/machines/${slow}`);
    await settled(page);
    await page.getByRole('button', { name: '锁定 货道 2' }).click();
    await dialog(page).getByLabel('原因').fill('包装破损');
    await dialog(page).getByRole('button', { name: '锁定' }).click();
    const config = () => ground().ask<ConfigView>(`/machines/${slow}/config`);
    const locked = await until(config, (seen) => seen.asked?.lanes[1]?.locked === '包装破损');
    expect(locked.pending).toBe(true);
    await page.getByRole('tab', { name: '货道与限值' }).click();
    await page.getByText('有改动等机器启用').waitFor();
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('货道 1 补到').fill('35');
    await page.getByRole('button', { name: '下达' }).click();
    const changed = await until(config, (seen) => seen.asked?.lanes[0]?.par === 35);
    expect(changed.asked?.lanes[1]?.locked).toBe('包装破损');
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

  it('makes the sheet for a round: the proposal, fewer of it, or machines chosen by hand', async () => {
    const page = await ground().open('/restock');
    await settled(page);
    const plan = await ground().ask<RestockPlan>('/restock');
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

    await page.goto(`${ground().url}/machines?q=${encodeURIComponent(first.name)}`);
    await settled(page);
    const { machines } = await ground().ask<MachineList>(`/machines?q=${encodeURIComponent(first.name)}`);
    await page.locator('.grid-row').first().getByRole('checkbox').check();
    await page.getByRole('link', { name: '1 台列补货单' }).click();
    await page.locator('.stop').first().waitFor();
    expect(page.url()).toContain(`machine=${machines[0]?.machine}`);
    expect(await page.locator('.stop').count()).toBe(1);
    // The screen holds a page; paper holds all that is chosen.
    const many = (await ground().ask<MachineList>('/machines?limit=90')).machines.map(({ machine }) => machine);
    await page.goto(`${ground().url}/restock?machine=${many.join('&machine=')}`);
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
    const { total: ofAll } = await ground().ask<RestockPlan>(`/restock?also=${machines[0]?.machine}`);
    await page.goto(`${ground().url}/restock?also=${machines[0]?.machine}`);
    await page
      .getByText(`${ofAll.toLocaleString('zh-CN')} 台`)
      .first()
      .waitFor();
    await page.goto(`${ground().url}/restock?machine=${machines[0]?.machine}`);
    await page.locator('.stop').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await page.locator('.fill-in').isVisible()).toBe(true);
    await page.close();
  });

  it('reads the verdict of the year and the report by machine page by page, and prints all of them', async () => {
    const { count } = await ground().ask<YearReport>('/reports/year?limit=1&missed=true');
    expect(count.fit).toBeGreaterThan(80);
    const page = await ground().open('/reports?report=year&missed=1');
    const rows = page.locator('table').last().locator('tbody tr');
    for (const many of [40, 80]) {
      await until(
        () => rows.count(),
        (seen) => seen === many,
      );
      if (many === 40) await page.getByRole('button', { name: '显示更多' }).click();
    }
    expect(await printed(page, '.report .machine-id')).toBe(count.fit);
    const { rows: all } = await ground().ask<IssuedReport>('/reports/issued?by=machine');
    await page.goto(`${ground().url}/reports?by=machine`);
    await until(
      () => rows.count(),
      (seen) => seen === 40,
    );
    expect(await printed(page, '.report .machine-id')).toBe(all.length);
    await page.close();
  });

  it('changes the language and the area, and remembers both', async () => {
    const page = await ground().open('/areas', { width: 390, language: 'en' });
    await settled(page);
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByRole('link', { name: '区域' }).waitFor();
    await page.getByRole('button', { name: '查看区域：江西省' }).click();
    await page.getByRole('combobox', { name: '查看区域' }).fill('九江');
    await page.locator('.ant-select-item-option', { hasText: '九江市' }).first().click();
    await page.getByRole('heading', { name: '九江市', level: 1 }).waitFor();
    expect(page.url()).toContain('area=3604');
    await page.getByRole('link', { name: '今天' }).click();
    await settled(page);
    expect(page.url()).toContain('area=3604');
    await page.close();
  });
}
