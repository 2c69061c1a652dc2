import { readCommand } from './commands/all.ts';
import type { CommandContext, TraceMode, WaitFor } from './commands/command.ts';
import { boardKinds } from './model/boards.ts';
import { hexText } from './model/readable.ts';
import { WrongWords } from './model/words.ts';
import type { BoardRuntime } from './runtime.ts';
import type { RuntimeEvent } from './runtime-options.ts';

/** The result of a typed line. `failed`: it was a command, but it did not work. */
export interface Answer {
  readonly outcome: 'done' | 'wrong' | 'failed';
  readonly text: string;
}

/** The board that commands go to, and the receivers of its output. */
export interface SessionOptions {
  readonly runtime: BoardRuntime;
  /** Trace lines, as they happen. */
  readonly onTrace: (text: string) => void;
  readonly onQuit: () => void;
}

/** The tester's session: typed lines in, answers out, one at a time. */
export class CommandSession implements CommandContext {
  readonly runtime: BoardRuntime;
  readonly #onTrace: (text: string) => void;
  readonly #onQuit: () => void;
  readonly #ending = new AbortController();
  #trace: TraceMode = 'off';

  constructor(options: SessionOptions) {
    this.runtime = options.runtime;
    this.#onTrace = options.onTrace;
    this.#onQuit = options.onQuit;
    this.runtime.listen((event) => this.#show(event));
  }

  get trace(): TraceMode {
    return this.#trace;
  }

  setTrace(mode: TraceMode): void {
    this.#trace = mode;
  }

  quit(): void {
    this.#ending.abort();
    this.#onQuit();
  }

  /** Executes one typed line; null for an empty one. */
  async enter(line: string): Promise<Answer | null> {
    try {
      const action = readCommand(line, this.runtime.driver, this.runtime.cabinet.lanes);
      return action === null ? null : { outcome: 'done', text: await action(this) };
    } catch (error) {
      const outcome = error instanceof WrongWords ? 'wrong' : 'failed';
      return { outcome, text: error instanceof Error ? error.message : String(error) };
    }
  }

  pause(forMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, forMs);
      this.#ending.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  waitFor(what: WaitFor, limitMs: number): Promise<string> {
    const happened = this.#watch(what);
    return new Promise((resolve, reject) => {
      const finish = (done: () => void): void => {
        clearTimeout(timer);
        stop();
        done();
      };
      const look = (event: RuntimeEvent): void => {
        const answer = happened(event);
        if (answer !== null) finish(() => resolve(answer));
      };
      const stop = this.runtime.listen(look);
      const tooLong = new Error(`no ${what} within ${limitMs} ms`);
      const timer = setTimeout(() => finish(() => reject(tooLong)), limitMs);
      this.#ending.signal.addEventListener('abort', () => finish(() => resolve('ended')));
      look({ kind: 'step' });
    });
  }

  /** For each `WaitFor`: returns the answer once it has happened, else null. */
  #watch(what: WaitFor): (event: RuntimeEvent) => string | null {
    const { runtime } = this;
    switch (what) {
      case 'turn':
        return () => (runtime.cabinet.turningLane === null ? null : `lane ${runtime.cabinet.turningLane} turns`);
      case 'fall': {
        const before = runtime.cabinet.falls.length;
        return () => {
          const fall = runtime.cabinet.falls[before];
          return fall === undefined ? null : `box ${fall.box} fell from lane ${fall.lane}`;
        };
      }
      case 'result': {
        const before = resultOf(runtime);
        return () => {
          const now = resultOf(runtime);
          return now === before || now.endsWith('RUNNING') ? null : now;
        };
      }
      case 'boot':
        return () => (runtime.board.ready ? 'board is up' : null);
      case 'host':
        return (event) => (event.kind === 'wire' && event.from === 'host' ? 'host spoke' : null);
    }
  }

  #show(event: RuntimeEvent): void {
    if (this.#trace === 'off' || event.kind === 'step') return;
    const shown = traceText(this.runtime, event, this.#trace);
    if (shown !== null) this.#onTrace(shown);
  }
}

function resultOf(runtime: BoardRuntime): string {
  const last = runtime.board.lastTransaction;
  return last === null ? 'none' : `${last.id} lane ${last.lane} ${last.result}`;
}

/** A trace line: time, sender, content; null for what is not worth a line. */
export function traceText(runtime: BoardRuntime, event: RuntimeEvent, mode: 'on' | 'hex'): string | null {
  if (event.kind === 'step') return null;
  const at = new Date(event.atMs).toISOString().slice(11, 23);
  if (event.kind === 'wire') {
    const arrow = event.from === 'host' ? 'host  >' : 'board <';
    const kind = boardKinds[runtime.driver];
    if (mode === 'on' && kind.idles(event.bytes)) return null;
    const said = mode === 'hex' ? hexText(event.bytes) : kind.describe(event.bytes);
    return `${at} ${arrow} ${said}`;
  }
  if (event.kind === 'note') return `${at} board . ${event.text}`;
  if (event.line.kind === 'fell') {
    const seen = event.line.by === null ? 'unseen' : 'seen';
    return `${at} box   . box ${event.line.box} fell from lane ${event.line.lane}, ${seen}`;
  }
  return null;
}
