import { z } from 'zod';
import { asOf, ShownDay } from './common.ts';

/** Pace of the year [rules, pace]. Figures are null if the machine has no day in service yet. */
export const Pace = z.object({
  year: z.int(),
  target: z.number(),
  /** In-service days up to yesterday, and of the whole year as far as known. */
  days: z.int(),
  daysOfYear: z.int(),
  /** Confirmed boxes of the year up to yesterday, including those on days out of service. */
  issued: z.int(),
  due: z.number(),
  /** The boxes that it owes for the whole year. */
  dueOfYear: z.number(),
  /** Boxes in a whole year at this pace. */
  annual: z.number().nullable(),
  /** Probability that it will have issued what it owes by 31 December. */
  chance: z.number().nullable(),
  /** Boxes per day from now on with which it would still reach the target. */
  needed: z.number().nullable(),
  /** Boxes of the year on 31 December: expected, and the band. */
  expected: z.number().nullable(),
  band: z.object({ low: z.number(), high: z.number() }).nullable(),
  verdict: z.enum(['on-pace', 'uncertain', 'below', 'too-early']),
});
export type Pace = z.infer<typeof Pace>;

/**
 * GET /machines/{id}/pace: the pace and its curve over the year: cumulative counts, the due line,
 * and the forecast band.
 */
export const PaceCurve = Pace.extend({
  asOf,
  machine: z.string(),
  curve: z.array(z.object({ day: ShownDay, issued: z.int(), due: z.number() })),
  ahead: z.array(z.object({ day: ShownDay, low: z.number(), expected: z.number(), high: z.number(), due: z.number() })),
});
export type PaceCurve = z.infer<typeof PaceCurve>;
