import { z } from 'zod';
import { Ages, Interval, Quota } from '../contracts/eligibility.ts';

/** The rules of the configuration that a screen states. */
export { Ages as ShownAges, Interval as ShownInterval, Quota as ShownQuota };

/**
 * The rules as the screen states them, in one line. Null for each rule that is not in force; all
 * are null at a machine that asks nobody for identification.
 */
export const ShownRules = z.object({
  ages: Ages.nullable(),
  interval: Interval.nullable(),
  quota: Quota.nullable(),
  /**
   * After how many days nothing is left that a card could be compared with; for the privacy notice.
   * Null: nothing of this kind is kept at all.
   */
  forgottenAfterDays: z.int().min(1).max(800).nullable(),
});
export type ShownRules = z.infer<typeof ShownRules>;
