import type { Lane, Txn } from '../../../shared/contracts/ids.ts';
import type { NothingFell, TurnResult } from '../port.ts';
import type { BoardReading } from './board-reading.ts';
import type { FinalResult } from './messages.ts';

/** What the verdict on a turn depends on. */
export interface TurnInDoubt {
  readonly txn: Txn;
  readonly lane: Lane;
  /** The serial of the board that was asked. */
  readonly board: string;
  /** The t that board showed just before, 0 for none. */
  readonly before: number | null;
  /** The board's own refusal of the only order that reached it. */
  readonly refusal: NothingFell | null;
}

/**
 * What a reading proves about a turn: its end, that its motor turns now, or that the order never
 * arrived.
 */
export type Verdict = TurnResult | 'running' | 'untouched';

const ENDS: Record<FinalResult, TurnResult> = {
  DROPPED: { kind: 'one' },
  NODROP: { kind: 'none', reason: 'no-drop' },
  JAM: { kind: 'none', reason: 'jam' },
  UNKNOWN: { kind: 'unknown', reason: 'power-lost' },
};

/** The outcome for a final result [LBP/1 final results]. */
export const endOf = (result: FinalResult): TurnResult => ENDS[result];

/**
 * What is proved about a turn [LBP/1 owes 4]. Our t on our board settles it. Exactly the t from
 * before proves that nothing moved. Anything else proves nothing. NONE is not a t: it proves
 * something only if `sameRun` says that the board has not started since the order, and so can't
 * have lost its memory.
 */
export function verdict(turn: TurnInDoubt, reading: BoardReading, sameRun: boolean): Verdict {
  const { hello, last } = reading;
  const doubt = (reason: 'board-swapped' | 'board-forgot' | 'unclear'): TurnResult =>
    turn.refusal === null ? { kind: 'unknown', reason } : { kind: 'none', reason: turn.refusal };

  if (hello.serial !== turn.board) return doubt('board-swapped');
  if (last.result === 'NONE') {
    return turn.before === 0 && sameRun ? 'untouched' : doubt('board-forgot');
  }
  if (last.txn === turn.txn) {
    if (last.lane !== turn.lane) return doubt('unclear');
    return last.result === 'RUNNING' ? 'running' : endOf(last.result);
  }
  if (last.txn === turn.before) return 'untouched';
  return doubt(turn.before !== null && last.txn < turn.before ? 'board-forgot' : 'unclear');
}
