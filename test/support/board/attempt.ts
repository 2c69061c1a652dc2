import type { OpenTurn, TurnResult } from '../../../device/board/port.ts';
import type { Bench } from './bench.ts';

/** A turn that was recorded and passed to a driver, and its results. */
export interface Attempt {
  readonly turn: OpenTurn;
  /** The order may begin only before this time. */
  readonly startBeforeMonoMs: number;
  readonly writtenAtMs: number;
  /** Each answer, in order; more than one only over restarts of the host. */
  readonly results: TurnResult[];
  /** Motor turns that happened before it was passed on. */
  readonly turnsBefore: number;
}

/**
 * The truth of an attempt by the cabinet: its motor turns (by number if the board has one, else by
 * time) and their boxes.
 */
export function truthOf(bench: Bench, attempt: Attempt): { turns: number; fell: number } {
  const { attempts, driver, cabinet } = bench;
  const numbered = driver.capabilities.remembersTransaction;
  const next = attempts[attempts.indexOf(attempt) + 1];
  const its = numbered ? bench.turns : bench.turns.slice(attempt.turnsBefore, next?.turnsBefore);
  const ours = ({ kind, cause }: (typeof its)[number]): boolean =>
    kind === 'turn' && (!numbered || cause === `vend ${attempt.turn.txn}`);
  const turns = its.filter(ours);
  const fell = cabinet.falls.filter((fall) => turns.some((line) => line.turn === fall.turn)).length;
  return { turns: turns.length, fell };
}
