import { withNullPrototype } from '../../../shared/contracts/null-prototype.ts';
import type { BoardOrder, NothingFell, TurnResult } from '../port.ts';
import { type BoardReading, readBoard } from './board-reading.ts';
import { FRESH_READING_MS, MAX_BOXES, RUNNING_POLL_MS } from './limits.ts';
import type { Hello, LaneReading, Message } from './messages.ts';
import { ask, awaitEvent, type Procedure } from './procedure.ts';
import { laneStateOnce, STATUS, vend } from './questions.ts';
import { endOf, type TurnInDoubt, type Verdict, verdict } from './verdict.ts';

/** A turn as the driver keeps it until its end is known, over losses and restarts of the board. */
export interface Turn extends TurnInDoubt {
  /**
   * The order may go out before this time only; never for a turn that is just settled [LBP/1 owes
   * 5].
   */
  readonly startBeforeMonoMs: number;
  /** Whether an order has, or may have, gone out. */
  ordered: boolean;
  /**
   * When the first order went out, and the board's BOOTS then; null if a process before this one
   * may have sent it.
   */
  firstOrder: { readonly monoMs: number; readonly boots: number } | null;
  /** Whether the board confirmed that it took the order. */
  accepted: boolean;
  refusal: NothingFell | null;
  /** The lane's DROPS just before, if known. */
  readonly drops: number | null;
}

/**
 * A turn that the core orders now. `drops` is the lane's DROPS just before, null if it is not
 * known.
 */
export function newTurn(order: Extract<BoardOrder, { kind: 'vend' }>, drops: number | null): Turn {
  return {
    txn: order.txn,
    lane: order.lane,
    board: order.reading.serial,
    before: order.reading.before,
    startBeforeMonoMs: order.startBeforeMonoMs,
    drops,
    ordered: false,
    accepted: false,
    firstOrder: null,
    refusal: null,
  };
}

/**
 * A turn of an earlier process: its order may have gone out, and never goes out again [LBP/1 owes
 * 5].
 */
export function settledTurn(turn: Extract<BoardOrder, { kind: 'settle' }>['turn']): Turn {
  const never = Number.NEGATIVE_INFINITY;
  return {
    ...turn,
    startBeforeMonoMs: never,
    drops: null,
    ordered: true,
    accepted: false,
    firstOrder: null,
    refusal: null,
  };
}

/** How a turn ended, and what was seen of the board just after. */
export interface TurnEnd {
  readonly result: TurnResult;
  /** The lane as read just after, if it answered. */
  readonly lane: LaneReading | null;
  /** Which board answered when it was last asked. */
  readonly hello: Hello;
}

/** It is proved that the motor never moved. */
export const NOT_STARTED: TurnResult = { kind: 'none', reason: 'not-started' };

const REFUSALS: Record<string, NothingFell> = withNullPrototype({
  DOOR: 'door',
  JAM: 'jam',
  BUSY: 'busy',
  LANE: 'absent',
});

/**
 * Turns the motor once, or finds out how that turn ended. `last` is the last reading, if nothing
 * happened since.
 */
export function* turnProcedure(turn: Turn, last: BoardReading | null, startMonoMs: number): Procedure<TurnEnd> {
  let reading = last !== null && startMonoMs - last.sinceMonoMs <= FRESH_READING_MS ? last : yield* readBoard();
  for (let monoMs = Math.max(startMonoMs, reading.monoMs); ; monoMs = reading.monoMs) {
    const seen = yield* evaluate(turn, reading);
    let end: TurnResult | null = null;
    if (seen === 'running') end = yield* awaitDone(turn, monoMs);
    else if (seen !== 'untouched') end = seen;
    else if (turn.accepted) end = { kind: 'unknown', reason: 'unclear' };
    else if (turn.refusal !== null) end = { kind: 'none', reason: turn.refusal };
    else if (monoMs >= turn.startBeforeMonoMs) end = NOT_STARTED;
    else end = yield* order(turn, reading, monoMs);

    if (end !== null) return yield* look(turn, end, reading.hello);
    reading = yield* readBoard();
  }
}

function* evaluate(turn: Turn, reading: BoardReading): Procedure<Verdict> {
  if (!turn.ordered) return sameBoardAndTxn(turn, reading) ? 'untouched' : NOT_STARTED;
  const sameRun = reading.last.result === 'NONE' && turn.before === 0 && (yield* isSameRun(turn));
  return verdict(turn, reading, sameRun);
}

/** Whether the board has been up since before the first order, so that its memory is the same. */
function* isSameRun({ firstOrder }: Turn): Procedure<boolean> {
  if (firstOrder === null) return false;
  const { value, monoMs } = yield* ask(STATUS);
  return value.boots === firstOrder.boots && value.uptimeS * 1_000 > monoMs - firstOrder.monoMs;
}

/**
 * Whether the board is still the one that the turn was recorded for, with the same last transaction
 * [LBP/1 owes 2].
 */
const sameBoardAndTxn = (turn: Turn, reading: BoardReading): boolean =>
  reading.hello.serial === turn.board && reading.last.txn === turn.before;

/**
 * Sends the VEND and reads the immediate answer; null if only a new reading can decide [LBP/1 owes
 * 3]. A final result at once belongs to an older turn, perhaps to another board's, so it is read
 * again.
 */
function* order(turn: Turn, reading: BoardReading, monoMs: number): Procedure<TurnResult | null> {
  if (!turn.ordered) turn.firstOrder = { monoMs, boots: reading.hello.boots };
  turn.ordered = true;
  const answer = yield* ask(vend(turn.txn, turn.lane));
  if (answer.kind === 'err') turn.refusal = REFUSALS[answer.code] ?? 'refused';
  if (answer.kind !== 'ok' || answer.value.result !== 'RUNNING') return null;
  turn.accepted = true;
  return yield* awaitDone(turn, answer.monoMs);
}

function* awaitDone(turn: Turn, monoMs: number): Procedure<TurnResult | null> {
  const { message } = yield* awaitEvent((event) => doneOf(turn, event) !== null, monoMs + RUNNING_POLL_MS);
  return message === null ? null : doneOf(turn, message);
}

/** The end of this turn, if the message reports it. */
function doneOf(turn: Turn, message: Message): TurnResult | null {
  if (message.is !== 'done') return null;
  const { txn, lane, result } = message.transaction;
  if (txn !== turn.txn || lane !== turn.lane || result === 'RUNNING' || result === 'NONE') return null;
  return endOf(result);
}

/** Reads the lane once more: two boxes may have fallen although the board reported one. */
function* look(turn: Turn, result: TurnResult, hello: Hello): Procedure<TurnEnd> {
  if (!turn.ordered || result.kind === 'unknown') return { result, lane: null, hello };
  const answer = yield* ask(laneStateOnce(turn.lane));
  if (answer.kind !== 'ok') return { result, lane: null, hello };
  const lane = answer.value;
  const boxes = turn.drops === null ? 0 : lane.drops - turn.drops;
  return {
    result: result.kind === 'one' && boxes > 1 && boxes <= MAX_BOXES ? { kind: 'more', boxes } : result,
    lane,
    hello,
  };
}
