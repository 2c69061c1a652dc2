import { z } from 'zod';
import { LedgerId } from '../ids.ts';
import { Moment, Note, ShownDay } from './common.ts';

/**
 * Why stored lines are not counted: they cannot be true, or (`closed-year`) they came for a year
 * whose figures are closed.
 */
export const UncountedReason = z.enum([
  'no-turn',
  'lane-empty',
  'too-fast',
  'over-capacity',
  'unplanned-lane',
  'too-many',
  'closed-year',
]);
export type UncountedReason = z.infer<typeof UncountedReason>;

const lines = {
  ledger: LedgerId,
  reason: UncountedReason,
  /** The first and last of their numbers in the ledger; lines between them may be counted. */
  first: z.int().min(1),
  last: z.int().min(1),
};

/**
 * Lines that are kept and not counted until a person decides: what they claim, and for which days.
 */
export const Uncounted = z.object({
  ...lines,
  lines: z.int(),
  /**
   * Boxes claimed as given out, for certain or not; and claimed as put in, counted or taken out.
   */
  issued: z.int(),
  moved: z.int(),
  from: ShownDay,
  to: ShownDay,
  /** Whether a person may accept them: more boxes than a machine can hold are never acceptable. */
  acceptable: z.boolean(),
});
export type Uncounted = z.infer<typeof Uncounted>;

/**
 * POST /machines/{id}/decisions: `accept` counts the lines, `reject` excludes them permanently. The
 * note gives the reason.
 */
export const NewLineDecision = z.object({
  ...lines,
  verdict: z.enum(['accept', 'reject']),
  note: Note.refine((note) => note !== '', '请填写说明原因的备注 · a note that says why'),
});
export type NewLineDecision = z.infer<typeof NewLineDecision>;

/** A person's decision on lines that were not counted. */
export const LineDecisionView = NewLineDecision.extend({
  id: z.string(),
  note: z.string(),
  by: z.string(),
  at: Moment,
});
export type LineDecisionView = z.infer<typeof LineDecisionView>;
