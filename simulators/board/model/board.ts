/**
 * The interface that every model of a lane board has, so that a third kind of board is one more
 * folder.
 */

import type { BoardName } from '../../../shared/config/boards.ts';
import type { Bilingual } from '../../../shared/contracts/meaning.ts';

/** The kind of board that a model is of. */
export type BoardDriver = BoardName;

/** Why a board starts [LBP/1 events]. */
export type BootCause = 'POWER' | 'WATCHDOG' | 'RESET';

/**
 * What a board asks for, in order. Whatever follows a `save` may be done only once that save is
 * durable. Nothing may be called on the board before all of a drained list has been done.
 */
export type BoardOutput =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'save'; readonly nvram: string }
  | { readonly kind: 'trace'; readonly text: Bilingual };

/** The last transaction in words, for a tester's screen; null if there was none. */
export interface LastTransaction {
  /** LBP/1: t. VMC V3: the PackNO of the command. */
  readonly id: number;
  readonly lane: number;
  readonly result: string;
}

/**
 * A board as a state machine without clock, randomness or files. Pass it bytes and the time,
 * perform what `drain()` returns, and call `wake` at `wakeAtMs`, which includes whatever is falling
 * in its cabinet. Times never go backwards.
 */
export interface BoardModel {
  readonly driver: BoardDriver;
  readonly serial: string;
  readonly powered: boolean;
  /** Whether it has booted and listens. */
  readonly ready: boolean;
  readonly lastTransaction: LastTransaction | null;
  /** The lane's state as the board has it, in the protocol's own word. */
  laneState(lane: number): string;
  /**
   * Power comes: NVRAM is read, and after the boot time the board speaks. Does nothing if the power
   * is on.
   */
  powerOn(nowMs: number, cause: BootCause): void;
  /** Power goes: the motor stops where it is, and everything outside NVRAM is lost. */
  powerOff(nowMs: number): void;
  /**
   * The program hangs: it neither hears nor answers until the watchdog restarts it; a motor goes on
   * as it is.
   */
  hang(nowMs: number): void;
  /** Bytes from the host, in any chunks. */
  received(bytes: Uint8Array, nowMs: number): void;
  wake(nowMs: number): void;
  /** When `wake` must be called; null: nothing is pending. */
  readonly wakeAtMs: number | null;
  /** Everything that was asked for since the last call, in order. */
  drain(): readonly BoardOutput[];
}

/** A typed command that only one kind of board has. */
export interface BoardCommand {
  readonly usage: string;
  readonly help: Bilingual;
  /** How many words may follow. */
  readonly maxWords: number;
  /**
   * Throws WrongWords. The returned function answers in one line; `board` is of the kind that has
   * this command.
   */
  read(words: readonly string[], lanes: number): (board: BoardModel, nowMs: number) => Bilingual;
}

const NOTHING: readonly BoardOutput[] = [];

/** The outputs of a board between two drains. */
export class OutputList {
  #list: BoardOutput[] = [];
  readonly #traced: boolean;

  constructor(traced: boolean) {
    this.#traced = traced;
  }

  send(bytes: Uint8Array): void {
    this.#list.push({ kind: 'send', bytes });
  }

  save(nvram: string): void {
    this.#list.push({ kind: 'save', nvram });
  }

  /** `text` is a function so that an untraced board builds no strings. */
  trace(text: () => Bilingual): void {
    if (this.#traced) this.#list.push({ kind: 'trace', text: text() });
  }

  drain(): readonly BoardOutput[] {
    if (this.#list.length === 0) return NOTHING;
    const list = this.#list;
    this.#list = [];
    return list;
  }
}
