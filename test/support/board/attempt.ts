import type { OpenTurn, TurnResult } from '../../../device/board/port.ts';
import type { Bench } from './bench.ts';

/** A turn that was written down and handed to a driver, and what became of it. */
export interface Attempt {
  readonly turn: OpenTurn;
  /** The order may begin before this. */
  readonly startBeforeMonoMs: number;
  readonly writtenAtMs: number;
  /** Each answer given, in order; more than one only over restarts of the host. */
  readonly results: TurnResult[];
  /** Motor turns that happened before it was handed over. */
  readonly turnsBefore: number;
}

/** What the cabinet says of an attempt: its motor turns (by number where the board has one, else by time) and their boxes. */
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
