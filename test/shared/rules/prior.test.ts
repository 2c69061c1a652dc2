import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../../shared/rules/defaults.ts';
import { emptyPriorSum, fitPrior, mergePriorSums, openPrior, priorSumOf } from '../../../shared/rules/prior.ts';
import { chanceOfSilence, meanRate, rateOf } from '../../../shared/rules/rate.ts';
import { emptyTally, type Tally } from '../../../shared/rules/tally.ts';
import { gammaDraw, poissonDraw, randomOf } from '../../support/books.ts';

const rules = defaultRules;
const open = openPrior(300, 365);

/** A machine with `weeks` full weeks at this rate; `empty` of them are without a box. */
function drawTally(random: () => number, rate: number, weeks: number, empty = 0): Tally {
  let boxes = 0;
  let scatter = 0;
  for (let week = 0; week < weeks; week += 1) {
    const count = week < empty ? 0 : poissonDraw(random, (rate * 7 * weeks) / (weeks - empty));
    boxes += count;
    scatter += (count * count) / 7;
  }
  return { days: weeks * 7, boxes, weeks, scatter };
}

describe('prior', () => {
  it.each([
    [1, 1.2],
    [0.8, 0.6],
    [4, 5],
    [20, 25],
  ])('finds Gamma(%f, %f days) again from 3,000 machines with 4 to 52 weeks each', (shape, days) => {
    const random = randomOf(shape * 1000 + days);
    const sum = Array.from({ length: 3000 }, (_, i) =>
      priorSumOf(drawTally(random, gammaDraw(random, shape, days), 4 + (i % 49))),
    ).reduce(mergePriorSums);
    const fitted = fitPrior(sum, open, rules);
    expect(fitted.shape / fitted.days).toBeCloseTo(shape / days, 1);
    expect(Math.abs(fitted.shape / shape - 1)).toBeLessThan(0.15);
    expect(fitted.uneven).toBeCloseTo(1, 1);
  });

  it('by hand: five machines of 100 days with 50, 80, 100, 120 and 150 boxes', () => {
    const sum = [50, 80, 100, 120, 150]
      .map((boxes) => priorSumOf({ days: 100, boxes, weeks: 15, scatter: (boxes * boxes) / 100 }))
      .reduce(mergePriorSums);
    // μ = 1. Spread: 100 × (0.25 + 0.04 + 0 + 0.04 + 0.25) = 58. No unevenness (scatter × days ÷
    // boxes − boxes = 0). τ² = (58 − 1 × 4) ÷ (500 − 50 000 ÷ 500) = 54 ÷ 400 = 0.135. Shape 1 ÷
    // 0.135 = 7.407.
    const fitted = fitPrior(sum, open, rules);
    expect(fitted.shape).toBeCloseTo(1 / 0.135, 9);
    expect(fitted.days).toBeCloseTo(1 / 0.135, 9);
    expect(fitted.uneven).toBe(1);
  });

  it('sees how uneven a region of campuses is', () => {
    const random = randomOf(3);
    const sum = Array.from({ length: 200 }, () => priorSumOf(drawTally(random, 1, 52, 17))).reduce(mergePriorSums);
    // Weeks of 7 × 52 ÷ 35 = 10.4 in 35 and of 0 in 17: variance 24.0 between them, 7 within; ÷
    // mean 7 gives about 4.5.
    expect(fitPrior(sum, open, rules).uneven).toBeGreaterThan(4);
    expect(fitPrior(sum, open, rules).uneven).toBeLessThan(5);
  });

  it('uses the wider region for few machines, or if none has a box', () => {
    const wider = { shape: 2, days: 3, uneven: 1.5 };
    const machine = priorSumOf({ days: 100, boxes: 80, weeks: 15, scatter: 64 });
    const many = (n: number) => Array.from({ length: n }, () => machine).reduce(mergePriorSums);
    expect(fitPrior(emptyPriorSum, wider, rules)).toBe(wider);
    expect(fitPrior(many(4), wider, rules)).toBe(wider);
    expect(fitPrior(many(5), wider, rules)).not.toBe(wider);
    const boxless = Array.from({ length: 50 }, () => priorSumOf({ days: 100, boxes: 0, weeks: 15, scatter: 0 }));
    expect(fitPrior(boxless.reduce(mergePriorSums), wider, rules)).toBe(wider);
    expect(priorSumOf(emptyTally)).toBe(emptyPriorSum);
    expect(meanRate(open)).toBeCloseTo(300 / 365, 12);
  });

  it('is always usable, and its sums merge in any order', () => {
    const tally = fc
      .record({
        days: fc.integer({ min: 1, max: 366 }),
        boxes: fc.nat(3000),
        slack: fc.double({ min: 1, max: 9, noNaN: true }),
      })
      .map(({ days, boxes, slack }) => ({
        days,
        boxes,
        weeks: Math.ceil(days / 7),
        scatter: ((boxes * boxes) / days) * slack,
      }));
    fc.assert(
      fc.property(fc.array(tally, { minLength: 1, maxLength: 30 }), fc.nat(30), (tallies, cut) => {
        const sums = tallies.map(priorSumOf);
        const whole = sums.reduce(mergePriorSums, emptyPriorSum);
        const parts = mergePriorSums(
          sums.slice(cut).reduce(mergePriorSums, emptyPriorSum),
          sums.slice(0, cut).reduce(mergePriorSums, emptyPriorSum),
        );
        expect(parts.boxes).toBe(whole.boxes);
        expect(parts.scatter).toBeCloseTo(whole.scatter, 6);
        const { shape, days, uneven } = fitPrior(whole, open, rules);
        expect(shape).toBeGreaterThan(0);
        expect(days).toBeGreaterThan(0);
        expect(uneven).toBeGreaterThanOrEqual(1);
        expect(Number.isFinite(shape) && Number.isFinite(days) && Number.isFinite(uneven)).toBe(true);
      }),
    );
  });
});

describe('rate', () => {
  it('lies between the prior and the own count, nearer to the own the longer it is', () => {
    const prior = { shape: 2, days: 2, uneven: 1 };
    const month = rateOf(prior, { days: 30, boxes: 6, weeks: 5, scatter: 36 / 30 }, rules);
    // Gamma(2 + 6, 2 + 30): 0.25, between 0.2 and 1.
    expect(meanRate(month)).toBeCloseTo(0.25, 12);
    expect(meanRate(rateOf(prior, emptyTally, rules))).toBe(1);
  });

  it('is silent with the probability of a zero count', () => {
    // (32 ÷ (32 + 10))^8
    expect(chanceOfSilence({ shape: 8, days: 32, uneven: 1 }, 10)).toBeCloseTo((32 / 42) ** 8, 12);
    expect(chanceOfSilence({ shape: 8, days: 32, uneven: 1 }, 0)).toBe(1);
    // Twice as uneven: half of the days count.
    expect(chanceOfSilence({ shape: 8, days: 32, uneven: 2 }, 10)).toBeCloseTo((32 / 37) ** 8, 12);
  });

  it('weighs its own weeks against the region’s', () => {
    const prior = { shape: 1, days: 1, uneven: 3 };
    // An even machine of 14 weeks: chi-square 0 with 13 degrees of freedom, against 13 weeks of the
    // region's 3.
    const even = rateOf(prior, { days: 98, boxes: 98, weeks: 14, scatter: 98 }, rules);
    expect(even.uneven).toBeCloseTo((13 * 3 + 0) / 26, 12);
    expect(rateOf({ ...prior, uneven: 1 }, { days: 98, boxes: 98, weeks: 14, scatter: 98 }, rules).uneven).toBe(1);
  });
});
