import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../shared/rules/calendar.ts';
import { defaultRules as rules } from '../../../shared/rules/defaults.ts';
import { paceBooks, paceOf } from '../../../shared/rules/pace.ts';
import { fitPrior, mergePriorSums, openPrior, priorSumOf } from '../../../shared/rules/prior.ts';
import { boxesQuantile, chanceOfAtLeast } from '../../../shared/rules/rate.ts';
import { emptyTally, tallyOf } from '../../../shared/rules/tally.ts';
import { daily, day, faint, poissonDraw, randomOf, service } from '../../support/books.ts';
import { oneADay, pace, spreadOver } from '../../support/pace.ts';

describe('chance', () => {
  it('is the exact negative binomial tail, summed box by box', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 400, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.integer({ min: 1, max: 365 }),
        fc.integer({ min: 1, max: 500 }),
        (shape, days, left, boxes) => {
          // P(0) = p^shape, P(k + 1) = P(k) · (shape + k) ÷ (k + 1) · (1 − p), with p = days ÷
          // (days + left)
          const p = days / (days + left);
          let logTerm = shape * Math.log(p);
          let below = 0;
          for (let k = 0; k < boxes; k += 1) {
            below += Math.exp(logTerm);
            logTerm += Math.log(((shape + k) / (k + 1)) * (1 - p));
          }
          expect(chanceOfAtLeast({ shape, days, uneven: 1 }, boxes, left)).toBeCloseTo(1 - below, 9);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('by hand: 3 boxes in 3 days known, 1 owed in 1 day', () => {
    // Prior Gamma(1, 1 day): posterior Gamma(4, 4 days); P(no box in a day) = (4 ÷ 5)⁴ = 0.4096.
    const p = pace(service('2026-12-28'), daily(day('2026-12-28'), 3, 1), day('2026-12-31'));
    // 4 days: 300 × 4 ÷ 365 = 3.29, so 4 are owed, 1 is missing.
    expect(p).toMatchObject({ owed: 4, issued: 3, daysLeft: 1, needed: 1 });
    expect(p.chance).toBeCloseTo(1 - 0.4096, 12);
  });

  it('is in [0, 1] and rises with every box issued', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 365 }), fc.nat(600), fc.boolean(), (today, boxes, uneven) => {
        const known = uneven ? { ...oneADay, uneven: 4 } : oneADay;
        const at = addDays(day('2026-01-01'), today - 1);
        const chance = (n: number): number =>
          pace(service('2026-01-01'), [{ day: day('2026-01-01'), boxes: n }], at, known).chance;
        const less = paceOf(
          {
            service: service('2026-01-01'),
            uncertain: 0,
            year: { days: today - 1, boxes },
            history: emptyTally,
          },
          known,
          at,
          rules,
        ).chance;
        const more = paceOf(
          {
            service: service('2026-01-01'),
            uncertain: 0,
            year: { days: today - 1, boxes: boxes + 1 },
            history: emptyTally,
          },
          known,
          at,
          rules,
        ).chance;
        expect(less).toBeGreaterThanOrEqual(0);
        expect(less).toBeLessThanOrEqual(more + 1e-12);
        expect(more).toBeLessThanOrEqual(1);
        expect(chance(boxes)).toBeGreaterThanOrEqual(0);
        expect(chance(boxes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('comes true as often as predicted: 6,000 machines whose rates are drawn around the target', () => {
    // Truth: a rate for each machine, log-uniform 0.4–1.7 boxes a day; counts Poisson; evaluated on
    // 1 September.
    const random = randomOf(7);
    const today = day('2026-09-01');
    const first = day('2026-01-01');
    const machine = service('2025-06-01');
    const fleet = Array.from({ length: 6000 }, () => {
      const rate = 0.4 * (1.7 / 0.4) ** random();
      const counts = Array.from({ length: today - first }, (_, i) => ({
        day: addDays(first, i),
        boxes: poissonDraw(random, rate),
      }));
      return {
        books: {
          ...paceBooks(machine, counts, 0, today, rules),
          history: tallyOf(counts, machine, first, addDays(today, -1)),
        },
        rest: poissonDraw(random, rate * 122),
      };
    });
    const sum = fleet.map((m) => priorSumOf(m.books.history)).reduce(mergePriorSums);
    const fitted = fitPrior(sum, openPrior(300, 365), rules);
    expect(fitted.uneven).toBeGreaterThan(0.99);
    expect(fitted.uneven).toBeLessThan(1.02);
    const tenths = Array.from({ length: 10 }, () => ({ machines: 0, said: 0, made: 0 }));
    let inBand = 0;
    for (const { books, rest } of fleet) {
      const p = paceOf(books, fitted, today, rules);
      const total = p.issued + rest;
      if (total >= p.band.low && total <= p.band.high) inBand += 1;
      const tenth = tenths[Math.min(9, Math.floor(p.chance * 10))];
      if (tenth === undefined) throw new Error('chance out of range');
      tenth.machines += 1;
      tenth.said += p.chance;
      if (total >= p.owed) tenth.made += 1;
    }
    expect(inBand / fleet.length).toBeGreaterThan(0.89);
    expect(inBand / fleet.length).toBeLessThan(0.94);
    for (const { machines, said, made } of tenths) {
      // Four standard errors of a proportion at its maximum, 2 ÷ √machines, and one for the
      // rounding of the model.
      expect(machines).toBeGreaterThan(30);
      expect(Math.abs(made - said) / machines).toBeLessThan(2 / Math.sqrt(machines) + 0.01);
    }
  });

  it('is less certain for a campus than for a clinic with the same count', () => {
    const today = day('2026-09-01');
    const machine = service('2026-01-01');
    // 243 days, 184 boxes each. The clinic: 184 boxes evenly. The campus: nothing in 59 + 62
    // holiday days.
    const clinic = spreadOver(day('2026-01-01'), today, 184);
    const campus = spreadOver(day('2026-03-01'), day('2026-07-01'), 184);
    const [even, uneven] = [clinic, campus].map((counts) => pace(machine, counts, today));
    expect(even?.issued).toBe(uneven?.issued);
    expect(even?.chance).toBeLessThan(0.1);
    expect(uneven?.chance).toBeGreaterThan((even?.chance ?? 1) + 0.1);
    expect((uneven?.band.high ?? 0) - (uneven?.band.low ?? 0)).toBeGreaterThan(
      1.5 * ((even?.band.high ?? 0) - (even?.band.low ?? 0)),
    );
  });

  it('has a band whose ends are the quantiles', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 3000, noNaN: true }),
        fc.double({ min: 0.1, max: 600, noNaN: true }),
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.integer({ min: 1, max: 366 }),
        fc.constantFrom(0.05, 0.5, 0.95),
        (shape, days, uneven, left, share) => {
          const rate = { shape, days, uneven };
          const count = boxesQuantile(rate, left, share);
          expect(1 - chanceOfAtLeast(rate, count + 1, left)).toBeGreaterThanOrEqual(share);
          if (count > 0) expect(1 - chanceOfAtLeast(rate, count, left)).toBeLessThan(share);
        },
      ),
    );
  });
});

describe('a machine without any history', () => {
  it('gets a chance from its region alone', () => {
    const p = pace(service('2026-01-01'), [], day('2026-01-01'), { shape: 4, days: 4, uneven: 1 });
    expect(p.expected).toBeCloseTo(365, 9);
    expect(p.chance).toBeGreaterThan(0.4);
    expect(pace(service('2026-01-01'), [], day('2026-01-01'), faint).chance).toBeLessThan(0.01);
  });
});
