import { type Bilingual, bilingual, type Language } from '../../shared/contracts/meaning.ts';
import { errorText } from '../../shared/error-text.ts';
import { readCommand } from './commands/all.ts';
import { type CommandContext, CommandFailed, type TraceMode, type WaitFor, waitInChinese } from './commands/command.ts';
import type { SimulatedFront } from './front.ts';
import { WrongWords } from './model/words.ts';
import type { BoardRuntime } from './runtime.ts';
import type { RuntimeEvent } from './runtime-options.ts';
import { boardWord } from './status-text.ts';
import { traceText } from './trace-text.ts';

/** The result of a typed line. `failed`: it was a command, but it did not work. */
export interface Answer {
  readonly outcome: 'done' | 'wrong' | 'failed';
  readonly text: string;
}

const outcomesInChinese = { wrong: '有误：', failed: '没有成功：' } as const;

/** An answer as it is shown: what did not work begins with a word that says so. */
export function answerText({ outcome, text }: Answer, language: Language): string {
  if (outcome === 'done') return text;
  return language === 'zh' ? `${outcomesInChinese[outcome]}${text}` : `${outcome}: ${text}`;
}

/** The board that commands go to, and the receivers of its output. */
export interface SessionOptions {
  readonly runtime: BoardRuntime;
  /** The card reader and the scanner in front of the cabinet, if there are any. */
  readonly front?: SimulatedFront | null;
  /** In which the answers are; English unless given. */
  readonly language?: Language;
  /** Trace lines, as they happen. */
  readonly onTrace: (text: string) => void;
  readonly onQuit: () => void;
}

/** The tester's session: typed lines in, answers out, one at a time. */
export class CommandSession implements CommandContext {
  readonly runtime: BoardRuntime;
  readonly front: SimulatedFront | null;
  readonly language: Language;
  readonly #onTrace: (text: string) => void;
  readonly #onQuit: () => void;
  readonly #ending = new AbortController();
  #trace: TraceMode = 'off';

  constructor(options: SessionOptions) {
    this.runtime = options.runtime;
    this.front = options.front ?? null;
    this.language = options.language ?? 'en';
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
      return action === null ? null : { outcome: 'done', text: (await action(this))[this.language] };
    } catch (error) {
      const outcome = error instanceof WrongWords ? 'wrong' : 'failed';
      if (error instanceof WrongWords || error instanceof CommandFailed)
        return { outcome, text: error.text[this.language] };
      return { outcome, text: errorText(error) };
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

  waitFor(what: WaitFor, limitMs: number): Promise<Bilingual> {
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
      const tooLong = new CommandFailed(
        `no ${what} within ${limitMs} ms`,
        `${limitMs} 毫秒内没有等到“${waitInChinese[what]}”（${what}）`,
      );
      const timer = setTimeout(() => finish(() => reject(tooLong)), limitMs);
      this.#ending.signal.addEventListener('abort', () => finish(() => resolve(bilingual('ended', '已结束'))));
      look({ kind: 'step' });
    });
  }

  /** For each `WaitFor`: returns the answer once it has happened, else null. */
  #watch(what: WaitFor): (event: RuntimeEvent) => Bilingual | null {
    const { runtime } = this;
    switch (what) {
      case 'turn':
        return () =>
          runtime.cabinet.turningLane === null
            ? null
            : bilingual(`lane ${runtime.cabinet.turningLane} turns`, `货道 ${runtime.cabinet.turningLane} 开始转动`);
      case 'fall': {
        const before = runtime.cabinet.falls.length;
        return () => {
          const fall = runtime.cabinet.falls[before];
          return fall === undefined
            ? null
            : bilingual(`box ${fall.box} fell from lane ${fall.lane}`, `货道 ${fall.lane} 落下第 ${fall.box} 盒`);
        };
      }
      case 'result': {
        const before = resultOf(runtime);
        return () => {
          const now = resultOf(runtime);
          return now.en === before.en || now.en.endsWith('RUNNING') ? null : now;
        };
      }
      case 'boot':
        return () => (runtime.board.ready ? bilingual('board is up', '控制板已启动') : null);
      case 'host':
        return (event) =>
          event.kind === 'wire' && event.from === 'host' ? bilingual('host spoke', '终端已发送消息') : null;
    }
  }

  #show(event: RuntimeEvent): void {
    if (this.#trace === 'off' || event.kind === 'step') return;
    const shown = traceText(this.runtime, event, this.#trace, this.language);
    if (shown !== null) this.#onTrace(shown);
  }
}

function resultOf(runtime: BoardRuntime): Bilingual {
  const last = runtime.board.lastTransaction;
  if (last === null) return bilingual('none', '无');
  const { id, lane, result } = last;
  return bilingual(`${id} lane ${lane} ${result}`, `${id}，货道 ${lane}，${boardWord(result, 'zh')}`);
}
