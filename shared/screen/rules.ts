import { z } from 'zod';

/** The ages that the machine serves, in completed years; both ends are included. */
export const ShownAges = z.object({ from: z.int().min(0).max(150), to: z.int().min(0).max(150) });
export type ShownAges = z.infer<typeof ShownAges>;

/** How long one person waits for the next box: a number of days, or until the next
 * calendar month. */
export const ShownInterval = z.discriminatedUnion('every', [
  z.object({ every: z.literal('days'), days: z.int().min(1).max(366) }),
  z.object({ every: z.literal('month') }),
]);
export type ShownInterval = z.infer<typeof ShownInterval>;

/** How many boxes one person may take at this machine in a calendar year, or in any 365 days. */
export const ShownQuota = z.object({ boxes: z.int().min(1).max(366), year: z.enum(['calendar', 'rolling']) });
export type ShownQuota = z.infer<typeof ShownQuota>;

/**
 * The rules as the screen states them, in one line. Null for each rule that is not in force; all
 * are null at a machine that asks nobody for identification.
 */
export const ShownRules = z.object({
  ages: ShownAges.nullable(),
  interval: ShownInterval.nullable(),
  quota: ShownQuota.nullable(),
  /**
   * After how many days nothing is left that a card could be compared with; for the privacy notice.
   * Null: nothing of this kind is kept at all.
   */
  forgottenAfterDays: z.int().min(1).max(800).nullable(),
});
export type ShownRules = z.infer<typeof ShownRules>;
