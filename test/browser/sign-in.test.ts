import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { call, testFolder, token } from '../support/fleet/fleet.ts';
import { client, TestProvider } from '../support/identity-provider.ts';
import { openChromium } from './chromium.ts';

const good = 'violet kettle orbit 47';

describe('signing in to a new server', () => {
  let folder: ReturnType<typeof testFolder>;
  let provider: TestProvider;
  let fleet: RunningFleet;
  let browser: Browser;

  beforeAll(async () => {
    folder = testFolder();
    provider = await TestProvider.listen();
    await provider.serve();
    const listening = { host: '127.0.0.1', port: 0 };
    const oidc = { issuer: provider.issuer, ...client, name: { zh: '政务账号' } };
    const config = FleetConfig.parse({ dataDir: folder.path, mqtt: listening, http: listening, oidc });
    fleet = await startFleet(config, { adminPassword: null, apiToken: token }, pino({ level: 'silent' }));
    provider.httpPort = fleet.httpPort;
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await fleet.stop();
    await provider.close();
    folder.remove();
  });

  const open = async (): Promise<Page> => {
    const context = await browser.newContext({ locale: 'zh-CN' });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto(fleet.address);
    return page;
  };

  it('shows nothing before the first password is changed, and goes on with the new session', {
    timeout: 60_000,
  }, async () => {
    const page = await open();
    await page.getByLabel('用户名').fill('admin');
    await page.getByLabel('密码', { exact: true }).fill(fleet.adminPassword ?? '');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText('请先设置新密码').waitFor();
    expect(await page.locator('.top').count()).toBe(0);
    const before = (await page.context().cookies()).find(({ name }) => name === 'yaoju_session')?.value;
    await page.getByLabel('当前密码').fill(fleet.adminPassword ?? '');
    await page.getByLabel('新密码').fill('避孕药具避孕药具避孕');
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.getByText('太容易被猜到').waitFor();
    await page.getByLabel('新密码').fill(good);
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.locator('.top').waitFor();
    const after = (await page.context().cookies()).find(({ name }) => name === 'yaoju_session')?.value;
    expect(after).not.toBe(before);
    await page.reload();
    await page.locator('.top').waitFor();
    await page.context().close();
  });

  it("signs in with the office's account by the button, and says so if the account has no user", {
    timeout: 60_000,
  }, async () => {
    await call(fleet, '/api/v1/users', { body: { user: 'ann', role: 'viewer', area: '360000' } });
    for (const name of ['ann', 'stranger']) provider.people[name] = { preferred_username: name };
    provider.subject = 'stranger';
    const page = await open();
    const button = page.getByRole('button', { name: /政务账号/ });
    await button.click();
    await page.getByRole('alert').waitFor();
    await page.context().clearCookies();
    provider.subject = 'ann';
    await page.goto(fleet.address);
    await button.click();
    await page.locator('.top').waitFor();
    expect(await page.locator('.account-name').textContent()).toBe('ann');
    await page.context().close();
  });
});
