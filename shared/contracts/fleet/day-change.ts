import { z } from 'zod';
import { Moment, ShownDay } from './common.ts';

/**
 * Days that were over when somebody changed whether they count: by a suspension that was entered,
 * changed or removed, or by another first day. `counted`: whether they have counted since then.
 */
export const DayChange = z.object({
  at: Moment,
  by: z.string(),
  /** The reason that was given; null if none was. */
  why: z.string().nullable(),
  what: z.enum(['suspension', 'first-day']),
  counted: z.boolean(),
  /** The first and the last of these days. */
  from: ShownDay,
  until: ShownDay,
  days: z.int(),
});
export type DayChange = z.infer<typeof DayChange>;
