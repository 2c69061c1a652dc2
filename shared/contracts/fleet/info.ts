import { z } from 'zod';
import { AreaCode, asOf, Moment, ShownDay } from './common.ts';

/** GET /info. */
export const Info = z.object({
  name: z.literal('yaoju'),
  version: z.string(),
  started: Moment,
  now: Moment,
  asOf,
  timeZone: z.string(),
  day: ShownDay,
  rules: z.record(z.string(), z.number()),
  root: AreaCode,
  products: z.array(
    z.object({ code: z.string(), zh: z.string(), en: z.string(), spec: z.string(), maker: z.string().optional() }),
  ),
  /**
   * The reasons for stopping a machine or for not counting its days, and which of the two the
   * console proposes. Only those `offered` can be entered; the others name what was entered
   * earlier.
   */
  reasons: z.array(
    z.object({
      code: z.string(),
      zh: z.string(),
      en: z.string(),
      notCounted: z.boolean(),
      stop: z.boolean(),
      offered: z.boolean(),
    }),
  ),
  /** Until then no machine is called offline, because the fleet itself has just started. */
  graceUntil: Moment,
  /** What is not encrypted although other computers may reach it. Absent from older servers. */
  plain: z.array(z.enum(['mqtt', 'http'])).optional(),
  store: z.object({ state: z.enum(['ok', 'read-only', 'full', 'failed']), detail: z.string().nullable() }),
});
export type Info = z.infer<typeof Info>;
