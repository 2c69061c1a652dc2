import { z } from 'zod';
import { Lane, ProductCode, TypedLot } from '../ids.ts';
import { Boxes, By, Expires, Lot, Reason, Stamp } from './fields.ts';

/** Boxes put in behind what is there; `stock` is the count after. */
export const Restocked = z.object({
  kind: z.literal('restocked'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
  /** The lot as staff typed it, where that is another spelling. */
  lotTyped: TypedLot.optional(),
  expires: Expires,
  added: Boxes,
  stock: Boxes,
  by: By,
});

/**
 * A stock-take; the difference from `was` is booked, nothing is overwritten. `lots` says which lots the difference is of.
 * `kept`: boxes of no lot first, and what an earlier count took away is back where this one corrects it. Absent in lines
 * of older kiosks, which stay as they were folded then: missing boxes left from the front.
 */
export const Counted = z.object({
  kind: z.literal('counted'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  stock: Boxes,
  was: Boxes,
  lots: z.string().max(16).optional(),
  by: By,
});

/** Boxes taken out, front first. */
export const Removed = z.object({
  kind: z.literal('removed'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
  removed: Boxes,
  stock: Boxes,
  reason: Reason,
  by: By,
});
