import { type Bilingual, bilingual } from '../../../shared/contracts/meaning.ts';
import type { SimulatedFront } from '../front.ts';
import { wholeNumber } from '../model/words.ts';
import type { BoardRuntime } from '../runtime.ts';

/** Whether bytes on the line are shown, and how. */
export type TraceMode = 'off' | 'on' | 'hex';

/** What a typed command may use. */
export interface CommandContext {
  readonly runtime: BoardRuntime;
  /** The card reader and the scanner; null if there are none. */
  readonly front: SimulatedFront | null;
  setTrace(mode: TraceMode): void;
  /** Resolves when it has happened; rejects with a sentence after `limitMs`. */
  waitFor(what: WaitFor, limitMs: number): Promise<Bilingual>;
  pause(forMs: number): Promise<void>;
  quit(): void;
}

/** A command that is well written, but did not work; the text says why. */
export class CommandFailed extends Error {
  readonly text: Bilingual;

  constructor(en: string, zh: string) {
    super(en);
    this.text = bilingual(en, zh);
  }
}

/** What can be waited for. */
export const waitForWords = ['turn', 'fall', 'result', 'boot', 'host'] as const;
/** What a script can wait for. */
export type WaitFor = (typeof waitForWords)[number];
/** What a script can wait for, in Chinese. */
export const waitInChinese: Readonly<Record<WaitFor, string>> = {
  turn: '开始转动',
  fall: '药盒落下',
  result: '转动结果',
  boot: '控制板启动',
  host: '终端连接',
};

/** Does the work and answers, mostly in one line. */
export type Action = (session: CommandContext) => Bilingual | Promise<Bilingual>;

/** A command that a tester can type. */
export interface TypedCommand {
  readonly usage: string;
  readonly help: Bilingual;
  /** How many words may follow. */
  readonly maxWords: number;
  /** Throws WrongWords. `lanes`: how many the cabinet has. */
  read(words: readonly string[], lanes: number): Action;
}

/** The first word as a lane. */
export const ofLane = (words: readonly string[], lanes: number): number =>
  wholeNumber(words[0], 1, lanes, bilingual('which lane', '货道号'));

/** A command whose only word is a lane. */
export function laneCommand(
  usage: string,
  help: Bilingual,
  act: (session: CommandContext, lane: number) => Bilingual,
): TypedCommand {
  const read = (words: readonly string[], lanes: number): Action => {
    const lane = ofLane(words, lanes);
    return (session) => act(session, lane);
  };
  return { usage, help, maxWords: 1, read };
}

/** A command of one word. */
export function plainCommand(usage: string, help: Bilingual, act: Action): TypedCommand {
  return { usage, help, maxWords: 0, read: () => act };
}
