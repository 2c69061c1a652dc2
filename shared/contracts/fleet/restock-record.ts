import { z } from 'zod';
import { AreaCode, asOf, CountyCode, Cursor, Day, Moment, pageLimit, ShownDay, several } from './common.ts';
import { UncountedReason } from './uncounted.ts';

/** What staff did: put boxes into a lane, counted a lane, or took boxes out. */
export const RestockRecordKind = z.enum(['restocked', 'counted', 'removed']);
export type RestockRecordKind = z.infer<typeof RestockRecordKind>;

/**
 * GET /restock-records: what staff put in, took out and counted, the newest first. `from` and `to`
 * are local days of the fleet's time zone, both included. `person` and `lot` are compared in any
 * width and letter case.
 */
export const RestockRecordQuery = z.object({
  region: AreaCode.optional(),
  machine: z.string().max(32).optional(),
  from: Day.optional(),
  to: Day.optional(),
  kind: several(RestockRecordKind),
  product: z.string().max(16).optional(),
  person: z.string().max(64).optional(),
  lot: z.string().max(64).optional(),
  cursor: Cursor.optional(),
  limit: pageLimit(1000, 100),
});
export type RestockRecordQuery = z.infer<typeof RestockRecordQuery>;

/** A ledger line that says what staff put into a lane, took out of it or counted in it. */
export const RestockRecord = z.object({
  ledger: z.string(),
  seq: z.int(),
  machine: z.string(),
  /** Name, county and site of the machine on that day. */
  name: z.string(),
  region: CountyCode,
  site: z.string(),
  at: Moment,
  day: ShownDay,
  /** True if the kiosk's clock was wrong and the time was derived. */
  corrected: z.boolean(),
  /** Why it is not counted; null if it is. */
  uncounted: UncountedReason.nullable(),
  kind: RestockRecordKind,
  lane: z.int(),
  product: z.string(),
  /** The lot that was put in or taken out; null if nobody entered it, and for a count. */
  lot: z.string().nullable(),
  /** The last usable day of the boxes that were put in, as it was entered; null otherwise. */
  expires: z.string().nullable(),
  /** Boxes put in and taken out. */
  added: z.int(),
  removed: z.int(),
  /** Boxes that a count found more than the books said, below 0 if it found less. */
  difference: z.int(),
  /** Boxes in the lane afterwards; for a count, the boxes that were counted. */
  stock: z.int(),
  /** Boxes in the lane by the books before a count; null otherwise. */
  was: z.int().nullable(),
  /** Why boxes were taken out, or why a count differs from the books; null if nobody said. */
  reason: z.string().nullable(),
  /** Who did it, as entered at the kiosk. */
  by: z.string(),
  /**
   * Their id in the list of staff, if they signed in with a PIN of their own; null if the name was
   * only entered.
   */
  person: z.string().nullable(),
});
export type RestockRecord = z.infer<typeof RestockRecord>;

/** One page of restock records. */
export const RestockRecordList = z.object({
  asOf,
  region: AreaCode,
  records: z.array(RestockRecord),
  /**
   * Machines of the area whose older records are still being filled in after an upgrade; 0 if the
   * list is complete.
   */
  unfilled: z.int(),
  next: Cursor.nullable(),
});
export type RestockRecordList = z.infer<typeof RestockRecordList>;
