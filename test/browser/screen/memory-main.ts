/**
 * Fourteen simulated days of a page, with 500 sessions a day and a reload each night, as fast as
 * the browser draws them: `npm run screen-memory`, or with `-- --no-reload`. Ends with 1 if the
 * memory grows by 10 % or more.
 */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import type { Screen } from '../../../shared/screen/view.ts';
import { displayOf, screens, viewOf } from '../../support/screen/sample-views.ts';
import { type ScriptedAgent, scriptedAgent } from '../../support/screen/scripted-agent.ts';
import { openChromium } from '../chromium.ts';
import { until } from '../fixture.ts';

const mostGrowth = 0.1;
/** How long a view is shown: longer than a frame. */
const viewMs = 20;
const { values: flags } = parseArgs({
  options: {
    days: { type: 'string', default: '14' },
    sessions: { type: 'string', default: '500' },
    'no-reload': { type: 'boolean', default: false },
  },
});

/** The memory of a page after a garbage collection. */
interface Memory {
  readonly heapMb: number;
  /** Private memory of the process that draws the page. */
  readonly processMb: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** The session at the screen, in every way that it can end. */
function sessionsOf(): readonly (readonly Screen[])[] {
  const all = screens({ glass: 'ten-inch' });
  const begin = [all.choose, all.identify, all.reading];
  return [
    [...begin, all.dispensing, all.take, all.idle],
    [...begin, all.dispensing, all.take, all['idle-after-power-cut']],
    [...begin, all.refused, all.idle],
    [all.choose, all['identify-code'], all.reading, all.dispensing, all.uncertain, all.idle],
    [all.choose, all['card-lifted'], all.reading, all.failed, all['choose-again'], all.idle],
    [all['out-of-stock'], all['too-hot'], all.idle],
  ];
}

async function measure(browser: Browser, watched: Page): Promise<Memory> {
  const page = await watched.context().newCDPSession(watched);
  await page.send('Performance.enable');
  for (let times = 0; times < 3; times += 1) await page.send('HeapProfiler.collectGarbage');
  const { metrics } = await page.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  await page.detach();
  const kb = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
  return {
    heapMb: metric('JSHeapUsedSize') / 2 ** 20,
    processMb: kb.reduce((sum, each) => sum + each, 0) / 1024,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  };
}

/** One day at the screen. */
async function day(page: Page, agent: ScriptedAgent, sessions: number): Promise<void> {
  const ways = sessionsOf();
  for (let index = 0; index < sessions; index += 1) {
    const language = index % 7 === 3 ? 'en' : 'zh';
    const large = index % 5 === 2;
    let number = 0;
    for (const shows of ways[index % ways.length] ?? []) {
      number = agent.show(
        viewOf(shows, { language: large ? 'zh' : language, large, tone: index % 2 ? 'dropped' : null }),
      );
      // The page is not asked after each view: what its inspector keeps of that would be counted.
      await setTimeout(viewMs);
    }
    await page.waitForSelector(`[data-number="${number}"]`);
    agent.heartbeats.length = 0;
  }
}

/** The nightly reload, as the agent asks for it with a heartbeat. */
async function reload(page: Page, agent: ScriptedAgent): Promise<void> {
  await page.evaluate('window.before = true');
  agent.reload = true;
  await until(
    () => page.evaluate<boolean>('window.before === undefined').catch(() => false),
    (loaded) => loaded,
    20_000,
  );
  await page.waitForSelector('[data-number]');
}

const browser = await openChromium();
const agent = await scriptedAgent(displayOf('ten-inch'));
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
const page = await context.newPage();
await page.goto(agent.url);
const days: Memory[] = [];
for (let number = 1; number <= Number(flags.days); number += 1) {
  await day(page, agent, Number(flags.sessions));
  if (!flags['no-reload']) await reload(page, agent);
  const now = await measure(browser, page);
  days.push(now);
  const { heapMb, processMb, nodes, listeners } = now;
  console.log(
    `day ${number}: heap ${heapMb.toFixed(1)} MB, process ${processMb.toFixed(0)} MB, ${nodes} nodes, ${listeners} listeners`,
  );
}
await browser.close();
await agent.close();
const [first] = days;
const last = days.at(-1);
const grown = (of: 'heapMb' | 'processMb'): number => (first && last ? last[of] / first[of] - 1 : 1);
console.log(`growth: heap ${(100 * grown('heapMb')).toFixed(1)} %, process ${(100 * grown('processMb')).toFixed(1)} %`);
if (grown('heapMb') >= mostGrowth || grown('processMb') >= mostGrowth) process.exitCode = 1;
