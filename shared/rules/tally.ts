import { addDays, earlierDay, type LocalDay } from './calendar.ts';
import { inServiceDays, isInService, type Service } from './suspension.ts';

/**
 * Confirmed boxes of one local day. Days without a box may be left out; two entries for one day are
 * added.
 */
export interface DayCount {
  readonly day: LocalDay;
  readonly boxes: number;
}

/**
 * The sums of a span of daily counts from which a rate is computed: `days` in service, `boxes`
 * confirmed on them, and how uneven they were: `weeks` with at least one day in service, and
 * `scatter`, the sum over those weeks of boxes² ÷ days.
 */
export interface Tally {
  readonly days: number;
  readonly boxes: number;
  readonly weeks: number;
  readonly scatter: number;
}

export const emptyTally: Tally = { days: 0, boxes: 0, weeks: 0, scatter: 0 };

const WEEK = 7;

/**
 * Counts a machine's days in service and its boxes on them within `first`…`last`, both counted. A
 * box on a suspended day is not included [rules, pace].
 */
export function tallyOf(counts: Iterable<DayCount>, service: Service, first: LocalDay, last: LocalDay): Tally {
  if (last < first) return emptyTally;
  const boxesByWeek = new Array<number>(Math.floor((last - first) / WEEK) + 1).fill(0);
  for (const { day, boxes } of counts) {
    if (day < first || day > last || !isInService(service, day)) continue;
    const week = Math.floor((day - first) / WEEK);
    boxesByWeek[week] = (boxesByWeek[week] ?? 0) + boxes;
  }
  let days = 0;
  let boxes = 0;
  let weeks = 0;
  let scatter = 0;
  for (const [week, weekBoxes] of boxesByWeek.entries()) {
    const from = addDays(first, week * WEEK);
    const weekDays = inServiceDays(service, from, earlierDay(addDays(from, WEEK - 1), last));
    if (weekDays === 0) continue;
    days += weekDays;
    boxes += weekBoxes;
    weeks += 1;
    scatter += (weekBoxes * weekBoxes) / weekDays;
  }
  return { days, boxes, weeks, scatter };
}

/**
 * How much the weeks differ from an even rate: Pearson's chi-square of the weekly counts and its
 * degrees of freedom. Their quotient is near 1 for a Poisson count and far above for a campus with
 * holidays.
 */
export function unevenness(tally: Tally): { readonly chiSquare: number; readonly freedom: number } {
  if (tally.boxes === 0 || tally.weeks < 2) return { chiSquare: 0, freedom: 0 };
  return { chiSquare: (tally.scatter * tally.days) / tally.boxes - tally.boxes, freedom: tally.weeks - 1 };
}

/** The tally without the `quietDays` days without a box at its end. */
export function beforeQuiet(tally: Tally, quietDays: number): Tally {
  const weeks = tally.weeks - Math.floor(quietDays / WEEK);
  return { ...tally, days: Math.max(0, tally.days - quietDays), weeks: Math.max(0, weeks) };
}
