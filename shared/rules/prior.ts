import type { Rules } from './defaults.ts';
import { type Tally, unevenness } from './tally.ts';

/**
 * What is known of a rate (boxes per day) before a machine's own counts: a Gamma distribution with
 * mean `shape ÷ days`, worth `days` days of the machine's own; and how uneven the counts of such
 * machines are (`uneven` ≥ 1, 1 for pure Poisson).
 */
export interface RatePrior {
  readonly shape: number;
  readonly days: number;
  readonly uneven: number;
}

/**
 * The sums from which a prior is fitted. They can be merged: county sums add up to the city's,
 * those to the province's.
 */
export interface PriorSum {
  readonly machines: number;
  readonly days: number;
  readonly boxes: number;
  /** Sum of days² of each machine. */
  readonly squaredDays: number;
  /** Sum of boxes² ÷ days of each machine. */
  readonly scatter: number;
  readonly chiSquare: number;
  readonly freedom: number;
}

export const emptyPriorSum: PriorSum = {
  machines: 0,
  days: 0,
  boxes: 0,
  squaredDays: 0,
  scatter: 0,
  chiSquare: 0,
  freedom: 0,
};

/**
 * One machine's part of its region's prior. A machine without a day in service contributes nothing.
 */
export function priorSumOf(tally: Tally): PriorSum {
  const { days, boxes } = tally;
  if (days === 0) return emptyPriorSum;
  return { machines: 1, days, boxes, squaredDays: days * days, scatter: (boxes * boxes) / days, ...unevenness(tally) };
}

/** The sum of two groups of machines. */
export const mergePriorSums = (a: PriorSum, b: PriorSum): PriorSum => ({
  machines: a.machines + b.machines,
  days: a.days + b.days,
  boxes: a.boxes + b.boxes,
  squaredDays: a.squaredDays + b.squaredDays,
  scatter: a.scatter + b.scatter,
  chiSquare: a.chiSquare + b.chiSquare,
  freedom: a.freedom + b.freedom,
});

/** The prior if nothing is known: the target as its mean, worth a single box. */
export const openPrior = (target: number, daysInYear: number): RatePrior => ({
  shape: 1,
  days: daysInYear / target,
  uneven: 1,
});

/**
 * Bounds of a fitted shape. Below the lower one a machine's first box would be extremely
 * improbable; above the upper one its own counts would have almost no weight.
 */
const SHAPE_MIN = 0.2;
const SHAPE_MAX = 50;

/**
 * Fits a region's prior by moments. With m machines, rates rᵢ over dᵢ days, D = Σdᵢ and the mean μ
 * = Σboxes ÷ D, the weighted spread Σdᵢ(rᵢ − μ)² has the expectation `uneven`·μ(m − 1) + τ²(D −
 * Σdᵢ² ÷ D), which gives the variance τ² of the machines' true rates (the estimator of DerSimonian
 * and Laird, for counts); then shape = μ² ÷ τ² and days = μ ÷ τ². `uneven` is the pooled chi-square
 * ÷ degrees of freedom.
 *
 * A region with fewer than `priorMinMachines` machines, or without a box, takes `wider` as it is:
 * the prior of the next region up, and at the top `openPrior`.
 */
export function fitPrior(sum: PriorSum, wider: RatePrior, rules: Rules): RatePrior {
  const { machines, days, boxes } = sum;
  if (machines < Math.max(2, rules.priorMinMachines) || boxes === 0) return wider;
  const mean = boxes / days;
  const uneven = sum.freedom === 0 ? wider.uneven : Math.max(1, sum.chiSquare / sum.freedom);
  const spread = sum.scatter - mean * boxes;
  const between = (spread - uneven * mean * (machines - 1)) / (days - sum.squaredDays / days);
  const shape = between > 0 ? Math.min(SHAPE_MAX, Math.max(SHAPE_MIN, (mean * mean) / between)) : SHAPE_MAX;
  return { shape, days: shape / mean, uneven };
}
