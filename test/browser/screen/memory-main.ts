/**
 * Fourteen simulated days of a page, with 500 sessions a day and a reload each night, as fast as
 * the browser draws them: `npm run screen-memory`, or with `-- --no-reload`. Ends with 1 if the
 * memory of its process grows by 10 % or more, or if the page holds more elements.
 */
import { type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
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
const { values: flags } = parseArgs({
  options: {
    days: { type: 'string', default: '14' },
    sessions: { type: 'string', default: '500' },
    'no-reload': { type: 'boolean', default: false },
  },
});

/** The memory of a page, as its process and its heartbeats say. */
interface Memory {
  /** Private memory of the process that draws the page, after garbage was collected. */
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
  /** Collects garbage, and returns the private memory of the process that draws its page, in MB. */
  processMb(): Promise<number>;
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

/** Commands to a browser's inspector over its pipes. */
function inspector(to: Writable, from: Readable) {
  let text = '';
  let number = 0;
  const answers = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  from.on('data', (piece) => {
    text += String(piece);
    for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0')) {
      const { id, result = {} } = JSON.parse(text.slice(0, end));
      text = text.slice(end + 1);
      answers.get(id)?.(result);
      answers.delete(id);
    }
  });
  return (method: string, params: object = {}, sessionId?: string): Promise<Readonly<Record<string, unknown>>> => {
    number += 1;
    to.write(`${JSON.stringify({ id: number, method, params, sessionId })}\0`);
    return new Promise((resolve) => answers.set(number, resolve));
  };
}

/** Starts it with a page. */
async function startBrowser(url: string, profile: string): Promise<AloneBrowser> {
  const { executablePath, env, args } = await findChromium();
  const more = ['--enable-precise-memory-info', `--user-data-dir=${profile}`, '--window-size=1280,800', url];
  const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'];
  const child = spawn(executablePath, [...args, '--remote-debugging-pipe', ...more], { env, stdio });
  const ask = inspector(child.stdio[3] as Writable, child.stdio[4] as Readable);
  return {
    async processMb() {
      const { targetInfos } = (await ask('Target.getTargets')) as {
        targetInfos: readonly { readonly type: string; readonly targetId: string }[];
      };
      const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId;
      const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
      for (let times = 0; times < 3; times += 1) await ask('HeapProfiler.collectGarbage', {}, String(sessionId));
      await ask('Target.detachFromTarget', { sessionId });
      return renderersOf(child.pid ?? 0)
        .map((pid) => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0))
        .reduce((sum, kb) => sum + kb / 1024, 0);
    },
    async end() {
      child.kill('SIGKILL');
      await once(child, 'exit');
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
  await day(agent, Number(flags.sessions));
  if (!flags['no-reload']) await reload(agent);
  await heartbeats(agent, 3);
  const last = agent.heartbeats.at(-1);
  const now = {
    processMb: await browser.processMb(),
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
