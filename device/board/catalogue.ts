import { type BoardName, type BoardOptions, boards } from '../../shared/config/boards.ts';
import { LbpDriver } from './lbp/driver.ts';
import { LONGEST_LINE } from './lbp/limits.ts';
import type { BoardDriver, DriverTiming } from './port.ts';
import { Vmc3Driver } from './vmc3/driver.ts';

/** One kind of board that the agent can drive. */
export interface BoardKind {
  /** Used if the configuration names none. */
  readonly baudRate: number;
  /** The longest line in bytes, if the board speaks in lines; null if it speaks in frames. */
  readonly longestLine: number | null;
  /**
   * `firstId` is the first message number. `options` are those of all kinds; each takes its own.
   */
  create(timing: DriverTiming, firstId: number, options: BoardOptions): BoardDriver;
}

/** The driver of each kind of board. */
export const boardKinds: Readonly<Record<BoardName, BoardKind>> = {
  lbp: {
    ...boards.lbp,
    longestLine: LONGEST_LINE,
    create: (timing, firstId) => new LbpDriver(timing, firstId),
  },
  vmc3: {
    ...boards.vmc3,
    longestLine: null,
    create: (timing, firstId, { vmc3 }) => new Vmc3Driver(timing, firstId, vmc3),
  },
};

/**
 * The first message number of a process, from a number that grows with each start. Boards count
 * messages modulo 65,535 or 255. 7,919 has no factor in common with either, so the starts use every
 * number in turn, and two consecutive ones are never close together.
 */
export const firstMessageId = (start: number): number => start * 7_919;

/**
 * A driver for a kind of board. `firstId` is its first message number (`firstMessageId`): another
 * one at each start of the process, so that an answer to the previous process is not taken for an
 * answer to this one.
 */
export function createDriver(
  name: BoardName,
  timing: DriverTiming = {},
  firstId = 0,
  options: BoardOptions = {},
): BoardDriver {
  return boardKinds[name].create(timing, firstId, options);
}
