import type { EventOf } from '../../shared/contracts/events.ts';
import type { Lane, LedgerId, RequestId, Txn } from '../../shared/contracts/ids.ts';
import type { LaneFault } from '../board/model/cabinet-lines.ts';

/** One `turning` line on a disk, how the books have it, and what really happened. */
export interface WatchedTurn {
  readonly request: RequestId;
  readonly txn: Txn;
  readonly lane: Lane;
  readonly board: string;
  readonly ledger: LedgerId;
  booked: 'open' | 'issued' | 'not-issued' | 'uncertain';
  /**
   * The result by a later line: one fell or none fell, and who reported it; null without such a
   * line.
   */
  settled: { readonly issued: boolean; readonly by: 'board' | 'count' } | null;
  /** Whether a `sensor` line put it in doubt after it was booked as `not-issued`. */
  doubted: boolean;
  /**
   * The motor's turn: its number in the cabinet, and the lane's fault and sensor at that moment.
   */
  real: { readonly turn: number; readonly fault: LaneFault; readonly blind: boolean; readonly stuck: boolean } | null;
  /** Boxes that really fell in it. */
  fell: number;
  /**
   * Whether the sensor was wrong meanwhile: it was blind or stuck, or saw a late box of another
   * turn.
   */
  sensorUnreliable: boolean;
}

/** The turn that a `turning` line begins: its outcome is open, and no motor has moved for it. */
export const watchedTurn = ({ request, txn, lane, board }: EventOf<'turning'>, ledger: LedgerId): WatchedTurn => ({
  request,
  txn,
  lane,
  board,
  ledger,
  booked: 'open',
  settled: null,
  doubted: false,
  real: null,
  fell: 0,
  sensorUnreliable: false,
});

/** Checks what is booked for a turn against what fell in it. */
export function checkTruth(turn: WatchedTurn, check: (holds: boolean, rule: string, what: () => string) => void): void {
  const { booked, settled, real, fell, txn } = turn;
  // With a faulty sensor the books may be wrong: at most one box is missing or too many [the
  // promise, what is not promised].
  const lies = turn.sensorUnreliable || (real !== null && (real.blind || real.stuck || real.fault === 'late'));
  const max = real?.fault === 'double' ? 2 : real === null ? 0 : 1;
  check(fell <= max, 'one turn, one box', () => `txn ${txn} dropped ${fell}`);
  if (lies || booked === 'open') return;
  const said =
    settled?.by === 'board' ? settled.issued : booked === 'issued' ? true : booked === 'not-issued' ? false : null;
  if (said === null || (turn.doubted && settled === null)) return;
  // A falling box is counted when it will be seen: `issued` is written when the sensor has seen it.
  check(
    said ? fell >= 1 : fell === 0,
    said ? 'issued: one box fell' : 'not issued: none fell',
    () => `txn ${txn} of lane ${turn.lane} is booked as ${said ? 'issued' : 'not issued'}, and ${fell} fell`,
  );
}

/**
 * Notes the turns to which the sensor may attribute a box that is not theirs. A board that was
 * installed while the box was falling takes it for a box of its own last turn, and a box that fell
 * late is taken for one of a later turn. `inOrder` has the turns in the order of their motors.
 */
export function noteTakenForAnother(
  { by, turn: motor }: { readonly by: string | null; readonly turn: number },
  turn: WatchedTurn,
  all: readonly WatchedTurn[],
  inOrder: readonly WatchedTurn[],
): void {
  if (by !== null && by !== turn.board) for (const other of all) if (other.board === by) other.sensorUnreliable = true;
  for (let at = inOrder.length - 1; at >= 0; at -= 1) {
    const later = inOrder[at];
    if (!later?.real || later.real.turn <= motor) break;
    later.sensorUnreliable = true;
  }
}
