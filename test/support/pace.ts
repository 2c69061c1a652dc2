import { addDays, type LocalDay } from '../../shared/rules/calendar.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { type Pace, paceBooks, paceOf } from '../../shared/rules/pace.ts';
import type { RatePrior } from '../../shared/rules/prior.ts';
import type { Service } from '../../shared/rules/suspension.ts';
import type { DayCount } from '../../shared/rules/tally.ts';

/** A prior of about one box a day, which counted boxes soon outweigh. */
export const oneADay: RatePrior = { shape: 1, days: 1, uneven: 1 };

/** The pace of a machine with these boxes, by the default rules. */
export const pace = (machine: Service, counts: readonly DayCount[], today: LocalDay, prior = oneADay): Pace =>
  paceOf(paceBooks(machine, counts, 0, today, defaultRules), prior, today, defaultRules);

/**
 * A machine with exactly `boxes` boxes spread over the days from `first` to the day before `today`.
 */
export const spreadOver = (first: LocalDay, today: LocalDay, boxes: number): DayCount[] =>
  Array.from({ length: boxes }, (_, i) => ({
    day: addDays(first, Math.floor((i * (today - first)) / boxes)),
    boxes: 1,
  }));
