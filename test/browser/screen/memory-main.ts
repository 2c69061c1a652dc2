/**
 * Fourteen simulated days of a page, with 500 sessions a day and a reload each night, as fast as
 * the browser draws them: `npm run screen-memory`, or with `-- --no-reload`. Ends with 1 if the
 * memory of its process grows by 10 % or more, or if the page holds more elements.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Screen } from '../../../shared/screen/view.ts';
import { displayOf, screens, viewOf } from '../../support/screen/sample-views.ts';
import { type ScriptedAgent, scriptedAgent } from '../../support/screen/scripted-agent.ts';
import { findChromium, temporaryFolder } from '../chromium.ts';
import { until } from '../fixture.ts';

const mostGrowth = 0.1;
/** How long a view is shown: longer than a frame. */
const viewMs = 17;
/** The memory is read after this many sessions. */
const sampleEvery = 5;
const { values: flags } = parseArgs({
  options: {
    days: { type: 'string', default: '14' },
    sessions: { type: 'string', default: '500' },
    'no-reload': { type: 'boolean', default: false },
  },
});

/** The memory of a page, as its process and its heartbeats say: an inspector would add to it. */
interface Memory {
  /** Private memory of the process that draws the page: the median of the day. */
  readonly processMb: number;
  readonly heapMb: number;
  readonly elements: number;
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

/** A browser that nobody inspects. */
interface AloneBrowser {
  /** The private memory of the process that draws its page, in MB. */
  processMb(): number;
  end(): Promise<void>;
}

/** The processes that draw pages, below a browser's own. */
function renderersOf(browser: number): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return Number(parent) === browser && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
    } catch {
      return false;
    }
  });
}

/** Starts it with a page. */
async function startBrowser(url: string, profile: string): Promise<AloneBrowser> {
  const { executablePath, env, args } = await findChromium();
  const more = ['--enable-precise-memory-info', `--user-data-dir=${profile}`, '--window-size=1280,800', url];
  // Without its pipe or port for an inspector, a headless Chromium would end at once.
  const child = spawn(executablePath, [...args, '--remote-debugging-port=0', ...more], { env, stdio: 'ignore' });
  return {
    processMb: () =>
      renderersOf(child.pid ?? 0)
        .map((pid) => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0))
        .reduce((sum, kb) => sum + kb / 1024, 0),
    async end() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/**
 * One day at the screen. Returns the median of the memory of the page's process in MB: it rises
 * until garbage is collected, and falls again.
 */
async function day(agent: ScriptedAgent, browser: AloneBrowser, sessions: number): Promise<number> {
  const ways = sessionsOf();
  const samples: number[] = [];
  for (let index = 0; index < sessions; index += 1) {
    const language = index % 7 === 3 ? 'en' : 'zh';
    const large = index % 5 === 2;
    for (const shows of ways[index % ways.length] ?? []) {
      agent.show(viewOf(shows, { language: large ? 'zh' : language, large, tone: index % 2 ? 'dropped' : null }));
      await setTimeout(viewMs);
    }
    agent.heartbeats.length = Math.min(agent.heartbeats.length, 1);
    agent.keys.length = 0;
    if (index % sampleEvery === 0) samples.push(browser.processMb());
  }
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
}

/** Waits for further heartbeats of the page. */
async function heartbeats(agent: ScriptedAgent, count: number): Promise<void> {
  const heard = agent.heartbeats.length;
  await until(
    async () => agent.heartbeats.length,
    (now) => now >= heard + count,
    60_000,
  );
}

/** The nightly reload, as the agent asks for it with a heartbeat; then until the page is heard. */
async function reload(agent: ScriptedAgent): Promise<void> {
  const streams = agent.keys.length;
  agent.reload = true;
  await until(
    async () => agent.keys.length,
    (count) => count > streams,
    60_000,
  );
}

const agent = await scriptedAgent(displayOf('ten-inch'));
const profile = temporaryFolder('screen-memory');
const browser = await startBrowser(agent.url, profile.path);
await heartbeats(agent, 1);
const days: Memory[] = [];
for (let number = 1; number <= Number(flags.days); number += 1) {
  const processMb = await day(agent, browser, Number(flags.sessions));
  if (!flags['no-reload']) await reload(agent);
  await heartbeats(agent, 3);
  const last = agent.heartbeats.at(-1);
  const now = {
    processMb,
    heapMb: (last?.heapBytes ?? 0) / 2 ** 20,
    elements: last?.elements ?? 0,
  };
  days.push(now);
  console.log(
    `day ${number}: process ${now.processMb.toFixed(1)} MB, heap ${now.heapMb.toFixed(1)} MB, ${now.elements} elements`,
  );
}
await browser.end();
await agent.close();
profile.remove();
const [first] = days;
const last = days.at(-1);
const grown = first && last ? last.processMb / first.processMb - 1 : 1;
console.log(`growth of the process: ${(100 * grown).toFixed(1)} %`);
if (grown >= mostGrowth || first?.elements !== last?.elements) process.exitCode = 1;
