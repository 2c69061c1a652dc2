import type { Rules } from './defaults.ts';
import { betaShare } from './gamma.ts';
import type { RatePrior } from './prior.ts';
import { type Tally, unevenness } from './tally.ts';

/**
 * A machine's rate in boxes per day, as far as it is known: a Gamma distribution with mean
 * `shape ÷ days`.
 *
 * The model is Gamma–Poisson. With pure Poisson days it would be far too certain about a campus
 * that is empty for two months. Counts are therefore scaled by `uneven`, the ratio of the variance
 * of its weeks to their mean (quasi-Poisson): count ÷ uneven is taken as Poisson with mean rate ×
 * days ÷ uneven. With `uneven` = 1 this is the plain model. Weeks, not days, are compared, because
 * the long runs of full and empty days make a year-end total uncertain.
 */
export interface Rate {
  readonly shape: number;
  readonly days: number;
  readonly uneven: number;
}

/**
 * The machine's own unevenness, shrunk towards its region's, which counts as `unevenPriorWeeks`
 * weeks; never below 1.
 */
function unevenOf(prior: RatePrior, tally: Tally, rules: Rules): number {
  const own = unevenness(tally);
  const weeks = rules.unevenPriorWeeks + own.freedom;
  return weeks <= 0 ? prior.uneven : Math.max(1, (rules.unevenPriorWeeks * prior.uneven + own.chiSquare) / weeks);
}

/** The rate from the prior and a machine's counts. */
export function rateOf(prior: RatePrior, tally: Tally, rules: Rules): Rate {
  const uneven = unevenOf(prior, tally, rules);
  return { shape: prior.shape + tally.boxes / uneven, days: prior.days + tally.days / uneven, uneven };
}

/** Expected boxes per day. */
export const meanRate = (rate: Rate): number => rate.shape / rate.days;

/**
 * Probability of at least `boxes` boxes in `days` days: the upper tail of the negative binomial
 * predictive [DLMF 8.17.24].
 */
export function chanceOfAtLeast(rate: Rate, boxes: number, days: number): number {
  if (boxes <= 0) return 1;
  if (days <= 0) return 0;
  const ahead = days / rate.uneven;
  const all = rate.days + ahead;
  return betaShare(ahead / all, rate.days / all, boxes / rate.uneven, rate.shape);
}

/** Probability of no box at all in `days` days. */
export const chanceOfSilence = (rate: Rate, days: number): number =>
  Math.exp(-rate.shape * Math.log1p(Math.max(0, days) / rate.uneven / rate.days));

/** An approximate normal quantile of a usual tail, good enough to start a search from. */
function roughNormalQuantile(share: number): number {
  const tail = Math.sqrt(-2 * Math.log(Math.min(share, 1 - share)));
  const size = tail - (2.30753 + 0.27061 * tail) / (1 + 0.99229 * tail + 0.04481 * tail * tail);
  return share < 0.5 ? -size : size;
}

/**
 * The smallest count of boxes in `days` days that is not exceeded with probability `share` (0 <
 * share < 1).
 */
export function boxesQuantile(rate: Rate, days: number, share: number): number {
  if (days <= 0) return 0;
  const enough = (count: number): boolean => 1 - chanceOfAtLeast(rate, count + 1, days) >= share;
  const mean = meanRate(rate) * days;
  const deviation = Math.sqrt(rate.uneven * mean + (mean * mean) / rate.shape);
  let high = Math.max(0, Math.round(mean + roughNormalQuantile(share) * deviation));
  let low = high - 1;
  // Bracket the result from the guess outward in doubling steps: enough(high), not enough(low).
  for (let step = 1; !enough(high); step *= 2) {
    low = high;
    high += step;
  }
  for (let step = 1; low >= 0 && enough(low); step *= 2) {
    high = low;
    low -= step;
  }
  low = Math.max(low, -1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
