import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import type { WatchedTurn } from './watched-turn.ts';

/** A motor begins to turn for a box. */
export type MotorStart = Extract<CabinetLine, { kind: 'turn' | 'home' }> & { readonly kind: 'turn' };

/**
 * The order that was on its way to the board when the disk was lost together with its line. Its
 * motor may still turn, once, and nobody can know of it.
 */
export class LostOrder {
  #turn: WatchedTurn | null = null;

  /** The disk was lost with the line of this turn, the last one that was begun. */
  diskLost(turn: WatchedTurn): void {
    if (turn.booked === 'open' && turn.real === null) this.#turn = turn;
  }

  /** Whether the motor turns for that order. */
  turns({ cause, lane, by }: MotorStart): boolean {
    const turn = this.#turn;
    if (turn === null || turn.lane !== lane || turn.board !== by) return false;
    // Boards of one kind do not get the transaction.
    if (cause.startsWith('vend ') && cause !== `vend ${turn.txn}`) return false;
    this.#turn = null;
    return true;
  }

  clear(): void {
    this.#turn = null;
  }
}
