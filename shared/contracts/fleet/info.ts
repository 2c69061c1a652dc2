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
  products: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), spec: z.string() })),
  /**
   * Why a machine may be stopped, or its days not counted, and which of the two the console proposes. Only those `offered` can be entered; the
   * others are names for what was entered before.
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
  /** Within this time after the fleet's own start nobody is called offline. */
  graceUntil: Moment,
  store: z.object({ state: z.enum(['ok', 'read-only', 'full', 'failed']), detail: z.string().nullable() }),
});
export type Info = z.infer<typeof Info>;
