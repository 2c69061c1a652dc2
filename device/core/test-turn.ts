import type { Fact } from '../../shared/contracts/events.ts';
import { type Lane, Txn } from '../../shared/contracts/ids.ts';
import { laneStock, testTurnDrop } from '../../shared/ledger/books.ts';
import type { BoardEvent, TurnResult } from '../board/port.ts';
import { refuse } from './act.ts';
import { acting, type Decision } from './decision.ts';
import { isDoorOpen } from './door.ts';
import { whoOf } from './entry/booking.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { Refusal } from './reply.ts';
import type { RuntimeState } from './runtime-state.ts';
import type { TestTurn } from './screen/staff/state.ts';
import { staffTicket } from './screen/ticket.ts';

type Looked = Extract<BoardEvent, { kind: 'looked' }>;

/**
 * Staff turn a motor once, to see whether it gives a box. It is recorded before the motor moves. A
 * box that falls is booked as taken out by them and is never counted as issued, here and in any
 * version that folds the ledger.
 */
export function beginTestTurn(
  facts: Facts,
  runtime: RuntimeState,
  { lane, by, person }: Pick<TestTurn, 'lane' | 'by' | 'person'>,
  now: Now,
): Decision {
  const refusal = cannotTest(facts, runtime, lane);
  if (refusal !== null) return acting(runtime, refuse(staffTicket, refusal, lane));
  return acting(
    { ...runtime, testTurn: { lane, by, person, txn: null, sinceMonoMs: now.monoMs } },
    { kind: 'order', order: { kind: 'look', lane } },
  );
}

function cannotTest(facts: Facts, runtime: RuntimeState, lane: Lane): Refusal | null {
  if (!facts.books.lanes.has(lane)) return 'unknown-lane';
  if (runtime.dispensing || runtime.homing || runtime.testTurn) return 'busy';
  if (runtime.board.state !== 'ready') return runtime.board.state === 'starting' ? 'starting' : 'board-lost';
  if (runtime.disk !== null) return 'cannot-write';
  return isDoorOpen(facts, runtime) ? 'door-open' : null;
}

/** Ends a test whose motor never turned: nothing is recorded. */
const notTurned = (runtime: RuntimeState, { lane }: TestTurn, refusal: Refusal): Decision =>
  acting({ ...runtime, testTurn: null }, refuse(staffTicket, refusal, lane));

/** The board was read for a test: records the turn, then lets the motor turn. Null if for none. */
export function testLooked(runtime: RuntimeState, facts: Facts, seen: Looked, now: Now): Decision | null {
  const { testTurn } = runtime;
  if (testTurn === null || testTurn.txn !== null || testTurn.lane !== seen.lane) return null;
  const txn = Txn.safeParse(Math.max(facts.books.lastTxn, seen.reading.before ?? 0) + 1);
  if (seen.door === 'open') return notTurned(runtime, testTurn, 'door-open');
  if (!txn.success || seen.hardware === 'absent') return notTurned(runtime, testTurn, 'lane-fault');
  const { lane } = testTurn;
  const begun: Fact = {
    kind: 'tested',
    lane,
    state: 'turning',
    purpose: 'test-turn',
    result: null,
    txn: txn.data,
    ...whoOf(testTurn),
  };
  const startBeforeMonoMs = now.monoMs + limits.orderWithinMs;
  return {
    record: [begun],
    runtime: { ...runtime, testTurn: { ...testTurn, txn: txn.data, sinceMonoMs: now.monoMs } },
    act: [{ kind: 'order', order: { kind: 'vend', txn: txn.data, lane, reading: seen.reading, startBeforeMonoMs } }],
  };
}

/** The board could not be read for a test. Null if there is none. */
export const testNotStarted = (runtime: RuntimeState, refusal: Refusal): Decision | null =>
  runtime.testTurn !== null && runtime.testTurn.txn === null ? notTurned(runtime, runtime.testTurn, refusal) : null;

/** A turn ended; null if it was no test. */
export function testTurned(
  facts: Facts,
  runtime: RuntimeState,
  { txn, result }: Extract<BoardEvent, { kind: 'turned' }>,
): Decision | null {
  const { testTurn } = runtime;
  return testTurn?.txn === txn ? ended(facts, runtime, testTurn, result) : null;
}

/** How many boxes fell; null if nobody can know. */
function fellIn(result: TurnResult): number | null {
  switch (result.kind) {
    case 'one':
      return 1;
    case 'more':
      return result.boxes;
    case 'none':
      return 0;
    case 'unknown':
      return null;
  }
}

function ended(facts: Facts, runtime: RuntimeState, test: TestTurn, result: TurnResult): Decision {
  const { lane } = test;
  const fell = fellIn(result);
  const said = 'reason' in result ? result.reason : `fell-${result.kind}`;
  const about = { kind: 'tested', lane, state: 'done', purpose: 'test-turn', result: said, fell } as const;
  const txn = Txn.safeParse(test.txn);
  const record: Fact[] = [{ ...about, ...(txn.success ? { txn: txn.data } : {}), ...whoOf(test) }];
  const book = facts.books.lanes.get(lane);
  if (book && fell !== null && fell > 0)
    record.push({
      kind: 'removed',
      lane,
      product: book.product,
      lot: book.lots[0]?.lot ?? null,
      removed: fell,
      stock: Math.max(0, laneStock(book) - fell),
      reason: testTurnDrop,
      ...whoOf(test),
    });
  const state = fell === null ? null : fell > 0 ? 'ready' : stateAfter(result);
  if (book && state !== null && book.condition !== state) record.push({ kind: 'lane', lane, state, reason: 'tested' });
  return {
    record,
    runtime: { ...runtime, testTurn: null },
    act: [{ kind: 'reply', ticket: staffTicket, reply: { kind: 'done', warnings: [], fell } }],
  };
}

/** The state of a lane whose motor turned without a box; null if that says nothing about it. */
function stateAfter(result: TurnResult): 'jam' | 'absent' | 'empty' | null {
  if (result.kind !== 'none') return null;
  if (result.reason === 'no-drop') return 'empty';
  return result.reason === 'jam' || result.reason === 'absent' ? result.reason : null;
}

/** When the test under way must be checked again, as monotonic ms. */
export const testDueMonoMs = ({ sinceMonoMs, txn }: TestTurn): number =>
  sinceMonoMs + (txn === null ? limits.lookWithinMs : limits.answerWithinMs);

/** A test that never ended: the board was lost, or stayed silent. Null if none is overdue. */
export function testTurnDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  const { testTurn, board, disk } = runtime;
  if (testTurn === null) return null;
  if (board.state === 'ready' && now.monoMs < testDueMonoMs(testTurn)) return null;
  if (testTurn.txn === null) return notTurned(runtime, testTurn, 'board-lost');
  if (disk !== null) return null;
  return ended(facts, runtime, testTurn, { kind: 'unknown', reason: 'no-answer' });
}
