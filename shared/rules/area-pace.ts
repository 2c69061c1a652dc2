import { daysInYear } from './calendar.ts';
import type { Rules } from './defaults.ts';
import { isJudged, type Pace } from './pace.ts';

/**
 * The sums from which an area's pace is computed, as whole numbers that add up exactly: counties to
 * their city, cities to the province. All are of one year and day.
 */
export interface AreaSum {
  /** Machines with at least one day in service this year. */
  readonly machines: number;
  /** The machines with enough days to be evaluated, and those of them that are at pace. */
  readonly judged: number;
  readonly atPace: number;
  readonly boxes: number;
  readonly uncertain: number;
  /** Days in service of all its machines. */
  readonly days: number;
}

export const emptyAreaSum: AreaSum = { machines: 0, judged: 0, atPace: 0, boxes: 0, uncertain: 0, days: 0 };

/** One machine's part of its area's sums. */
export function areaSumOf(pace: Pace, rules: Rules): AreaSum {
  if (pace.days === 0) return { ...emptyAreaSum, uncertain: pace.uncertain };
  const judged = isJudged(pace.days, rules);
  return {
    machines: 1,
    judged: judged ? 1 : 0,
    atPace: judged && !pace.belowPace ? 1 : 0,
    boxes: pace.issued,
    uncertain: pace.uncertain,
    days: pace.days,
  };
}

/** The sum of two areas without machines in common. */
export const mergeAreaSums = (a: AreaSum, b: AreaSum): AreaSum => ({
  machines: a.machines + b.machines,
  judged: a.judged + b.judged,
  atPace: a.atPace + b.atPace,
  boxes: a.boxes + b.boxes,
  uncertain: a.uncertain + b.uncertain,
  days: a.days + b.days,
});

/**
 * Both readings of the rule (台均), side by side. A fleet may pass the first while most of its
 * machines fail the second.
 */
export interface AreaPace {
  /** Days in service of all machines as years, to 3 places. */
  readonly machineYears: number;
  /**
   * Boxes issued ÷ machine-years in service: boxes per machine and year, to 1 place; null without a
   * day in service.
   */
  readonly average: number | null;
  /**
   * Share 0–1 of the evaluated machines that are at pace, to 4 places; null if none can be
   * evaluated yet.
   */
  readonly shareAtPace: number | null;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Both readings of the yearly goal for an area; null if no machine was in service. */
export const areaPace = (sum: Pick<AreaSum, 'days' | 'boxes' | 'judged' | 'atPace'>, year: number): AreaPace => ({
  machineYears: rounded(sum.days / daysInYear(year), 3),
  average: sum.days === 0 ? null : rounded((sum.boxes * daysInYear(year)) / sum.days, 1),
  shareAtPace: sum.judged === 0 ? null : rounded(sum.atPace / sum.judged, 4),
});
