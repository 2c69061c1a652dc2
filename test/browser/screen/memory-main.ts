/**
 * Fourteen simulated days of a page, with 500 sessions a day and a reload each night, as fast as
 * the browser draws them: `npm run screen-memory`, or with `-- --no-reload`. Ends with 1 if the
 * memory of its process grows by 10 % or more, or if the page holds more elements or listeners.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import type { Screen } from '../../../shared/screen/view.ts';
import { displayOf, screens, viewOf } from '../../support/screen/sample-views.ts';
import { type ScriptedAgent, scriptedAgent } from '../../support/screen/scripted-agent.ts';
import { findChromium, temporaryFolder } from '../chromium.ts';
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

/** A browser that nobody inspects, except while its memory is measured. */
interface AloneBrowser {
  measure(): Promise<Memory>;
  end(): void;
}

/** Starts it with a page. */
async function startBrowser(url: string, profile: string): Promise<AloneBrowser> {
  const { executablePath, env, args } = await findChromium();
  const more = ['--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1280,800', url];
  const child = spawn(executablePath, [...args, ...more], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Error(`the browser ended: ${said}`)));
    child.stderr.on('data', (piece) => {
      said = (said + piece).slice(-10_000);
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
  });
  return {
    end: () => void child.kill('SIGKILL'),
    async measure() {
      const browser = await chromium.connectOverCDP(endpoint);
      try {
        const [page] = browser.contexts()[0]?.pages() ?? [];
        if (!page) throw new Error('the browser has no page');
        const session = await page.context().newCDPSession(page);
        for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage');
        await session.send('Performance.enable');
        const { metrics } = await session.send('Performance.getMetrics');
        const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
        const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
        const kb = processInfo
          .filter(({ type }) => type === 'renderer')
          .map(({ id }) => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
        return {
          heapMb: metric('JSHeapUsedSize') / 2 ** 20,
          processMb: kb.reduce((sum, each) => sum + each, 0) / 1024,
          nodes: metric('Nodes'),
          listeners: metric('JSEventListeners'),
        };
      } finally {
        await browser.close();
      }
    },
  };
}

/** One day at the screen. */
async function day(agent: ScriptedAgent, sessions: number): Promise<void> {
  const ways = sessionsOf();
  for (let index = 0; index < sessions; index += 1) {
    const language = index % 7 === 3 ? 'en' : 'zh';
    const large = index % 5 === 2;
    for (const shows of ways[index % ways.length] ?? []) {
      agent.show(viewOf(shows, { language: large ? 'zh' : language, large, tone: index % 2 ? 'dropped' : null }));
      await setTimeout(viewMs);
    }
    agent.heartbeats.length = Math.min(agent.heartbeats.length, 1);
    agent.keys.length = 0;
  }
}

/** The nightly reload, as the agent asks for it with a heartbeat; then until the page is heard. */
async function reload(agent: ScriptedAgent): Promise<void> {
  const streams = agent.keys.length;
  agent.reload = true;
  await until(
    async () => agent.keys.length,
    (count) => count > streams,
    20_000,
  );
  const heard = agent.heartbeats.length;
  await until(
    async () => agent.heartbeats.length,
    (count) => count > heard,
    20_000,
  );
}

const agent = await scriptedAgent(displayOf('ten-inch'));
const profile = temporaryFolder('screen-memory');
const browser = await startBrowser(agent.url, profile.path);
const days: Memory[] = [];
for (let number = 1; number <= Number(flags.days); number += 1) {
  await day(agent, Number(flags.sessions));
  if (!flags['no-reload']) await reload(agent);
  const now = await browser.measure();
  days.push(now);
  const { heapMb, processMb, nodes, listeners } = now;
  console.log(
    `day ${number}: heap ${heapMb.toFixed(1)} MB, process ${processMb.toFixed(0)} MB, ${nodes} nodes, ${listeners} listeners`,
  );
}
browser.end();
await agent.close();
profile.remove();
const [first] = days;
const last = days.at(-1);
const grown = (of: 'heapMb' | 'processMb'): number => (first && last ? last[of] / first[of] - 1 : 1);
const same = first?.nodes === last?.nodes && first?.listeners === last?.listeners;
console.log(
  `growth: process ${(100 * grown('processMb')).toFixed(1)} %, heap ${(100 * grown('heapMb')).toFixed(1)} %; elements and listeners ${same ? 'are as many as on the first day' : 'are not as many as on the first day'}`,
);
if (grown('processMb') >= mostGrowth || !same) process.exitCode = 1;
