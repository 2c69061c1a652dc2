import type { ProductCode } from '../../shared/contracts/ids.ts';
import type { Recall } from '../../shared/contracts/plan.ts';
import { addDays, type LocalDay, parseDay } from '../../shared/rules/calendar.ts';
import type { RatePrior } from '../../shared/rules/prior.ts';
import type { Rate } from '../../shared/rules/rate.ts';
import type { Service, SuspensionSpan } from '../../shared/rules/suspension.ts';
import type { DayCount } from '../../shared/rules/tally.ts';

/** A day by its text; for tests, in which a wrong text is the test's mistake. */
export function day(text: string): LocalDay {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`no day: ${text}`);
  return parsed;
}

export const service = (
  from: string,
  suspensions: readonly SuspensionSpan[] = [],
  until: string | null = null,
): Service => ({
  from: day(from),
  until: until === null ? null : day(until),
  suspensions,
});

export const suspended = (from: string, until: string | null): SuspensionSpan => ({
  from: day(from),
  until: until === null ? null : day(until),
  reason: 'broken',
});

/** A recall with its lot as it was typed. */
export const recall = (product: string, lot: string): Recall => ({ product: product as ProductCode, lot });

/** A rate known so well that it is practically a plain Poisson rate. */
export const surely = (boxesPerDay: number): Rate => ({ shape: boxesPerDay * 1e9, days: 1e9, uneven: 1 });

/** A prior with almost no weight. */
export const faint: RatePrior = { shape: 1e-6, days: 1e-6, uneven: 1 };

/** The same number of boxes on each of `days` days. */
export const daily = (from: LocalDay, days: number, boxes: number): DayCount[] =>
  Array.from({ length: days }, (_, i) => ({ day: addDays(from, i), boxes }));

/** A fixed-seed source of numbers in [0, 1): the minimal standard generator of Park and Miller. */
export function randomOf(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

/** A Poisson count by Knuth's product, in parts small enough not to underflow. */
export function poissonDraw(random: () => number, mean: number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(30, left));
    for (let product = random(); product > floor; product *= random()) count += 1;
  }
  return count;
}

/** A Gamma variate with mean shape ÷ rate, as Marsaglia and Tsang draw it. */
export function gammaDraw(random: () => number, shape: number, rate: number): number {
  if (shape < 1) return gammaDraw(random, shape + 1, rate) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return (d * v) / rate;
  }
}
