import type { Page } from 'playwright-core';
import { until } from './fixture.ts';

/** The dialog that is open. */
export const dialog = (page: Page) => page.getByRole('dialog');
/** The county of these machines. */
export const county = '360103';
/** A machine that issues too little. */
export const slow = 'JX-360103-0001';
/** A machine that a test registers. */
export const registered = 'JX-360103-9001';

/** Opens a drop-down of the component library and chooses one of its entries. */
export async function choose(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  const open = page.locator('.ant-select-dropdown:visible');
  await open.locator('.ant-select-item-option', { hasText: entry }).first().click();
  await open.waitFor({ state: 'detached' });
}

/** How many of something were on the page when it was printed. */
export async function printed(page: Page, what: string): Promise<number> {
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
