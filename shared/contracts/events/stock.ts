import { z } from 'zod';
import { LabelId, Lane, ProductCode, TypedLot } from '../ids.ts';
import { Boxes, By, Expires, Lot, Person, Reason, Stamp } from './fields.ts';

/** Boxes were put in behind the existing ones; `stock` is the count after that. */
export const Restocked = z.object({
  kind: z.literal('restocked'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
  /** The lot as staff typed it, if that is another spelling. */
  lotTyped: TypedLot.optional(),
  expires: Expires,
  added: Boxes,
  stock: Boxes,
  /** Who made them, if staff or the label of the bag said so. */
  maker: z.string().min(1).max(64).optional(),
  /** The bag that they came in, by the id on its label: a label counts once. */
  bag: LabelId.optional(),
  by: By,
  person: Person,
});

/**
 * A stock-take. The difference from `was` is booked; nothing is overwritten. `lots` says which lots
 * the difference is taken from. `kept`: boxes without a lot first, and boxes that an earlier count
 * removed are restored if this one corrects it. Absent in lines of older kiosks, which are folded
 * as they were then: missing boxes leave from the front.
 */
export const Counted = z.object({
  kind: z.literal('counted'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  stock: Boxes,
  was: Boxes,
  lots: z.string().max(16).optional(),
  /** Why it differs from `was`, as the person who counted says. */
  reason: Reason.optional(),
  by: By,
  person: Person,
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
  person: Person,
});
