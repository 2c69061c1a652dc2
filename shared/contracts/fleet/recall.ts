import { z } from 'zod';
import { LotNumber, ProductCode } from '../ids.ts';
import { typedLine } from '../text.ts';
import { AreaCode, asOf, Cursor, Moment, Note, pageLimit, Text } from './common.ts';

/** The most lots of one recall. */
const lotsMax = 100;

/**
 * The lots of a recall, each once; null: every lot of the product, also boxes whose lot nobody
 * knows.
 */
const Lots = z
  .array(LotNumber)
  .min(1)
  .max(lotsMax)
  .overwrite((lots) => [...new Set(lots)])
  .nullable();

/**
 * POST /recalls: lots of a product are called back in every machine of an area while the recall is
 * open.
 */
export const NewRecall = z.object({
  region: AreaCode,
  product: ProductCode,
  lots: Lots,
  reason: Text,
  /** The number of the notice that calls them back. */
  reference: typedLine(64).nullable().default(null),
});
export type NewRecall = z.infer<typeof NewRecall>;

/** POST /recalls/{id}/end */
export const EndRecall = z.object({
  note: Note.refine((note) => note !== '', '请填写说明原因的备注 · a note that says why'),
});
export type EndRecall = z.infer<typeof EndRecall>;

/** A recall as it was entered; `ended` is null while it is open. */
export const AreaRecall = z.object({
  id: z.string(),
  region: AreaCode,
  product: ProductCode,
  lots: z.array(z.string()).nullable(),
  reason: z.string(),
  reference: z.string().nullable(),
  at: Moment,
  by: z.string(),
  ended: z.object({ at: Moment, by: z.string(), note: z.string() }).nullable(),
});
export type AreaRecall = z.infer<typeof AreaRecall>;

/**
 * The state of a recall at a machine. `in-force`: the machine's own ledger says that these lots are
 * called back. `asked`: it is asked so, and has not confirmed it. `not-asked`: its lanes are not
 * known yet; it is asked when it is heard. Of an ended recall: `lifting` the lots are still called
 * back there, `kept` another recall asks for the same, `lifted` none of them is called back.
 */
export const RecallState = z.enum(['in-force', 'asked', 'not-asked', 'lifting', 'kept', 'lifted']);
export type RecallState = z.infer<typeof RecallState>;

/** Boxes that stand in a lane by the books. */
export const LotInLane = z.object({
  lane: z.int(),
  product: z.string(),
  /** Null if nobody entered it: such boxes may be of any lot. */
  lot: z.string().nullable(),
  expires: z.string().nullable(),
  count: z.int(),
});
export type LotInLane = z.infer<typeof LotInLane>;

/**
 * A recall with its figures over the machines that the asker may see; retired machines are left
 * out.
 */
export const RecallView = AreaRecall.extend({
  /** Machines by the state of the recall there. */
  machines: z.object({ total: z.int(), inForce: z.int(), waiting: z.int() }),
  /**
   * Boxes of the lots in lanes, boxes of the product whose lot nobody knows, and the machines that
   * hold any of them.
   */
  boxes: z.object({ known: z.int(), unknown: z.int(), machines: z.int() }),
});
export type RecallView = z.infer<typeof RecallView>;

/** GET /recalls?region= */
export const RecallQuery = z.object({ region: AreaCode.optional() });
/** Recalls that reach into an area: the open ones first, then the newest first. */
export const RecallList = z.object({ asOf, recalls: z.array(RecallView) });
export type RecallList = z.infer<typeof RecallList>;

/**
 * GET /recalls/{id}/machines: `show` only those where it is not in force yet, or only those with
 * such boxes.
 */
export const RecallMachineQuery = z.object({
  show: z.enum(['all', 'waiting', 'boxes']).default('all'),
  cursor: Cursor.optional(),
  limit: pageLimit(200, 50),
});
export type RecallMachineQuery = z.infer<typeof RecallMachineQuery>;

/** One page of a recall's machines, by their ids. */
export const RecallMachines = z.object({
  asOf,
  total: z.int(),
  machines: z.array(
    z.object({
      machine: z.string(),
      name: z.string(),
      region: AreaCode,
      state: RecallState,
      lanes: z.array(LotInLane),
      /** Boxes of the lots that its ledgers ever gave out, and those still in doubt. */
      issued: z.int(),
      uncertain: z.int(),
      /** When the last of them was given out. */
      lastIssued: Moment.nullable(),
    }),
  ),
  next: Cursor.nullable(),
});
export type RecallMachines = z.infer<typeof RecallMachines>;

/** GET /lots?lot=: machines with boxes whose lot, normalised, contains what is asked for. */
export const LotQuery = z.object({
  lot: z.string().max(64),
  region: AreaCode.optional(),
  cursor: Cursor.optional(),
  limit: pageLimit(200, 50),
});
export type LotQuery = z.infer<typeof LotQuery>;
/** One page of such machines, by their ids; empty if fewer than two characters are asked for. */
export const LotList = z.object({
  asOf,
  /** The normalised form that was searched for. */
  lot: z.string(),
  total: z.int(),
  boxes: z.int(),
  machines: z.array(z.object({ machine: z.string(), name: z.string(), region: AreaCode, lanes: z.array(LotInLane) })),
  next: Cursor.nullable(),
});
export type LotList = z.infer<typeof LotList>;
