import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type ConsoleFixture, untilTrue } from './fixture.ts';
import { settled } from './views.ts';

const machine = '/machines/JX-360103-0001';
const scrolled = (page: Page): Promise<number> => page.evaluate<number>('Math.round(scrollY)');

/** Links, the browser's back and forward, and the pages that they lead to. */
export function waysLeadOn(fixture: () => ConsoleFixture): void {
  it('opens a page at its top, and restores the position of the previous one', { timeout: 30_000 }, async () => {
    const page = await fixture().open('/machines', { width: 390 });
    await settled(page);
    await page.evaluate('scrollTo(0, 6000)');
    const link = page.locator('.cards .machine-name').nth(3);
    await link.waitFor();
    const left = await scrolled(page);
    expect(left).toBe(6000);
    await link.dispatchEvent('click');
    await page.locator('[role=tablist]').waitFor();
    expect(await scrolled(page)).toBe(0);
    await page.goBack();
    await page.locator('.cards .machine-name').first().waitFor();
    await untilTrue(page, `Math.abs(scrollY - ${left}) < 5`);
    await page.goForward();
    await page.locator('[role=tablist]').waitFor();
    await untilTrue(page, 'scrollY === 0');
    await page.close();
  });

  it('restores the list, with its query, when the browser goes back to it', {
    timeout: 30_000,
  }, async () => {
    const page = await fixture().open('/restock?area=360000', { width: 390 });
    await settled(page);
    await page.locator('.stop').nth(12).waitFor();
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight - 2 * innerHeight)');
    const left = await scrolled(page);
    await page.locator('.stop a').nth(10).dispatchEvent('click');
    await page.locator('[role=tablist]').waitFor();
    await page.goBack();
    await page.locator('.stop').first().waitFor();
    // Stops that are not visible are measured when they come near: about the same place, within the
    // height of one stop.
    await untilTrue(page, `Math.abs(scrollY - ${left}) < 400`);
    expect(new URL(page.url()).search).toBe('?area=360000');
    await page.close();
  });

  it('marks the open page, and reports an unknown address', async () => {
    const page = await fixture().open(machine, { language: 'en' });
    await settled(page);
    expect(await page.locator('.places [aria-current=page]').allInnerTexts()).toEqual(['Machines']);
    for (const path of ['/nowhere', '/today', '/areas/3601', '/machines/a/b', '/machines/%E0%A4%A']) {
      // The server refuses a broken address before the console sees it, so it comes by a link
      // inside the console.
      await page.evaluate(
        `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate', {}))`,
      );
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    }
    await page.getByRole('link', { name: 'Today', exact: true }).click();
    await page.waitForURL((url) => url.pathname === '/');
    await settled(page);
    expect(await page.title()).toMatch(/^Today/);
    expect(fixture().troubles).toEqual([]);
    await page.close();
  });
}

/** Charts are drawn without delaying the page. */
export function chartsAreDrawn(fixture: () => ConsoleFixture): void {
  it('draws a chart without delaying the page, and shows the figures under the pointer', {
    timeout: 30_000,
  }, async () => {
    const page = await fixture().open(`${machine}?part=history`, { language: 'en' });
    const box = page.locator('.chart [role=img]').first();
    await box.locator('svg text').first().waitFor();
    const labels = await box.locator('svg text').allTextContents();
    expect(page.workers()).toHaveLength(1);
    expect(await box.locator('svg').getAttribute('width')).toBe(String((await box.boundingBox())?.width));
    await box.hover();
    const figures = box.locator('xpath=./div[contains(., "Issued")]');
    await figures.waitFor();
    expect(await figures.textContent()).toMatch(/\d/);
    // It looks as before: the same marks on its axes.
    expect(await box.locator('svg text').allTextContents()).toEqual(labels);
    const next = page.locator('.chart [role=img]').nth(1);
    await next.scrollIntoViewIfNeeded();
    await next.locator('svg text').first().waitFor();
    const { x = 0, y = 0, width = 0 } = (await next.boundingBox()) ?? {};
    await next.dispatchEvent('click', { clientX: x + width / 2, clientY: y + 60 });
    await next.locator('xpath=./div[contains(., "Issued")]').waitFor();
    await page.close();
  });

  it('draws charts on the page in a browser without such threads', { timeout: 30_000 }, async () => {
    const page = await fixture().open('about:blank', { language: 'en' });
    await page.addInitScript('delete window.Worker');
    await page.goto(`${fixture().url}${machine}?part=history`);
    await page.locator('.chart [role=img] svg text').first().waitFor();
    expect(page.workers()).toHaveLength(0);
    await page.close();
  });
}
