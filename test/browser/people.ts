import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Info, Role } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, token } from './fixture.ts';
import { choose, dialog } from './page-actions.ts';
import { settled } from './views.ts';

const good = 'violet kettle orbit 47';

async function signIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('用户名').fill(user);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** A user who has a password already. */
async function addUser({ url }: ConsoleFixture, user: string, role: Role): Promise<void> {
  const made = await fetch(`${url}/api/v1/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user, role, area: '360103', password: good }),
  });
  expect(made.status, await made.text()).toBe(201);
}

/** From an invitation until a user is deleted. */
export function usersAreKept(fixture: () => ConsoleFixture): void {
  it('invites a user, who sets a password that is not common and sees only what the role may', {
    timeout: 60_000,
  }, async () => {
    const page = await fixture().open('/users');
    await settled(page);
    await page.getByRole('button', { name: '邀请用户' }).click();
    await dialog(page).getByLabel('用户名').fill('王小明');
    await choose(page, '角色', '查看人员');
    await dialog(page).getByRole('button', { name: '生成邀请码' }).click();
    const code = await dialog(page).getByLabel('邀请码').inputValue();
    await dialog(page).getByText('打开', { exact: false }).first().waitFor();
    await dialog(page).getByRole('button', { name: '我已记下' }).click();
    const row = page.locator('tr', { hasText: '王小明' });
    await row.getByText('尚未设置密码').waitFor();

    const theirs = await fixture().open('/', { signedIn: false });
    await theirs.getByRole('button', { name: '首次登录，或密码已重置' }).click();
    await theirs.getByText('不能是常用密码').waitFor();
    await theirs.getByLabel('用户名').fill('王小明');
    await theirs.getByLabel('邀请码').fill(code);
    await theirs.getByLabel('新密码').fill('short');
    await theirs.getByRole('button', { name: '设置密码并登录' }).click();
    await theirs.getByRole('alert').getByText('至少 10 个字符').waitFor();
    await theirs.getByLabel('新密码').fill('password1234');
    await theirs.getByRole('button', { name: '设置密码并登录' }).click();
    await theirs.getByText('太容易被猜到').waitFor();
    await theirs.getByLabel('新密码').fill(good);
    await theirs.getByRole('button', { name: '设置密码并登录' }).click();
    await theirs.locator('.top').waitFor();
    await theirs.getByRole('button', { name: '管理', exact: true }).click();
    expect(await theirs.locator('.places .more-tab a').allInnerTexts()).toEqual(['领取规则', '机器工作人员']);

    await page.reload();
    await settled(page);
    await row.getByRole('button', { name: '操作：王小明' }).click();
    await page.getByRole('button', { name: '登录的设备' }).click();
    await dialog(page).getByText('最近使用').waitFor();
    await dialog(page).getByRole('button', { name: '结束全部登录' }).click();
    await dialog(page).getByText('没有登录的设备').waitFor();
    await dialog(page).getByRole('button', { name: '关闭', exact: true }).last().click();
    await theirs.reload();
    await theirs.getByLabel('密码', { exact: true }).waitFor();

    await row.getByRole('button', { name: '操作：王小明' }).click();
    await page.getByRole('button', { name: '变更角色和区域' }).click();
    await choose(page, '角色', '维护员');
    await dialog(page).getByRole('button', { name: '保存' }).click();
    await row.getByText('维护员').waitFor();
    await row.getByRole('button', { name: '锁定' }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '锁定' }).click();
    await row.getByText('已锁定').waitFor();
    await row.getByRole('button', { name: '删除' }).click();
    await page.locator('.popup-panel').getByRole('button', { name: '删除' }).click();
    await row.waitFor({ state: 'detached' });
    await theirs.close();
    await page.close();
  });
}

/** The own account: its password and sessions. */
export function accountsAreKept(fixture: () => ConsoleFixture): void {
  it('sets another password, and refuses a wrong old one at its field', { timeout: 40_000 }, async () => {
    await addUser(fixture(), 'lifang', 'staff');
    const page = await fixture().open('/account', { signedIn: false });
    await signIn(page, 'lifang', good);
    await settled(page);
    await page.getByLabel('当前密码').fill('something else 1');
    await page.getByLabel('新密码').fill(`${good} more`);
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.getByRole('alert').getByText('当前密码不对').waitFor();
    await page.getByLabel('当前密码').fill(good);
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.getByText('密码已修改').waitFor();
    await page.getByText('本机', { exact: true }).waitFor();
    await page.close();
  });
}

/** A second factor and a passkey, set up and used. */
export function signInIsGuarded(fixture: () => ConsoleFixture): void {
  it('sets up a second factor, asks for it at the next sign-in and takes a backup code', {
    timeout: 60_000,
  }, async () => {
    await addUser(fixture(), 'zhaomin', 'technician');
    const page = await fixture().open('/account', { signedIn: false });
    await signIn(page, 'zhaomin', good);
    await settled(page);
    await page.getByRole('button', { name: '启用二次验证' }).click();
    await page.getByLabel('当前密码').last().fill(good);
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('img', { name: '二次验证二维码' }).waitFor();
    const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '');
    const codeNow = async () => new TOTP({ secret }).generate({ timestamp: (await fixture().ask<Info>('/info')).now });
    await page.getByLabel('验证码').fill(await codeNow());
    await page.getByRole('button', { name: '确认启用' }).click();
    const backup = (await page.locator('.codes li').first().textContent()) ?? '';
    await page.getByRole('button', { name: '我已记下' }).click();
    await page.getByText('已启用', { exact: true }).waitFor();
    await page.evaluate(`fetch('/api/v1/session', { method: 'DELETE' })`);
    await page.reload();
    await signIn(page, 'zhaomin', good);
    await page.getByText('请填写验证器应用中的验证码').waitFor();
    await page.getByLabel('验证码').fill('000000');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText('验证码不对，或已失效').waitFor();
    await page.getByLabel('验证码').fill(backup);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await settled(page);
    await page.close();
  });

  it('adds a passkey and signs in with it', { timeout: 40_000 }, async () => {
    await addUser(fixture(), 'sunli', 'viewer');
    const page = await fixture().open('about:blank', { signedIn: false });
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    // A passkey belongs to a name, not to an address.
    await page.goto(`${fixture().url.replace('127.0.0.1', 'localhost')}/account`);
    await signIn(page, 'sunli', good);
    await settled(page);
    await page.getByRole('button', { name: '添加通行密钥' }).click();
    await page.getByLabel('名称').fill('办公室电脑');
    await page.getByLabel('当前密码').last().fill(good);
    await page.getByRole('button', { name: '添加通行密钥' }).click();
    await page.getByText('办公室电脑', { exact: true }).waitFor();
    await page.evaluate(`fetch('/api/v1/session', { method: 'DELETE' })`);
    await page.reload();
    await page.getByRole('button', { name: '用通行密钥登录' }).click();
    await settled(page);
    expect(await page.locator('.account-name').textContent()).toBe('sunli');
    await page.close();
  });
}
