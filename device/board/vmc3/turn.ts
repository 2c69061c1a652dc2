import type { BoardEvent, BoardOrder, TurnResult } from '../port.ts';
import { Dispense } from './dispense.ts';

/** How boards of this kind differ. */
export interface Vmc3Options {
  /** What status 0x24 means on this machine [VMC V3 §11.7]. */
  readonly lunchBox?: 'delivered' | 'uncertain';
  /** The byte that newer editions add to 0x06 [VMC V3 §11.5]; null for none. */
  readonly driveExtra?: number | null;
}

/** The core's order to turn a lane's motor once. */
export type Vend = Extract<BoardOrder, { kind: 'vend' }>;

/** The one turn that is open. */
export interface Turn {
  readonly vend: Vend;
  readonly dispense: Dispense;
  /** Whether the order was prepared for the next POLL. */
  ordered: boolean;
  /** Whether it went out at least once. */
  sent: boolean;
  /** When the turn ends if no end is reported. */
  deadlineMonoMs: number;
}

/**
 * A turn that the core has ordered and that is not on the line yet. `afterDoubt`: the end of an
 * earlier turn of this lane was never reported.
 */
export function newTurn(vend: Vend, lunchBox: 'delivered' | 'uncertain', afterDoubt: boolean): Turn {
  const { txn, lane, startBeforeMonoMs } = vend;
  const dispense = new Dispense({ txn, lane, lunchBox, afterDoubt });
  return { vend, dispense, ordered: false, sent: false, deadlineMonoMs: startBeforeMonoMs };
}

/** The event that reports to the core how a turn ended. */
export const turned = ({ vend }: Turn, result: TurnResult): BoardEvent => ({
  kind: 'turned',
  txn: vend.txn,
  lane: vend.lane,
  result,
});
