import { expect, it } from 'vitest';
import type { Info, MachineIdentity } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, token, until, untilTrue } from './fixture.ts';
import { dialog, slow } from './page-actions.ts';
import { settled } from './views.ts';

/** Tokens of programs: issued, used and revoked. */
export function tokensAreIssued(fixture: () => ConsoleFixture): void {
  it('issues a token that is shown once, shows whether it is used, and revokes it', { timeout: 30_000 }, async () => {
    const page = await fixture().open('/tokens');
    await settled(page);
    await page.getByRole('button', { name: '发放令牌' }).first().click();
    await dialog(page).getByLabel('名称').fill('市局数据平台');
    await dialog(page).getByRole('button', { name: '发放' }).click();
    await page.getByText('至少选一项').waitFor();
    await dialog(page).getByRole('checkbox', { name: '查阅数据' }).check();
    await dialog(page).getByRole('button', { name: '发放' }).click();
    const text = await dialog(page).getByLabel('令牌').inputValue();
    expect(text).toMatch(/^yj_/);
    await dialog(page).getByRole('button', { name: '我已记下' }).click();
    const row = page.locator('tr', { hasText: '市局数据平台' });
    await row.getByText('有效', { exact: true }).waitFor();
    await row.getByText('没有用过').waitFor();
    const authorization = `Bearer ${text}`;
    expect((await fixture().fetch('/machines?limit=1', { authorization })).status).toBe(200);
    await page.reload();
    await settled(page);
    expect(await row.getByText('没有用过').count()).toBe(0);
    await row.getByRole('button', { name: '吊销' }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '吊销' }).click();
    await row.getByText(/^已吊销（admin/).waitFor();
    expect((await fixture().fetch('/machines?limit=1', { authorization })).status).toBe(401);
    await page.close();
  });
}

/** What everybody did. */
export function auditIsRead(fixture: () => ConsoleFixture): void {
  it('says in words who did what, narrows it, compares it with its chain and exports it', {
    timeout: 40_000,
  }, async () => {
    const page = await fixture().open(`/machines/${slow}?part=manage`);
    await settled(page);
    await page.getByLabel('名称').first().fill('审计测试点');
    await page.getByRole('button', { name: '保存' }).first().click();
    await page.getByRole('heading', { name: '审计测试点' }).waitFor();
    await page.getByRole('link', { name: '操作记录' }).last().click();
    await page.waitForURL(/\/audit\?machine=/);
    await settled(page);
    const rows = page.locator('.audit tbody tr');
    const first = rows.first();
    await first.getByText('修改机器信息').waitFor();
    await first.getByText(/名称：由“.*”改为“审计测试点”/).waitFor();
    await first.getByText('已完成').waitFor();
    // Words, no codes: nothing in braces, no names of fields.
    expect(await page.locator('.audit').textContent()).not.toMatch(/[{}]|inServiceFrom|changeMachine|undefined/);
    await first.getByRole('button', { name: 'admin' }).click();
    await page.waitForURL(/user=admin/);
    await page.getByRole('combobox', { name: '操作', exact: true }).selectOption({ label: '登录' });
    await until(
      () => rows.count(),
      (count) => count === 0,
    );
    await page.getByText('没有符合条件的记录').waitFor();
    await page.getByRole('button', { name: '清除条件' }).click();
    await until(
      () => rows.count(),
      (count) => count > 1,
    );
    await page.getByRole('button', { name: '核对记录是否完整' }).click();
    await page.getByText(/完整，未发现改动/).waitFor();
    await page.getByRole('button', { name: '导出' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export=csv]').click()]);
    expect(download.suggestedFilename()).toMatch(/csv$/);
    await page.close();
  });
}

/** A code with which a kiosk gets its own key. */
export function kiosksAreEnrolled(fixture: () => ConsoleFixture): void {
  it('shows an enrolment code once as text, picture, file and paper, and withdraws it', {
    timeout: 30_000,
  }, async () => {
    const page = await fixture().open(`/machines/${slow}?part=manage`);
    await settled(page);
    await page.getByText('还没有证书').waitFor();
    await page.getByRole('button', { name: '生成接入码' }).click();
    const box = dialog(page);
    const code = await box.getByLabel('接入码', { exact: true }).inputValue();
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/);
    await untilTrue(page, `document.querySelector('.ant-modal .qr').naturalWidth > 0`);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      box.getByRole('link', { name: '下载接入文件' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`enrolment-${slow}.json`);
    await page.evaluate(`window.print = () => {
      window.printed = [document.body.className, document.querySelector('.print-slip').innerText].join(' ');
    }`);
    await page.emulateMedia({ media: 'print' });
    await box.getByRole('button', { name: '打印' }).click({ force: true });
    await page.emulateMedia({ media: 'screen' });
    expect(await page.evaluate<string>('window.printed')).toMatch(new RegExp(`prints-slip[^]*${code}`));
    await box.getByRole('button', { name: '我已记下' }).click();
    await page.getByText('接入码待使用').waitFor();
    await page.getByRole('button', { name: '作废接入码' }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '作废接入码' }).click();
    await until(
      () => fixture().ask<MachineIdentity>(`/machines/${slow}/identity`),
      ({ enrolment }) => enrolment === null,
    );
    await page.close();
  });
}

/** What is not encrypted. */
export function plainIsSaid(fixture: () => ConsoleFixture): void {
  it('says on every page that connections are not encrypted', async () => {
    const page = await fixture().open('about:blank');
    await page.route('**/api/v1/info', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), plain: ['mqtt', 'http'] } });
    });
    await page.goto(`${fixture().url}/recalls`);
    await page.getByRole('alert').getByText('机器与服务器之间的连接没有加密').waitFor();
    await page.getByRole('alert').getByText('浏览器与服务器之间的连接没有加密').waitFor();
    await page.close();
  });
}

/** Days that were over when somebody changed whether they count. */
export function changedDaysAreSaid(fixture: () => ConsoleFixture): void {
  it('says at the figures which days were changed afterwards, by whom and why', { timeout: 30_000 }, async () => {
    const { reasons } = await fixture().ask<Info>('/info');
    const path = `${fixture().url}/api/v1/machines/JX-360103-0002/suspensions`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const made = await fetch(path, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        reason: reasons.find(({ notCounted, offered }) => notCounted && offered)?.code,
        from: '2026-03-02',
        until: '2026-03-05',
        note: '补登',
      }),
    });
    expect(made.status).toBe(201);
    const page = await fixture().open('/machines/JX-360103-0002');
    await settled(page);
    await page.getByRole('heading', { name: '事后变更的计入日期' }).waitFor();
    await page.getByText('改为不计入').waitFor();
    await page.goto(`${fixture().url}/reports?report=year&area=360103`);
    await settled(page);
    const changed = page.locator('section', { has: page.getByRole('heading', { name: '事后变更的计入日期' }) });
    await changed.getByText('2026年3月2日 至 2026年3月5日（4 天）').waitFor();
    await page.goto(`${fixture().url}/machines/JX-360103-0002?part=suspensions`);
    await settled(page);
    await page.getByRole('button', { name: '删除' }).click();
    await page.getByRole('button', { name: '删除' }).click();
    await page.getByText('请填写原因').waitFor();
    await page.getByLabel('原因').fill('登记错了机器');
    await page.getByRole('button', { name: '删除' }).click();
    await page.getByRole('heading', { name: '已删除的停用登记' }).waitFor();
    await page.getByText(/删除，这些日子计入.*登记错了机器/).waitFor();
    await page.close();
  });
}
