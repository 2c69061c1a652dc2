import { AxeBuilder } from '@axe-core/playwright';
import type { Page, Request } from 'playwright-core';
import { expect, it } from 'vitest';
import { machineParts, pages } from '../../fleet/console/manifest.ts';
import { texts as en } from '../../fleet/console/texts/en/texts.ts';
import { texts as zh } from '../../fleet/console/texts/zh/texts.ts';
import { type ConsoleFixture, untilTrue } from './fixture.ts';

const texts = { zh, en };
const machine = '/machines/JX-360103-0001';

/**
 * Every page and every part of a machine's, and pages that show something else at other addresses.
 */
export const views: readonly string[] = [
  ...pages.map(({ path }) => path),
  ...machineParts.map(({ key }) => `${machine}?part=${key}`),
  '/?area=360103',
  '/machines?area=360103&severity=normal&site=clinic',
  `${machine}?part=ledger&day=2026-03-03`,
  '/areas?area=3605',
  '/restock?area=3601',
  '/records?area=3601&kind=restocked&from=2026-10-01&to=2026-11-23',
  '/reports?report=year&area=360102',
  '/no-such-page',
];

/** Navigates to another address within the console, as a link would. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate', {}))`,
  );
  await settled(page);
}

/**
 * Waits until the page has its heading, nothing on it is still loading, and the visible charts are
 * drawn.
 */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await untilTrue(
    page,
    `!document.querySelector('.loading') &&
    [...document.querySelectorAll('.chart [role="img"]')].every((box) =>
      box.firstChild || box.getBoundingClientRect().top > innerHeight)`,
  );
}

/**
 * The findings of axe that are serious or worse, in short. Its result has nothing else, because
 * writing out all passed checks takes most of the time.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  const there = await page.evaluate<boolean>(`typeof axe === 'object'`);
  const { violations } = await new AxeBuilder(there ? { page, axeSource: '0' } : { page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'], selectors: false })
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/**
 * Each page in both languages, wide and narrow: it is displayed, nothing overflows, and a screen
 * reader can read it.
 */
export function viewsStand(fixture: () => ConsoleFixture): void {
  for (const language of ['zh', 'en'] as const)
    for (const width of [1440, 390] as const)
      it(`shows every page in ${language} at ${width} px, accessibly`, { timeout: 120_000 }, async () => {
        const page = await fixture().open('/', { language, width });
        await settled(page);
        const nav = page.locator(width === 390 ? '.places-below' : '.places');
        // Some pages are one click away: on a phone, those without a tab of their own.
        await nav.locator('.more-tab > button').click();
        const names = pages.filter(({ menu }) => menu !== 'own').map(({ key }) => texts[language].frame[key]);
        expect((await nav.locator('a').allInnerTexts()).sort()).toEqual(names.sort());
        for (const path of views) {
          await go(page, path);
          expect(await page.locator('.failed').count(), path).toBe(0);
          // The smallest phone, and a wide screen at 200 % zoom.
          for (const shown of [width, width === 390 ? 375 : 720]) {
            await page.setViewportSize({ width: shown, height: 900 });
            const fits = untilTrue(
              page,
              `innerWidth === ${shown} && document.documentElement.scrollWidth <= innerWidth`,
            );
            await fits.catch(() => expect.fail(`${path} is wider than ${shown} px`));
          }
          await page.setViewportSize({ width, height: 900 });
          // The other two combinations have the same elements in another language or layout.
          if ((language === 'zh') === (width === 1440)) expect(await seriousFindings(page), path).toEqual([]);
        }
        await page.close();
        expect(fixture().troubles).toEqual([]);
      });
}

/** What a first visit may fetch, compressed [console, speed]. */
const firstLoadMaxBytes = 200 * 1024;
const libraries = /\/assets\/(with-antd|select|input|modal|form|chart-drawn)-/;

/**
 * On a first visit a page requests nothing twice, and is displayed before the large libraries are
 * fetched.
 */
export function firstLoadIsSmall(fixture: () => ConsoleFixture): void {
  it('requests each figure once, and shows a page without either library', { timeout: 60_000 }, async () => {
    for (const path of [...pages.map((page) => page.path), '/machines?q=东湖区', machine]) {
      const page = await fixture().open('about:blank', { width: 390 });
      const asked: Request[] = [];
      page.on('request', (request) => asked.push(request));
      await page.goto(fixture().url + path);
      await settled(page);
      const addresses = asked.map((request) => request.url());
      expect(
        addresses.filter((address, i) => address.includes('/api/') && addresses.indexOf(address) !== i),
        path,
      ).toEqual([]);
      expect(
        addresses.filter((address) => libraries.test(address)),
        path,
      ).toEqual([]);
      // The worker with the stream has a kilobyte; its size is never known here, since it is no
      // request of the page.
      const files = asked.filter((request) => !request.url().includes('/assets/stream-worker-'));
      const sizes = await Promise.all(files.map((request) => request.sizes()));
      const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
      expect(bytes, path).toBeLessThan(firstLoadMaxBytes);
      await page.close();
    }
  });
  it('compresses a long response if the client accepts it, and not a short one', async () => {
    const answers = async (path: string) => {
      const compressed = await fixture().fetch(path, { 'accept-encoding': 'gzip' });
      const plain = await fixture().fetch(path, { 'accept-encoding': 'identity' });
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(await compressed.json()).toEqual(await plain.json());
      return compressed.headers;
    };
    const long = await answers('/regions');
    expect(long.get('content-encoding')).toBe('gzip');
    expect(long.get('vary')).toBe('accept-encoding');
    expect((await answers('/session')).get('content-encoding')).toBeNull();
  });
}
