import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { ConsoleFixture } from './fixture.ts';
import { dialog } from './page-actions.ts';
import { go, settled, views } from './views.ts';

/**
 * Features that came to browsers after Chromium 90: a build lowers the syntax to that version, but
 * adds none of these.
 */
const newer = {
  'Array.prototype': ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  'Object.getPrototypeOf(Int8Array.prototype)': ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with'],
  'String.prototype': ['at', 'isWellFormed', 'toWellFormed'],
  'Map.prototype': ['getOrInsert', 'getOrInsertComputed'],
  'Set.prototype': ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isDisjointFrom'],
  Array: ['fromAsync'],
  Object: ['hasOwn', 'groupBy'],
  Map: ['groupBy'],
  Promise: ['withResolvers', 'try'],
  URL: ['canParse', 'parse'],
  'URLSearchParams.prototype': ['size'],
  AbortSignal: ['abort', 'timeout', 'any'],
  'AbortSignal.prototype': ['throwIfAborted'],
  'Crypto.prototype': ['randomUUID'],
  Intl: ['supportedValuesOf', 'DurationFormat'],
  'HTMLInputElement.prototype': ['showPicker'],
  'HTMLElement.prototype': ['inert', 'showPopover', 'hidePopover', 'togglePopover'],
  'Element.prototype': ['checkVisibility', 'setHTML'],
  'Document.prototype': ['startViewTransition'],
  window: ['structuredClone', 'scheduler', 'navigation', 'Iterator', 'CloseWatcher', 'reportError'],
} as const;

const withoutNewer = Object.entries(newer)
  .flatMap(([owner, names]) => names.map((name) => `delete (${owner})['${name}'];`))
  .join('\n');

/** Browsers as old as the build allows. */
export function oldBrowsersWork(fixture: () => ConsoleFixture): void {
  it('shows every page, and the dialogs, without what came after Chromium 90', { timeout: 90_000 }, async () => {
    const page = await fixture().open('about:blank');
    await page.addInitScript(withoutNewer);
    await page.goto(`${fixture().url}/`);
    expect(await page.evaluate('[].at')).toBeUndefined();
    for (const path of views) {
      await go(page, path);
      expect(await page.locator('.failed').count(), path).toBe(0);
    }
    await go(page, '/machines');
    await page.getByRole('button', { name: '登记新机器' }).click();
    await dialog(page).getByLabel('编号').waitFor();
    await dialog(page).getByRole('button', { name: '取消' }).click();
    await go(page, '/machines/JX-360103-0001?part=plan');
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByRole('button', { name: '下达' }).waitFor();
    await page.close();
    expect(fixture().troubles).toEqual([]);
  });
}

/** Wraps elements in others that the console does not know, as a translating browser does. */
const wrap = `{
  const list = document.querySelector('.grid');
  const font = document.createElement('font');
  list.replaceWith(font);
  font.append(list);
}`;

/** Browsers that translate pages. */
export function translatedPagesWork(fixture: () => ConsoleFixture): void {
  it('asks not to be translated, and says what to do if a page breaks, without blaming the server', async () => {
    const before = fixture().troubles.length;
    const page = await fixture().open('/machines');
    await settled(page);
    expect(await page.evaluate('document.documentElement.translate')).toBe(false);
    expect(await page.locator('meta[name=google]').getAttribute('content')).toBe('notranslate');
    await page.evaluate(wrap);
    await page.locator('.filters input').fill('没有这样的机器');
    await page.locator('.failed').getByText('页面显示出错，请刷新页面。').waitFor();
    await page.getByRole('button', { name: '刷新页面' }).click();
    await page.getByText('没有符合条件的机器').waitFor();
    await page.close();
    fixture().troubles.splice(before);
  });
}

/**
 * Answers requests for the console's files as a server with newer files does, until the page is
 * reloaded.
 */
async function loseFiles(page: Page): Promise<void> {
  let isGone = true;
  page.on('request', (request) => {
    if (request.isNavigationRequest()) isGone = false;
  });
  await page.route('**/assets/**', (route) => (isGone ? route.fulfill({ status: 404 }) : route.continue()));
}

/** Tabs that are open while the server is upgraded. */
export function upgradesAreSurvived(fixture: () => ConsoleFixture): void {
  it('reloads when a file of its version is gone, and goes to the requested page', async () => {
    const before = fixture().troubles.length;
    const page = await fixture().open('/');
    await settled(page);
    await loseFiles(page);
    const loaded = page.waitForEvent('load');
    await page.getByRole('link', { name: '报表' }).click();
    await loaded;
    await page.getByRole('heading', { name: '发放统计表' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/reports');

    // If that was tried just before, people are asked.
    await loseFiles(page);
    await page.getByRole('link', { name: '区域' }).click();
    await page.locator('.failed').getByText('系统已更新，请刷新页面。').waitFor();
    await page.getByRole('button', { name: '刷新页面' }).click();
    await page.getByRole('heading', { name: '江西省', level: 1 }).waitFor();
    await page.close();
    fixture().troubles.splice(before);
  });
}
