import { z } from 'zod';
import { Lane, ProductCode, RequestId, Txn } from '../ids.ts';
import { BoardSerial, Boxes, By, Lot, Person, Reason, Stamp } from './fields.ts';

/** A request is accepted and its motor is about to turn. */
export const Turning = z.object({
  kind: z.literal('turning'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  /** The serial number of the board that gets the order. */
  board: BoardSerial,
  /**
   * The transaction that the board reported just before, 0 for none; null if such a board keeps
   * none.
   */
  before: z.int().min(0).max(4_294_967_295).nullable(),
  /** The lane's drop counter just before, if the board has one. */
  drops: z.int().min(0).max(4_294_967_295).optional(),
});

/** One box fell, seen by the sensor. */
export const Issued = z.object({
  kind: z.literal('issued'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
});

/** An attempt that gave nothing. */
export const NotIssued = z.object({
  kind: z.literal('not-issued'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  reason: Reason,
});

/** One box may have fallen, and nobody can know. */
export const Uncertain = z.object({
  kind: z.literal('uncertain'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
  reason: Reason,
});

/** An uncertain turn, settled by the board that came back or by a count. */
export const Settled = z.object({
  kind: z.literal('settled'),
  ...Stamp,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  issued: z.boolean(),
  by: z.enum(['board', 'count']),
});

/** Staff turned a motor for homing or testing; nothing of it is ever counted as issued. */
export const Tested = z.object({
  kind: z.literal('tested'),
  ...Stamp,
  lane: Lane,
  state: z.enum(['turning', 'done']),
  purpose: z.enum(['home', 'test-turn']),
  result: Reason.nullable(),
  by: By,
  person: Person,
  /**
   * For a test turn: its transaction on the board, which no dispense may use again [LBP/1 owes 1].
   */
  txn: Txn.optional(),
  /**
   * For the end of a test turn: how many boxes fell, which a `removed` line takes out of the books;
   * null if nobody can know, so the lane is not certain until it is counted. Absent in lines of
   * older kiosks.
   */
  fell: Boxes.nullable().optional(),
});
