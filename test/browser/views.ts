import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Ground, Language } from './ground.ts';

const machine = '/machines/JX-360103-0001';

/** Every page, and every part of one that has its own address. */
export const views = [
  '/?area=360103',
  '/machines?area=360103&severity=normal&site=clinic',
  machine,
  `${machine}?part=history`,
  `${machine}?part=ledger`,
  `${machine}?part=suspensions`,
  `${machine}?part=plan`,
  `${machine}?part=manage`,
  '/areas',
  '/areas?area=3605',
  '/restock?area=3601',
  '/reports',
  '/reports?report=year&area=360102',
  '/no-such-page',
] as const;

/** Goes to another address inside the console, as a link would. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate', {}))`,
  );
  await settled(page);
}

/** Waits until the page has its heading and nothing on it is still on its way. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(`!document.querySelector('.loading')`);
}

/** What axe holds to be serious or worse, in short. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const places: Record<Language, readonly string[]> = {
  zh: ['今天', '机器', '区域', '补货', '报表'],
  en: ['Today', 'Machines', 'Areas', 'Restock', 'Reports'],
};

/** Each page in both languages, wide and narrow: it stands, nothing sticks out, and it reads to a screen reader. */
export function viewsStand(ground: () => Ground): void {
  for (const language of ['zh', 'en'] as const)
    for (const width of [1440, 390] as const)
      it(`shows every page in ${language} at ${width} px, accessibly`, { timeout: 120_000 }, async () => {
        const page = await ground().open('/', { language, width });
        await settled(page);
        const nav = page.locator(width === 390 ? '.places-below' : '.places');
        expect(await nav.locator('a').allInnerTexts()).toEqual(places[language]);
        for (const path of views) {
          await go(page, path);
          expect(await page.locator('.failed').count(), path).toBe(0);
          // The smallest phone, and a wide screen at 200 % zoom.
          for (const shown of [width, width === 390 ? 375 : 720]) {
            await page.setViewportSize({ width: shown, height: 900 });
            const sticksOut = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
            expect(sticksOut, `${path} is wider than ${shown} px`).toBeLessThanOrEqual(0);
          }
          await page.setViewportSize({ width, height: 900 });
          // The other two combinations have the same elements in another tongue or layout.
          if ((language === 'zh') === (width === 1440)) expect(await seriousFindings(page), path).toEqual([]);
        }
        await page.close();
        expect(ground().troubles).toEqual([]);
      });
}
