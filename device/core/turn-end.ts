import type { Fact } from '../../shared/contracts/events.ts';
import type { Turn } from '../../shared/ledger/books.ts';
import type { BoardEvent, TurnResult } from '../board/port.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { finish, giveUp, nextLane, refuseAll } from './dispense.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { Answer } from './reply.ts';
import type { Dispensing, RuntimeState } from './runtime-state.ts';
import { doubleDrops, suspicion } from './sensor.ts';

type Turned = Extract<BoardEvent, { kind: 'turned' }>;

/** A turn has ended, or its end is known at last: first the books, then the answer. */
export function turned(facts: Facts, runtime: RuntimeState, end: Turned, now: Now): Decision {
  const next = { ...runtime, settling: runtime.settling === end.txn ? null : runtime.settling };
  const turn = facts.books.turning;
  if (turn?.txn === end.txn) return closeTurn(facts, next, turn, end.result, now);
  const doubted = facts.books.uncertain.get(end.txn);
  if (doubted && doubted.board !== '')
    return { record: settlement(facts, doubted, end.result), runtime: next, act: [] };
  return nothing(next);
}

/**
 * The lines that settle the books when the board has come back; the answer that was given remains
 * [LBP/1 owes 6].
 */
function settlement(facts: Facts, { txn, lane, product, lot }: Turn, result: TurnResult): Fact[] {
  if (result.kind === 'unknown') return [];
  const issued = result.kind !== 'none';
  return [
    { kind: 'settled', txn, lane, product, issued, by: 'board' },
    ...surplus(facts, { lane, product, lot }, 0, result),
  ];
}

function closeTurn(facts: Facts, runtime: RuntimeState, turn: Turn, result: TurnResult, now: Now): Decision {
  const { request, txn, lane, product, lot } = turn;
  const about = { request, txn, lane, product };
  const dispensing = runtime.dispensing?.request === request ? runtime.dispensing : null;
  switch (result.kind) {
    case 'one':
    case 'more': {
      const record: Fact[] = [{ kind: 'issued', ...about, lot }, ...surplus(facts, { lane, product, lot }, 1, result)];
      return finish(runtime, dispensing, record, { request, outcome: 'issued', reason: null, lane, txn });
    }
    case 'unknown': {
      const record: Fact[] = [{ kind: 'uncertain', ...about, lot, reason: result.reason }];
      const suspect = suspicion(facts.books, turn, 'unknown');
      if (suspect) record.push(suspect);
      return finish(runtime, dispensing, record, { request, outcome: 'uncertain', reason: result.reason, lane, txn });
    }
    case 'none': {
      const { reason } = result;
      const record: Fact[] = [{ kind: 'not-issued', ...about, reason }];
      if (reason === 'no-drop') record.push({ kind: 'lane', lane, state: 'empty', reason });
      if (reason === 'jam' || reason === 'absent') record.push({ kind: 'lane', lane, state: reason, reason });
      const suspect = reason === 'no-drop' ? suspicion(facts.books, turn, reason) : null;
      if (suspect) record.push(suspect);
      const answer: Answer = { request, outcome: 'not-issued', reason, lane, txn };
      const another = !suspect && (reason === 'no-drop' || reason === 'jam' || reason === 'absent');
      if (!dispensing || !another) return finish(runtime, dispensing, record, answer);
      return nextLane(facts, runtime, dispensing, record, answer, now);
    }
  }
}

/**
 * A second box in one turn left the lane without a request. It is booked as taken out, and the
 * machine stops [rules, hard stop].
 */
function surplus(
  facts: Facts,
  from: Pick<Turn, 'lane' | 'product' | 'lot'>,
  taken: number,
  result: TurnResult,
): Fact[] {
  return result.kind === 'more' ? doubleDrops(facts.books, from, taken, result.boxes - 1) : [];
}

/** When the request under way must be checked again, as monotonic ms. */
export function dispenseDeadlineMonoMs(dispensing: Dispensing): number {
  return dispensing.phase === 'looking'
    ? dispensing.phaseMonoMs + limits.lookWithinMs
    : dispensing.firstMonoMs + limits.answerWithinMs;
}

/**
 * Every waiting caller gets an answer in bounded time: `uncertain` if the board stays silent [LBP/1
 * owes 6].
 */
export function dispenseOverdue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  const { dispensing } = runtime;
  if (!dispensing || now.monoMs < dispenseDeadlineMonoMs(dispensing)) return null;
  const turn = facts.books.turning;
  if (dispensing.phase === 'looking' || !turn) return giveUp(facts, runtime, dispensing, 'board-lost');
  if (runtime.disk !== null) return dispenseUnrecorded(runtime);
  return closeTurn(facts, runtime, turn, { kind: 'unknown', reason: 'no-answer' }, now);
}

/**
 * The end of the turn under way can't be recorded, so it is not an answer yet. Waiting callers are
 * informed, and may ask again with the same request. null if nobody waits.
 */
export function dispenseUnrecorded(runtime: RuntimeState): Decision | null {
  const { dispensing } = runtime;
  if (!dispensing || dispensing.tickets.length === 0) return null;
  return acting({ ...runtime, dispensing: { ...dispensing, tickets: [] } }, ...refuseAll(dispensing, 'cannot-write'));
}
