import { expect, it } from 'vitest';
import { type ConsoleFixture, until } from './fixture.ts';
import { settled } from './views.ts';

/** A machine that needs boxes, so that it is on the restock sheet. */
const machine = 'JX-360104-0001';

/** Whom to call at a site. */
export function contactsAreEntered(fixture: () => ConsoleFixture): void {
  it('enters a contact, shows it on the machine’s page, and prints it on the restock sheet with a line to sign', {
    timeout: 40_000,
  }, async () => {
    const page = await fixture().open(`/machines/${machine}?part=manage`, { width: 390 });
    await settled(page);
    const form = page.locator('section', { has: page.getByRole('heading', { name: '点位联系方式' }) }).last();
    await form.getByLabel('电话').fill('打给我');
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('电话只能用数字').waitFor();
    await form.getByLabel('联系人').fill('李医生');
    await form.getByLabel('电话').fill('0791-86212345转802');
    await form.getByLabel('开放时间').fill('周一至周五 8:30–17:00');
    await form.getByRole('button', { name: '保存' }).click();
    const line = page.locator('.site-contact').first();
    await line.waitFor();
    expect(await line.textContent()).toContain('由 admin 核对');
    expect(await line.getByRole('link').getAttribute('href')).toBe('tel:079186212345,802');
    await page.close();

    const sheet = await fixture().open(`/restock?machine=${machine}`);
    await settled(sheet);
    await sheet.emulateMedia({ media: 'print' });
    const paper = (await sheet.locator('.stop').allInnerTexts()).join('');
    for (const text of ['李医生', '0791-86212345转802', '周一至周五 8:30–17:00', '点位签字'])
      expect(paper).toContain(text);
    await sheet.emulateMedia({ media: 'screen' });
    expect((await sheet.locator('.stop').allInnerTexts()).join('')).not.toContain('点位签字');

    await sheet.goto(`${fixture().url}/machines/${machine}?part=manage`);
    await settled(sheet);
    const again = sheet.locator('section', { has: sheet.getByRole('heading', { name: '点位联系方式' }) }).last();
    await again.getByRole('button', { name: '删除' }).click();
    await again.locator('.popup-acts').getByRole('button').last().click();
    await until(
      () => sheet.locator('.site-contact').count(),
      (count) => count === 0,
    );
    await sheet.close();
  });
}
