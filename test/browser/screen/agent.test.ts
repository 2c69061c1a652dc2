import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kioskPlaces, type LiveKiosk, post, staffPin, startLiveKiosk } from '../../../simulators/demo/live-kiosk.ts';
import { type Panel, startPanel } from '../../../simulators/demo/panel/server.ts';
import { openChromium, temporaryFolder } from '../chromium.ts';
import { until } from '../fixture.ts';
import { settled } from './settled.ts';

const [place] = kioskPlaces();
const never = new AbortController().signal;

describe('a citizen at a real agent with a simulated board', () => {
  const folder = temporaryFolder('screen');
  let kiosk: LiveKiosk;
  let browser: Browser;
  let panel: Panel;

  /** A new page at the kiosk's own address, as a browser that was started again opens it. */
  const open = async (): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${kiosk.http}/screen`);
    return page;
  };
  const issued = async (): Promise<number> => {
    const answer = await fetch(`${kiosk.http}/api/events?after=0`);
    return (await answer.text()).split('"kind":"issued"').length - 1;
  };

  beforeAll(async () => {
    if (!place) throw new Error('the demo has no kiosk');
    browser = await openChromium();
    kiosk = await startLiveKiosk({
      place,
      dataDir: join(folder.path, 'kiosk'),
      mqttUrl: 'mqtt://127.0.0.1:1',
      secret: 'nobody-listens-there',
      httpPort: 0,
      log: pino({ level: 'silent' }),
    });
    const body = {
      by: '王',
      pin: staffPin,
      lanes: [{ lane: 1, product: 'CD-M', lot: 'B1', expires: '2030-01', added: 5 }],
    };
    await until(
      async () => (await post(`${kiosk.http}/api/restock`, JSON.stringify(body), never)).done,
      (done) => done === true,
    );
    kiosk.runtime.do((_board, nowMs) => kiosk.runtime.cabinet.put(1, 5, nowMs));
    panel = await startPanel(
      { title: place.machine, screen: place.screen, http: () => kiosk.http, enter: async (line) => `heard ${line}` },
      '127.0.0.1',
      0,
    );
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await panel.close();
    await kiosk.stop();
    folder.remove();
  });

  it('takes a box: the browser dies while it falls, and the next one shows where it is [case 13]', async () => {
    const first = await open();
    await settled(first, '[data-screen="idle"]');
    await first.getByText('开始领取', { exact: true }).click();
    await settled(first, '[data-screen="choose"]');
    await first.getByText('中号').click();
    await first.waitForSelector('[data-screen="dispensing"]');
    await first.close();
    const second = await open();
    await second.waitForSelector('[data-screen="take"]', { timeout: 20_000 });
    expect(await second.textContent('main')).toMatch(/请取走药具.*批号B1有效期至2030-01-31/);
    expect(await issued()).toBe(1);
    await second.close();
  });

  it("is seen on the tester's panel, whose presses reach the simulated board and no other page's do", async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(panel.url);
    await page.frameLocator('iframe').getByText('免费药具领取').waitFor();
    await page.getByText('1 号货道卡住').click();
    await until(
      () => page.textContent('pre'),
      (text) => text === '> jam 1\nheard jam 1',
    );
    const foreign = await fetch(`${panel.url}enter`, {
      method: 'POST',
      body: 'jam 1',
      headers: { origin: 'http://evil.example' },
    });
    expect(foreign.status).toBe(403);
    await page.close();
  });
});
