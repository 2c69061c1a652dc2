import { expect, it } from 'vitest';
import type { FlagList, Machine, Suspension, Today } from '../../shared/contracts/fleet-http.ts';
import { administrator, type ConsoleFixture, until } from './fixture.ts';
import { choose, county, dialog, slow } from './page-actions.ts';
import { seriousFindings, settled } from './views.ts';

/** A city with many tasks. */
const city = '3601';
/** What is done in a day in an area: everything except the pace. */
const todoIn = (area: string) =>
  `/today?region=${area}&acknowledged=false&task=restock&task=exchange&task=repair&task=reach&task=books`;

/** Signing in, and taking on a task: from opening the page until it is done in the fleet. */
export function tasksAreDone(fixture: () => ConsoleFixture): void {
  it('signs in, reports what is wrong, and keeps the requested address', async () => {
    const page = await fixture().open('/machines?q=东湖区', { signedIn: false });
    await page.getByLabel('用户名').fill(administrator.user);
    await page.getByLabel('密码', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText('用户名或密码不对').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('密码', { exact: true }).fill(administrator.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('账户：admin').waitFor();
    expect(page.url()).toContain('/machines?q=');
    await page.getByLabel('账户：admin').click();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByLabel('用户名').waitFor();
    await page.close();
  });

  it('takes on a task with a note: it leaves the list, and everybody sees who took it on', async () => {
    const page = await fixture().open(`/?area=${county}`);
    await settled(page);
    const { total } = await fixture().ask<Today>(todoIn(county));
    expect(await page.locator('h1').textContent()).toContain(String(total));
    const line = page.locator('.task[data-task="books"]').first();
    await line.getByRole('button', { name: '我来处理' }).click();
    await dialog(page).getByLabel('备注').fill('周四去盘点');
    await dialog(page).getByRole('button', { name: '我来处理' }).click();
    await page.locator('.task[data-task="books"]').waitFor({ state: 'detached' });
    await page.getByLabel('包括已有人处理的').check();
    await page.locator('.task.seen', { hasText: '周四去盘点' }).waitFor();
    const { flags } = await fixture().ask<FlagList>(`/flags?machine=${slow}&kind=stock-take`);
    expect(flags[0]?.acknowledged).toMatchObject({ by: administrator.user, note: '周四去盘点' });
    await page.close();
  });
}

/**
 * Work that is handed from one person to another; numbers, chips and list agree after every step.
 */
export function workIsHandedOn(fixture: () => ConsoleFixture): void {
  it('reopens, notes and assigns a task, and shows the same number everywhere; figures lead to what they count', async () => {
    const page = await fixture().open(`/?area=${city}`);
    await settled(page);
    const colleague = { user: 'program-colleague', role: 'staff', area: city, password: administrator.password };
    await page.request.post(`${fixture().url}/api/v1/users`, { data: colleague });
    const agree = async () => {
      const { total, tasks } = await fixture().ask<Today>(todoIn(city));
      await until(
        async () => [
          (await page.locator('h1').textContent())?.match(/\d+/)?.[0] ?? '0',
          await page.locator('.kinds [aria-pressed="true"] b').textContent(),
          String(await page.locator('.task').count()),
        ],
        (seen) => seen.every((each) => each === String(total)),
      );
      return tasks;
    };
    const [task] = await agree();
    if (!task) throw new Error('there is no task');
    const line = page.locator('.task', { hasText: task.name }).and(page.locator(`[data-task="${task.task}"]`));
    await line.getByRole('button', { name: '我来处理' }).click();
    await dialog(page).getByRole('button', { name: '我来处理' }).click();
    await line.waitFor({ state: 'detached' });
    await agree();
    await page.getByRole('button', { name: '撤销' }).click();
    await line.waitFor();
    await agree();
    await line.getByRole('button', { name: /^更多操作/ }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '写备注' }).click();
    await dialog(page).getByRole('button', { name: '写备注' }).click();
    await dialog(page).getByText('请写备注').waitFor();
    await dialog(page).getByLabel('备注').fill('村医周四在');
    await dialog(page).getByRole('button', { name: '写备注' }).click();
    await line.getByText('村医周四在').first().waitFor();
    await line.getByRole('button', { name: /^更多操作/ }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '转交同事' }).click();
    await choose(page, '转交给', 'program-colleague');
    await dialog(page).getByRole('button', { name: '转交同事' }).click();
    await line.getByText('已转交 program-colleague').waitFor();
    await page.reload();
    await line.getByText('已转交 program-colleague').waitFor();
    await agree();
    const figure = page.locator('.summary .figure').nth(3);
    const count = await figure.textContent();
    await figure.click();
    await page
      .getByText(new RegExp(`${count} 台`))
      .first()
      .waitFor();
    expect(page.url()).toContain('condition=gives-nothing');
    await page.close();
  });
}

/** Suspending a machine and stopping it. */
export function stopsAreAsked(fixture: () => ConsoleFixture): void {
  it('suspends a machine and stops it, each shown in words, with wrong fields marked', async () => {
    const page = await fixture().open(`/?area=${county}&task=pace`);
    await settled(page);
    const line = page.locator('.task', { hasText: '西湖区第1发放点' });
    await line.getByRole('button', { name: /^更多操作/ }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '停用与停发' }).click();
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
    const suspensions = () => fixture().ask<{ suspensions: Suspension[] }>(`/machines/${slow}/suspensions`);
    expect((await suspensions()).suspensions).toMatchObject([{ reason: 'heat-stop', from: '2026-11-20', until: null }]);
    const stop = async () => (await fixture().ask<Machine>(`/machines/${slow}`)).stop;
    expect(await stop()).toMatchObject({ state: 'asked', asked: { reason: 'heat-stop' }, inForce: null });

    await page.goto(`${fixture().url}/machines/${slow}?part=suspensions`);
    await page.getByText('机器没有停止发放').waitFor();
    await page.getByText('确认以前可能继续发放').waitFor();
    await page.getByRole('button', { name: '昨日结束' }).click();
    await until(suspensions, (seen) => seen.suspensions[0]?.until === '2026-11-22');
    await page.getByRole('button', { name: '恢复发放' }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '恢复发放' }).click();
    await until(stop, (seen) => seen.state === 'none');

    // A person who came to stop it can do so, even for a reason for which the console only proposes
    // days that don't count.
    await page.getByRole('button', { name: '停止发放', exact: true }).click();
    await choose(page, '原因', '放假');
    const again = dialog(page);
    await again.getByText('不会自动恢复').waitFor();
    expect(await again.getByLabel('停止发放').isChecked()).toBe(true);
    await again.getByRole('button', { name: '取消' }).click();
    await page.close();
  });
}

/** Choosing a language and an area. */
export function languageIsKept(fixture: () => ConsoleFixture): void {
  it('changes the language and the area, and remembers both', async () => {
    const page = await fixture().open('/areas', { width: 390, language: 'en' });
    await settled(page);
    await page.getByLabel('Account: admin').click();
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByRole('link', { name: '补货记录' }).waitFor();
    await page.getByRole('button', { name: '查看区域：江西省' }).click();
    await page.getByRole('combobox', { name: '查看区域' }).fill('九江');
    await page.locator('.ant-select-item-option', { hasText: '九江市' }).first().click();
    await page.getByRole('heading', { name: '九江市', level: 1 }).waitFor();
    expect(page.url()).toContain('area=3604');
    await page.getByRole('link', { name: '今日' }).click();
    await settled(page);
    expect(page.url()).toContain('area=3604');
    await page.close();
  });
}
