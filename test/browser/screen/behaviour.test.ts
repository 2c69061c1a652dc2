import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayOf, offers, screens, viewOf } from '../../support/screen/sample-views.ts';
import { type ScriptedAgent, scriptedAgent } from '../../support/screen/scripted-agent.ts';
import { openChromium } from '../chromium.ts';
import { until } from '../fixture.ts';
import { settled } from './settled.ts';

const built = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'screen');
const maxFirstLoadBytes = 150 * 1024;

/** What Chromium 83 does not have, taken away before the page's own script runs. */
const asChromium83 = `
  delete String.prototype.replaceAll; delete Array.prototype.at; delete String.prototype.at;
  delete Array.prototype.findLast; delete Array.prototype.toSorted; delete Array.prototype.toReversed;
  delete Object.hasOwn; delete Object.groupBy; delete Promise.any; delete Promise.withResolvers;
  for (const name of ['structuredClone', 'WeakRef', 'FinalizationRegistry', 'reportError', 'scheduler', 'navigation'])
    delete globalThis[name];
  delete Crypto.prototype.randomUUID; delete AbortSignal.timeout; delete AbortSignal.any;
`;

describe('the page at the machine', () => {
  let browser: Browser;
  let agent: ScriptedAgent;
  let page: Page;
  const errors: string[] = [];
  const { idle, choose, dispensing, take } = screens({ glass: 'ten-inch' });

  /** Shows a view and waits until it is drawn and takes touches. */
  async function show(...[shows, more]: Parameters<typeof viewOf>): Promise<number> {
    const number = agent.show(viewOf(shows, more));
    await settled(page, `[data-number="${number}"]`);
    return number;
  }

  beforeAll(async () => {
    browser = await openChromium();
    agent = await scriptedAgent(displayOf('ten-inch'));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true });
    await context.addInitScript(asChromium83);
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${agent.url}#key=the-key-of-the-screen`);
  });
  afterAll(async () => {
    await browser.close();
    await agent.close();
  });

  it('loads at most 150 KB, compressed', () => {
    const assets = readdirSync(join(built, 'assets')).map((name) => join(built, 'assets', name));
    const bytes = [join(built, 'index.html'), ...assets].map((file) => gzipSync(readFileSync(file)).length);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(maxFirstLoadBytes);
  });

  it('has no style that Chromium 83 does not know', () => {
    const [css = ''] = readdirSync(join(built, 'assets')).filter((name) => name.endsWith('.css'));
    const text = readFileSync(join(built, 'assets', css), 'utf8');
    expect(
      text.match(/:(is|where|has|focus-visible)\b|\binset:|aspect-ratio|@layer|@container|dvh|color-mix/g),
    ).toBeNull();
    expect(
      [...text.matchAll(/\{([^}]*)\}/g)].filter(([, rule = '']) => /flex/.test(rule) && /[^-]gap:/.test(rule)),
    ).toEqual([]);
  });

  it('posts what is pressed with the number of its screen, and a double tap once', async () => {
    const number = await show(idle);
    agent.actions.length = 0;
    const start = page.getByText('开始领取', { exact: true });
    await start.tap();
    await start.tap();
    await until(
      async () => agent.actions.length,
      (count) => count > 0,
    );
    expect(agent.actions).toEqual([{ screen: number, action: { do: 'start' } }]);
    expect(agent.keys.at(-1)).toBe('Bearer the-key-of-the-screen');

    const next = await show(choose);
    await page.getByText('大号').tap();
    await page.getByText('避孕栓').tap({ force: true });
    await until(
      async () => agent.actions.length,
      (count) => count > 1,
    );
    expect(agent.actions.at(-1)).toEqual({ screen: next, action: { do: 'choose', product: offers[1]?.product } });
  });

  it('reports a touch that hits nothing, at most once a second', async () => {
    await show(choose);
    agent.actions.length = 0;
    await page.touchscreen.tap(640, 40);
    await page.touchscreen.tap(700, 40);
    await until(
      async () => agent.actions.length,
      (count) => count > 0,
    );
    expect(agent.actions.map((each) => ('action' in each ? each.action.do : null))).toEqual(['touch']);
  });

  it('asks whether more time is needed from the moment that the agent names', async () => {
    const number = await show(choose, { leaving: { inMs: 60_000, warnInMs: 45_000 } });
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    agent.again({ leaving: { inMs: 20_000, warnInMs: 0 } });
    await page.getByRole('alertdialog').waitFor();
    expect(await page.getByRole('alertdialog').textContent()).toMatch(/(19|20) 秒后返回首页/);
    agent.actions.length = 0;
    await page.getByText('还需要时间').tap();
    await until(
      async () => agent.actions.length,
      (count) => count > 0,
    );
    expect(agent.actions).toEqual([{ screen: number, action: { do: 'more-time' } }]);
  });

  it('maps four hardware buttons to the choices that it shows next to them', async () => {
    const buttons = [
      ...offers.slice(0, 3).map(({ product }) => ({ do: 'choose', product }) as const),
      { do: 'cancel' } as const,
    ];
    const number = await show(choose, { buttons });
    const rows = await page.locator('.slot-row').allTextContents();
    expect(rows).toEqual(['避孕套 中号有货1', '避孕套 大号仅剩 2 盒2', '避孕套 小号有货3', '结束4']);
    agent.actions.length = 0;
    for (const key of ['2', '2', 'F4']) await page.keyboard.press(key);
    await until(
      async () => agent.actions.length,
      (count) => count > 1,
    );
    expect(agent.actions).toEqual([
      { screen: number, button: 2 },
      { screen: number, button: 4 },
    ]);
  });

  it('shows the running session again after it was loaded again, and after the agent came back [case 13]', async () => {
    await show(dispensing);
    await page.reload();
    await page.waitForSelector('[data-screen="dispensing"]');
    agent.drop();
    const number = agent.show(viewOf(take));
    await page.waitForSelector(`[data-number="${number}"]`);
    expect(await page.evaluate<number>('history.length')).toBeLessThan(4);
    expect(await page.evaluate<number>('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0);
  });

  it('says with every heartbeat which build it is, and loads again when it is asked to', async () => {
    await show(idle);
    await until(
      async () => agent.heartbeats.at(-1)?.elements ?? 0,
      (elements) => elements > 50,
    );
    const { page: build } = agent.heartbeats.at(-1) ?? {};
    expect(build).toMatch(/^[\w-]{12}$/);
    await page.evaluate('window.before = true');
    agent.reload = true;
    await until(
      () => page.evaluate<boolean>('window.before === undefined').catch(() => false),
      (loaded) => loaded,
    );
  });

  it('throws no error in all of this', () => expect(errors).toEqual([]));
});
