import type { Lane, Txn } from '../../../shared/contracts/ids.ts';
import { ASK_TRIES, GREETING_TRIES } from './limits.ts';
import type { Hello, LaneReading, Status, Transaction } from './messages.ts';
import { readHello, readLane, readStatus, readTransaction } from './messages.ts';

/** How a question may end without an answer. */
export type Failure = 'err' | 'silence';

/**
 * A request and how its answer is read. If `read` refuses an answer, it belongs to another request
 * or is damaged, and is ignored.
 */
export interface Question<A, F extends Failure = Failure> {
  readonly body: string;
  read(args: readonly string[]): A | null;
  /** How often the same line is sent, at most. */
  readonly tries: number;
  /**
   * The failures that are reported to the caller; at any other failure the board counts as lost.
   */
  readonly reports: readonly F[];
}

export const HELLO: Question<Hello, never> = { body: 'HELLO', read: readHello, tries: ASK_TRIES, reports: [] };

/** The HELLO to a board that may still be starting. */
export const FIRST_HELLO: Question<Hello, never> = { ...HELLO, tries: GREETING_TRIES };

export const STATUS: Question<Status, never> = { body: 'STATUS', read: readStatus, tries: ASK_TRIES, reports: [] };

export const TXN: Question<Transaction, never> = { body: 'TXN', read: readTransaction, tries: ASK_TRIES, reports: [] };

function readThisLane(lane: Lane): (args: readonly string[]) => LaneReading | null {
  return (args) => {
    const answer = readLane(args);
    return answer?.lane === lane ? answer : null;
  };
}

/** The lane's state. A refusal says that there is no such lane. */
export function laneState(lane: Lane): Question<LaneReading, 'err'> {
  return { body: `LANE ${lane}`, read: readThisLane(lane), tries: ASK_TRIES, reports: ['err'] };
}

/** The lane's state, asked for only once. */
export function laneStateOnce(lane: Lane): Question<LaneReading> {
  return { body: `LANE ${lane}`, read: readThisLane(lane), tries: 1, reports: ['err', 'silence'] };
}

/**
 * Starts the one turn. It is sent once: questions may be repeated, a VEND may not [LBP/1 owes 3].
 */
export function vend(txn: Txn, lane: Lane): Question<Transaction> {
  const read = (args: readonly string[]): Transaction | null => {
    const answer = readTransaction(args);
    return answer?.txn === txn && answer.lane === lane ? answer : null;
  };
  return { body: `VEND ${txn} ${lane}`, read, tries: 1, reports: ['err', 'silence'] };
}

/** Homes a lane's motor. */
export function clear(lane: Lane): Question<true, 'err'> {
  const read = (args: readonly string[]): true | null =>
    args.length === 2 && args[0] === String(lane) && args[1] === 'RUNNING' ? true : null;
  return { body: `CLEAR ${lane}`, read, tries: ASK_TRIES, reports: ['err'] };
}
