import {
  addDays,
  daysInYear,
  earlierDay,
  firstDayOfYear,
  type LocalDay,
  lastDayOfYear,
  laterDay,
  yearOf,
} from './calendar.ts';
import type { Rules } from './defaults.ts';
import { poissonQuantile } from './gamma.ts';
import type { RatePrior } from './prior.ts';
import { boxesQuantile, chanceOfAtLeast, meanRate, rateOf } from './rate.ts';
import { forecastService, inServiceDays, type Service } from './suspension.ts';
import { type DayCount, type Tally, tallyOf } from './tally.ts';

/**
 * The share of the target that a machine owes for `days` days in service of a year [rules, pace].
 */
export const dueBoxes = (target: number, days: number, year: number): number => (target * days) / daysInYear(year);

/** The smallest whole count of boxes that meets what is owed. */
export const owedBoxes = (target: number, days: number, year: number): number =>
  Math.ceil(dueBoxes(target, days, year));

/**
 * `onPace`: at or above the line. `uncertain`: under it, like half of all machines on target.
 * `below`: also under the Poisson bound.
 */
export type PaceReading = 'onPace' | 'uncertain' | 'below';

/** What the books have of one machine and year, up to yesterday. */
export interface PaceBooks {
  readonly service: Service;
  /**
   * Days in service from 1 January to yesterday, and all boxes confirmed on any day of that span.
   */
  readonly year: Pick<Tally, 'days' | 'boxes'>;
  /** See `historyOf`. */
  readonly history: Tally;
  /** Boxes of this year that are still uncertain: shown next to the count, never in it. */
  readonly uncertain: number;
}

/** A machine's pace as of the morning of `today`. */
export interface Pace {
  readonly today: LocalDay;
  readonly year: number;
  /** Days in service from 1 January to yesterday. */
  readonly days: number;
  /** Days of service still to come, today and 31 December included. */
  readonly daysLeft: number;
  /** Boxes due for `days`; not rounded. */
  readonly due: number;
  /** Whole boxes owed for the year, all days of service counted. */
  readonly owed: number;
  readonly issued: number;
  readonly uncertain: number;
  /** Boxes in a whole year at the present pace; null before the first full day. */
  readonly annual: number | null;
  /** Whether to raise the flag **below pace**. */
  readonly belowPace: boolean;
  /** Probability that `owed` will have been issued by 31 December. */
  readonly chance: number;
  /** Expected total of the year, and its band (`bandTail` left out at each end). */
  readonly expected: number;
  readonly band: { readonly low: number; readonly high: number };
  /**
   * Boxes per day over `daysLeft` with which it would still reach the target: 0 if nothing is
   * short, null if no day is left.
   */
  readonly needed: number | null;
  readonly reading: PaceReading;
  /**
   * The least count by now that a machine on target stays under only with a probability of
   * `bandTail`.
   */
  readonly bound: number;
}

/**
 * The counts from which a machine's own rate is computed: those of the last `historyDays` days up
 * to yesterday. Days of last year before the first of `counts` are left out, since books that begin
 * then do not have them; days of this year always count.
 */
function historyOf(service: Service, counts: readonly DayCount[], today: LocalDay, rules: Rules): Tally {
  let from = firstDayOfYear(yearOf(today));
  for (const { day } of counts) from = earlierDay(from, day);
  return tallyOf(counts, service, laterDay(from, addDays(today, -rules.historyDays)), addDays(today, -1));
}

/**
 * Computes what `paceOf` needs from a machine's daily counts, in any order, of this year and the
 * one before.
 */
export function paceBooks(
  service: Service,
  counts: readonly DayCount[],
  uncertain: number,
  today: LocalDay,
  rules: Rules,
): PaceBooks {
  return {
    service,
    year: yearSoFar(service, counts, today),
    history: historyOf(service, counts, today, rules),
    uncertain,
  };
}

/**
 * Whether the boxes of a year reach what is owed for a number of days in service; compared without
 * rounding. Null without a day.
 */
export const meetsTarget = (boxes: number, days: number, year: number, target: number): boolean | null =>
  days === 0 ? null : boxes * daysInYear(year) >= target * days;

/** The rules by which the verdict on a year is given. */
export type VerdictRules = Pick<Rules, 'target' | 'paceMinDays'>;

/** Whether a machine has been in service for enough days of a year to be judged [rules, pace]. */
export const isJudged = (days: number, { paceMinDays }: Pick<Rules, 'paceMinDays'>): boolean =>
  days > 0 && days >= paceMinDays;

/**
 * The verdict on a machine's year: whether its plain count reaches what is owed for its days in
 * service, without a model. Null for a machine that cannot be judged yet.
 */
export const yearVerdict = (boxes: number, days: number, year: number, rules: VerdictRules): boolean | null =>
  isJudged(days, rules) ? meetsTarget(boxes, days, year, rules.target) : null;

/**
 * The tally of a year up to yesterday. A box that fell on a day out of service was issued too: it
 * counts, though its day does not. A rate is computed from days in service only, see `historyOf`.
 */
function yearSoFar(service: Service, counts: readonly DayCount[], today: LocalDay): PaceBooks['year'] {
  const first = firstDayOfYear(yearOf(today));
  const boxes = counts.reduce((sum, { day, boxes: some }) => (day < first || day >= today ? sum : sum + some), 0);
  return { days: inServiceDays(service, first, addDays(today, -1)), boxes };
}

function readingOf(issued: number, due: number, bound: number): PaceReading {
  if (issued >= due) return 'onPace';
  return issued >= bound ? 'uncertain' : 'below';
}

/**
 * A machine's pace [rules, pace]. Future days are those of its service; a suspension without an end
 * is assumed to end today.
 */
export function paceOf(books: PaceBooks, prior: RatePrior, today: LocalDay, rules: Rules): Pace {
  const year = yearOf(today);
  const yearDays = daysInYear(year);
  const { days, boxes: issued } = books.year;
  const daysLeft = inServiceDays(forecastService(books.service, today), today, lastDayOfYear(year));
  const due = dueBoxes(rules.target, days, year);
  const owed = owedBoxes(rules.target, days + daysLeft, year);
  const short = Math.max(0, owed - issued);
  const rate = rateOf(prior, books.history, rules);
  const bound = poissonQuantile(due, rules.bandTail);
  return {
    today,
    year,
    days,
    daysLeft,
    due,
    owed,
    issued,
    uncertain: books.uncertain,
    annual: days === 0 ? null : (issued * yearDays) / days,
    belowPace: yearVerdict(issued, days, year, rules) === false,
    chance: chanceOfAtLeast(rate, short, daysLeft),
    expected: issued + meanRate(rate) * daysLeft,
    band: {
      low: issued + boxesQuantile(rate, daysLeft, rules.bandTail),
      high: issued + boxesQuantile(rate, daysLeft, 1 - rules.bandTail),
    },
    needed: neededPerDay(short, daysLeft),
    reading: readingOf(issued, due, bound),
    bound,
  };
}

function neededPerDay(short: number, daysLeft: number): number | null {
  if (short === 0) return 0;
  return daysLeft === 0 ? null : short / daysLeft;
}
