import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { administrator, type ConsoleFixture } from './fixture.ts';
import { dialog, slow } from './page-actions.ts';
import { go, settled } from './views.ts';

/** Ends the session on the server; the open page notices it when its stream is over. */
async function endSession(page: Page, { wire }: ConsoleFixture): Promise<void> {
  await page.evaluate(`fetch('/api/v1/session', { method: 'DELETE' })`);
  wire.cut();
  wire.mend();
  await layer(page).waitFor();
}

async function signIn(page: Page, { user, password } = administrator): Promise<void> {
  await page.getByLabel('用户名').fill(user);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

const layer = (page: Page) => page.locator('.sign-in-layer');

/** A page whose session is its own. */
async function openAlone({ open, url }: ConsoleFixture, path: string): Promise<Page> {
  const page = await open('/', { signedIn: false });
  await signIn(page);
  await page.locator('.top').waitFor();
  await page.goto(url + path);
  await settled(page);
  return page;
}

/** What was typed outlives the end of a session, for the same account alone. */
export function draftsAreKept(fixture: () => ConsoleFixture): void {
  const open = (path: string): Promise<Page> => openAlone(fixture(), path);

  it('keeps a planogram that is being edited when the session ends, and sends it afterwards', {
    timeout: 40_000,
  }, async () => {
    const page = await open(`/machines/${slow}?part=plan`);
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('补到').first().fill('7');
    await endSession(page, fixture());
    await page.keyboard.press('Escape');
    await layer(page).waitFor();
    await signIn(page);
    await layer(page).waitFor({ state: 'detached' });
    expect(await page.getByLabel('补到').first().inputValue()).toBe('7');
    await page.reload();
    await settled(page);
    await page.getByLabel('补到').first().waitFor();
    expect(await page.getByLabel('补到').first().inputValue()).toBe('7');
    await page.getByRole('button', { name: '下达' }).click();
    await page.getByRole('button', { name: '修改' }).waitFor();
    await page.close();
  });

  it.each([
    ['a machine that is registered', '/machines', '登记新机器', '名称'],
    ['a stop', `/machines/${slow}?part=suspensions`, '登记停用', '备注'],
    ['a recall', '/recalls', '登记召回', '原因'],
  ])('keeps what was typed of %s', { timeout: 20_000 }, async (_, path, button, field) => {
    const page = await open(path);
    await page.getByRole('button', { name: button }).first().click();
    await dialog(page).getByLabel(field).fill('写到一半');
    await endSession(page, fixture());
    await signIn(page);
    await layer(page).waitFor({ state: 'detached' });
    expect(await dialog(page).getByLabel(field).inputValue()).toBe('写到一半');
    await page.close();
  });

  it('shows nothing of it to somebody else who signs in there', async () => {
    const made = await fetch(`${fixture().url}/api/v1/users`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token-for-the-tests-only', 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'guest', role: 'staff', area: '360103', password: 'ten letters at least' }),
    });
    expect(made.status).toBe(201);
    const page = await open(`/machines/${slow}?part=plan`);
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('补到').first().fill('6');
    await endSession(page, fixture());
    await signIn(page, { user: 'guest', password: 'ten letters at least' });
    await layer(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '修改' }).waitFor();
    expect(await page.getByLabel('补到').count()).toBe(0);
    await page.close();
  });
}

/** Open dialogs outlive a reload. */
export function dialogsAreKept(fixture: () => ConsoleFixture): void {
  it('opens a dialog again after a reload, with what was typed in it, until it is closed', {
    timeout: 60_000,
  }, async () => {
    const page = await openAlone(fixture(), '/machines');
    for (const [path, button, field] of [
      ['/machines', '登记新机器', '名称'],
      [`/machines/${slow}?part=suspensions`, '登记停用', '备注'],
      ['/', '我来处理', '备注'],
      [`/machines/${slow}`, '锁定 货道', '原因'],
    ] as const) {
      await go(page, path);
      await page.getByRole('button', { name: button }).first().click();
      await dialog(page).getByLabel(field).fill('写到一半');
      await page.reload();
      expect(await dialog(page).getByLabel(field).inputValue(), path).toBe('写到一半');
      // What was given up is not offered again.
      await dialog(page).locator('.ant-modal-close').click();
      await dialog(page).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: button }).first().click();
      expect(await dialog(page).getByLabel(field).inputValue(), path).toBe('');
      await dialog(page).locator('.ant-modal-close').click();
      await dialog(page).waitFor({ state: 'detached' });
    }
    await page.close();
  });
}

/** Forms of a page outlive a reload. */
export function formsAreKept(fixture: () => ConsoleFixture): void {
  it('keeps what was typed in the forms of a machine over a reload, until it is saved', async () => {
    const page = await openAlone(fixture(), `/machines/${slow}?part=manage`);
    const typed = [
      ['更正登记内容', '地址', '写到一半的地址'],
      ['点位联系方式', '电话', '0791-8600'],
      ['搬迁', '名称', '新地方'],
    ] as const;
    const sectionOf = (name: string) =>
      page.locator('section', { has: page.getByRole('heading', { name, exact: true }) });
    const fieldOf = (title: string, label: string) => sectionOf(title).getByLabel(label, { exact: true });
    for (const [title, label, text] of typed) await fieldOf(title, label).fill(text);
    await page.reload();
    await settled(page);
    for (const [title, label, text] of typed) expect(await fieldOf(title, label).inputValue(), title).toBe(text);
    const contact = sectionOf('点位联系方式');
    await contact.getByLabel('联系人').fill('李医生');
    await contact.getByRole('button', { name: '保存' }).click();
    await page.getByText('已记下').first().waitFor();
    await page.reload();
    await settled(page);
    expect(await fieldOf('点位联系方式', '电话').inputValue()).toBe('0791-8600');
    expect(await page.evaluate(`Object.keys(sessionStorage).filter((key) => key.includes('typed contact'))`)).toEqual(
      [],
    );
    await page.close();
  });
}

/** What was selected outlives a reload. */
export function selectionsAreKept(fixture: () => ConsoleFixture): void {
  it('keeps the selected machines of the restock sheet and of the list over a reload', async () => {
    const page = await openAlone(fixture(), '/restock?area=3601');
    const first = page.locator('.stops').getByRole('checkbox').first();
    await first.uncheck();
    await page.reload();
    await settled(page);
    expect(await page.locator('.stops').getByRole('checkbox').first().isChecked()).toBe(false);
    await page.goto(`${fixture().url}/machines?area=3601`);
    await settled(page);
    await page.locator('.grid-row').first().getByRole('checkbox').check();
    await page.reload();
    await settled(page);
    expect(await page.locator('.grid-row').first().getByRole('checkbox').isChecked()).toBe(true);
    await page.close();
  });
}
