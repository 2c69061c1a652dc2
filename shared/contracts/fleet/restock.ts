import { z } from 'zod';
import { LaneState } from '../lane-state.ts';
import { AreaCode, asOf, Cursor, ShownDay, several } from './common.ts';
import { Flag } from './flag.ts';
import { MachineRow, ProductStock } from './machine.ts';
import { SiteContact } from './site-contact.ts';

/**
 * GET /restock: the proposal for an area or for the chosen machines, including those that need
 * nothing.
 */
export const RestockQuery = z.object({
  region: AreaCode.optional(),
  /** Only these machines, in place of the proposal. */
  machine: several(z.string().max(32)),
  /** Also these machines, although they need nothing. */
  also: several(z.string().max(32)),
  /** All but these machines. */
  without: several(z.string().max(32)),
  cursor: Cursor.optional(),
  /** Stops on one page; if absent, all, which takes long for a whole province. */
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
export type RestockQuery = z.infer<typeof RestockQuery>;

/** One machine of a restock plan: what it needs, product by product. */
export const RestockVisit = z.object({
  ...MachineRow.pick({ machine: true, name: true, region: true, site: true }).shape,
  address: z.string().nullable(),
  /** The day by which it should be done; null if nothing runs out. */
  by: ShownDay.nullable(),
  boxes: z.int(),
  products: z.array(
    ProductStock.extend({
      why: z.enum(['out', 'minimum', 'cover', 'none']),
      /**
       * `takeOut` of `stock` must not be given out and is removed on the visit; then `add` boxes
       * are put in.
       */
      lanes: z.array(
        z.object({
          lane: z.int(),
          stock: z.int(),
          par: z.int(),
          takeOut: z.int(),
          add: z.int(),
          /** Whether its content can be given out; absent in plans of older versions. */
          state: LaneState.optional(),
        }),
      ),
    }),
  ),
  /** Lots to take out: expired, recalled or soon locked. */
  takeOut: z.array(
    z.object({
      lane: z.int(),
      product: z.string(),
      lot: z.string().nullable(),
      expires: z.string().nullable(),
      count: z.int(),
      why: z.enum(['expired', 'recalled', 'locked', 'expiring']),
    }),
  ),
});
export type RestockVisit = z.infer<typeof RestockVisit>;

/** A visit with what else the person needs to know who makes it. */
export const RestockStop = RestockVisit.extend({
  /** Whom to call at the site; null if nobody entered that. */
  contact: SiteContact.nullable(),
  /** What is to be repaired there, the worst first. */
  repairs: z.array(Flag),
});
export type RestockStop = z.infer<typeof RestockStop>;

/**
 * The sheet: by machine, and in sum. Also as `/restock.xlsx` and `/restock.csv` with the same
 * query.
 */
export const RestockPlan = z.object({
  asOf,
  day: ShownDay,
  region: AreaCode,
  /** The most pressing first. */
  stops: z.array(RestockStop),
  /** Stops on all pages; the sums also cover all of them. */
  total: z.int(),
  sum: z.array(z.object({ product: z.string(), boxes: z.int(), machines: z.int() })),
  takeOutSum: z.array(
    z.object({ product: z.string(), lot: z.string().nullable(), expires: z.string().nullable(), count: z.int() }),
  ),
  next: Cursor.nullable(),
});
export type RestockPlan = z.infer<typeof RestockPlan>;
