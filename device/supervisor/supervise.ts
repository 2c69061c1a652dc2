import { setTimeout as pause } from 'node:timers/promises';
import type { PageAnswer } from '../../shared/screen/display.ts';
import type { BrowserProcess } from './browser-process.ts';
import { type SupervisionLimits, supervision, usualLimits } from './supervision.ts';

/** What is supervised, and how. */
export interface SuperviseOptions {
  /** The agent's HTTP address. */
  readonly agent: string;
  readonly browser: BrowserProcess;
  /** The command line that shows an address, with a folder for the browser's own files. */
  readonly command: (url: string, profile: string) => readonly string[];
  readonly log: (level: 'info' | 'warn', message: string, detail?: Readonly<Record<string, unknown>>) => void;
  readonly signal: AbortSignal;
  readonly limits?: SupervisionLimits;
  readonly everyMs?: number;
}

const answerWithinMs = 2_000;

/** Asks the agent when it last heard the page; null if it does not answer. */
async function pageHeard(agent: string, signal: AbortSignal): Promise<PageAnswer | null> {
  try {
    const answer = await fetch(`${agent}/api/screen/page`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    });
    return answer.ok ? ((await answer.json()) as PageAnswer) : null;
  } catch {
    return null;
  }
}

/** Keeps a browser with the page on the screen until the signal. */
export async function supervise(options: SuperviseOptions): Promise<void> {
  const { agent, browser, command, log, signal, limits = usualLimits, everyMs = 1_000 } = options;
  const decide = supervision(limits);
  while (!signal.aborted) {
    const page = await pageHeard(agent, signal);
    const step = decide.next({ running: browser.running, page, memoryBytes: browser.memoryBytes() }, performance.now());
    if (step.do === 'start' && !signal.aborted) {
      log(step.plain ? 'warn' : 'info', 'the browser is started · 启动浏览器', { plain: step.plain });
      browser.start((profile) => command(`${agent}/screen${step.plain ? '?plain' : ''}`, profile));
    } else if (step.do === 'end') {
      log('warn', 'the browser is ended and started again · 浏览器无应答或占用过多，重新启动', { why: step.why });
      await browser.end();
    }
    await pause(everyMs, undefined, { signal }).catch(() => {});
  }
  await browser.end();
}
