import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysInYear, firstDayOfYear, type LocalDay } from '../../../shared/rules/calendar.ts';
import { defaultRules } from '../../../shared/rules/defaults.ts';
import { dueBoxes, owedBoxes, type Pace, paceBooks, paceOf, yearVerdict } from '../../../shared/rules/pace.ts';
import { fitPrior, mergePriorSums, openPrior, priorSumOf, type RatePrior } from '../../../shared/rules/prior.ts';
import { boxesQuantile, chanceOfAtLeast } from '../../../shared/rules/rate.ts';
import type { Service } from '../../../shared/rules/suspension.ts';
import { type DayCount, emptyTally, tallyOf } from '../../../shared/rules/tally.ts';
import { daily, day, diceOf, faint, poissonDraw, service, suspended } from '../../support/books.ts';

const rules = defaultRules;
const prior: RatePrior = { shape: 1, days: 1, uneven: 1 };

const pace = (machine: Service, counts: readonly DayCount[], today: LocalDay, known = prior): Pace =>
  paceOf(paceBooks(machine, counts, 0, today, rules), known, today, rules);

/** A machine with exactly `boxes` boxes spread over the days from `first` to the eve of `today`. */
const spreadOver = (first: LocalDay, today: LocalDay, boxes: number): DayCount[] =>
  Array.from({ length: boxes }, (_, i) => ({
    day: addDays(first, Math.floor((i * (today - first)) / boxes)),
    boxes: 1,
  }));

describe('what is due', () => {
  it('is the target in full for a whole year, leap or not', () => {
    expect(dueBoxes(300, 365, 2026)).toBe(300);
    expect(dueBoxes(300, 366, 2028)).toBe(300);
    expect(owedBoxes(300, 365, 2026)).toBe(300);
  });

  it('is a part for a part of the year, whole boxes rounded up', () => {
    // 1 July to 31 December: 184 days. 300 × 184 ÷ 365 = 151.23…
    expect(dueBoxes(300, 184, 2026)).toBeCloseTo(151.2329, 4);
    expect(owedBoxes(300, 184, 2026)).toBe(152);
    // 73 days are a fifth of 365: 60 boxes exactly, not 61.
    expect(owedBoxes(300, 73, 2026)).toBe(60);
    expect(owedBoxes(300, 0, 2026)).toBe(0);
  });

  it('never rounds past a whole number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.nat(366),
        fc.integer({ min: 2000, max: 2100 }),
        (target, days, year) => {
          const owed = owedBoxes(target, days, year);
          // In whole numbers: owed × days in the year ≥ target × days > (owed − 1) × days in the year.
          expect(owed * daysInYear(year)).toBeGreaterThanOrEqual(target * days);
          expect((owed - 1) * daysInYear(year)).toBeLessThan(target * days);
        },
      ),
    );
  });
});

describe('pace of one machine', () => {
  it('on 1 May after 120 days with 90 boxes', () => {
    const today = day('2026-05-01');
    const p = pace(service('2025-01-01'), spreadOver(day('2026-01-01'), today, 90), today);
    // due 300 × 120 ÷ 365 = 98.63; annual 90 × 365 ÷ 120 = 273.75; left 365 − 120 = 245; needed (300 − 90) ÷ 245
    // = 0.857
    expect(p).toMatchObject({
      year: 2026,
      days: 120,
      daysLeft: 245,
      owed: 300,
      issued: 90,
      annual: 273.75,
      belowPace: true,
    });
    expect(p.due).toBeCloseTo(98.6301, 4);
    expect(p.needed).toBeCloseTo(0.857143, 6);
    // The reference's bound by day 120 is 83: under its line, but not surely.
    expect(p).toMatchObject({ bound: 83, reading: 'uncertain' });
    expect(pace(service('2025-01-01'), spreadOver(day('2026-01-01'), today, 82), today).reading).toBe('below');
    expect(pace(service('2025-01-01'), spreadOver(day('2026-01-01'), today, 83), today).reading).toBe('uncertain');
    expect(pace(service('2025-01-01'), spreadOver(day('2026-01-01'), today, 99), today)).toMatchObject({
      reading: 'onPace',
      belowPace: false,
    });
  });

  it('counts yesterday, and not today', () => {
    const counts = [{ day: day('2026-03-01'), boxes: 5 }];
    expect(pace(service('2026-03-01'), counts, day('2026-03-01'))).toMatchObject({
      days: 0,
      issued: 0,
      annual: null,
      due: 0,
    });
    expect(pace(service('2026-03-01'), counts, day('2026-03-02'))).toMatchObject({ days: 1, issued: 5, annual: 1825 });
  });

  it('starts anew on 1 January', () => {
    const counts = daily(day('2025-12-01'), 31, 1);
    expect(pace(service('2025-01-01'), counts, day('2026-01-01'))).toMatchObject({
      year: 2026,
      days: 0,
      daysLeft: 365,
      owed: 300,
      issued: 0,
      annual: null,
      belowPace: false,
      bound: 0,
      reading: 'onPace',
    });
    expect(pace(service('2025-01-01'), counts, day('2025-12-31'))).toMatchObject({
      year: 2025,
      days: 364,
      daysLeft: 1,
      issued: 30,
    });
  });

  it('owes nothing before its first day, and one day for 31 December', () => {
    expect(pace(service('2027-01-01'), [], day('2026-06-01'))).toMatchObject({
      days: 0,
      daysLeft: 0,
      owed: 0,
      chance: 1,
      needed: 0,
    });
    // 300 ÷ 365 = 0.82: one box.
    expect(pace(service('2026-12-31'), [], day('2026-06-01'))).toMatchObject({
      days: 0,
      daysLeft: 1,
      owed: 1,
      needed: 1,
    });
  });

  it('leaves out suspended days, before and after today', () => {
    const machine = service('2025-01-01', [
      suspended('2026-02-01', '2026-02-28'),
      suspended('2026-12-22', '2026-12-31'),
    ]);
    const p = pace(machine, daily(day('2026-02-10'), 60, 1), day('2026-04-11'));
    // 1 January to 10 April: 31 + 28 + 31 + 10 = 100 days, less 28. 11 April to 31 December: 265 days, less 10.
    // Boxes of 10–28 February were issued all the same; the rate is learnt without them: 60 − 19 = 41.
    expect(p).toMatchObject({ days: 72, daysLeft: 255, issued: 60 });
    const books = paceBooks(machine, daily(day('2026-02-10'), 60, 1), 0, day('2026-04-11'), rules);
    expect(books.history).toMatchObject({ days: 72, boxes: 41 });
    // 300 × 327 ÷ 365 = 268.8
    expect(p.owed).toBe(269);
  });

  it('counts boxes on whatever day of the year they were confirmed: ahead of the first day, suspended, after the last', () => {
    const machine = service('2026-02-01', [suspended('2026-03-01', '2026-03-10')], '2026-03-31');
    const counts = ['2025-12-31', '2026-01-15', '2026-03-05', '2026-03-20', '2026-04-20', '2026-05-01'].map((text) => ({
      day: day(text),
      boxes: 1,
    }));
    expect(pace(machine, counts, day('2026-05-01'))).toMatchObject({ days: 49, issued: 4 });
  });

  it('flags from 30 days in service on, and not at the target itself', () => {
    const machine = service('2026-01-01');
    expect(pace(machine, [], day('2026-01-30'))).toMatchObject({ days: 29, belowPace: false });
    expect(pace(machine, [], day('2026-01-31'))).toMatchObject({ days: 30, belowPace: true });
    // 73 days are a fifth of the year: 60 boxes are just enough, 59 aren't.
    const counts = [{ day: day('2026-01-05'), boxes: 60 }];
    expect(pace(machine, counts, day('2026-03-15'))).toMatchObject({ days: 73, annual: 300, belowPace: false });
    expect(pace(machine, [{ day: day('2026-01-05'), boxes: 59 }], day('2026-03-15')).belowPace).toBe(true);
  });

  it('has no way left when the days are over', () => {
    const ended = service('2026-01-01', [], '2026-03-31');
    expect(pace(ended, [], day('2026-06-01'))).toMatchObject({ days: 90, daysLeft: 0, chance: 0, needed: null });
    expect(pace(ended, [{ day: day('2026-01-01'), boxes: 74 }], day('2026-06-01'))).toMatchObject({
      owed: 74,
      chance: 1,
      needed: 0,
    });
  });

  it('forecasts a machine that is suspended without an end as if it came back tomorrow', () => {
    const p = pace(
      service('2025-01-01', [suspended('2026-06-01', null)]),
      daily(day('2026-01-01'), 151, 1),
      day('2026-06-11'),
    );
    // January to May: 151 days; 12 June to 31 December: 203 days.
    expect(p).toMatchObject({ days: 151, daysLeft: 203, issued: 151 });
    expect(p.chance).toBeGreaterThan(0.9);
  });
});

describe('chance', () => {
  it('is the exact negative binomial tail, summed box by box', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 400, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.integer({ min: 1, max: 365 }),
        fc.integer({ min: 1, max: 500 }),
        (shape, days, left, boxes) => {
          // P(0) = p^shape, P(k + 1) = P(k) · (shape + k) ÷ (k + 1) · (1 − p), with p = days ÷ (days + left)
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

  it('lies in [0, 1] and rises with every box issued', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 365 }), fc.nat(600), fc.boolean(), (today, boxes, uneven) => {
        const known = uneven ? { ...prior, uneven: 4 } : prior;
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

  it('comes true as often as it says: 6,000 machines whose rates are drawn around the target', () => {
    // Truth: a rate for each machine, log-uniform 0.4–1.7 boxes a day; counts Poisson; judged on 1 September.
    const dice = diceOf(7);
    const today = day('2026-09-01');
    const first = day('2026-01-01');
    const machine = service('2025-06-01');
    const fleet = Array.from({ length: 6000 }, () => {
      const rate = 0.4 * (1.7 / 0.4) ** dice();
      const counts = Array.from({ length: today - first }, (_, i) => ({
        day: addDays(first, i),
        boxes: poissonDraw(dice, rate),
      }));
      return {
        books: {
          ...paceBooks(machine, counts, 0, today, rules),
          history: tallyOf(counts, machine, first, addDays(today, -1)),
        },
        rest: poissonDraw(dice, rate * 122),
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
      // Four standard errors of a proportion at its widest, 2 ÷ √machines, and one for the rounding of the model.
      expect(machines).toBeGreaterThan(30);
      expect(Math.abs(made - said) / machines).toBeLessThan(2 / Math.sqrt(machines) + 0.01);
    }
  });

  it('is less sure of a campus than of a clinic with the same count', () => {
    const today = day('2026-09-01');
    const machine = service('2026-01-01');
    // 243 days, 184 boxes each. The clinic: 184 boxes evenly. The campus: nothing in 59 + 62 holiday days.
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

describe('needed', () => {
  it('reaches what is owed when issued day by day, and less would not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2060 }), fc.nat(365), fc.nat(400), (year, dayNumber, boxes) => {
        const today = addDays(firstDayOfYear(year), Math.min(dayNumber, daysInYear(year) - 1));
        const machine = service('1999-01-01');
        const counts = dayNumber === 0 ? [] : [{ day: firstDayOfYear(year), boxes }];
        const p = pace(machine, counts, today);
        if (p.needed === null) throw new Error('today is always left');
        expect(p.days + p.daysLeft).toBe(daysInYear(year));
        expect(p.issued + p.needed * p.daysLeft).toBeGreaterThanOrEqual(p.owed - 1e-9);
        if (p.needed > 0) expect(p.issued + p.needed * p.daysLeft).toBeCloseTo(p.owed, 9);
      }),
    );
  });
});

describe('verdict on a year', () => {
  it('is the plain number', () => {
    const tally = { days: 365, boxes: 300, weeks: 53, scatter: 0 };
    expect(yearVerdict(tally, 2026, rules)).toEqual({ days: 365, owed: 300, issued: 300, met: true });
    expect(yearVerdict({ ...tally, boxes: 299 }, 2026, rules).met).toBe(false);
    expect(yearVerdict({ ...tally, days: 184, boxes: 152 }, 2026, rules)).toMatchObject({ owed: 152, met: true });
    expect(yearVerdict(emptyTally, 2026, rules).met).toBeNull();
  });
});

describe('a machine of which nothing is known', () => {
  it('gets a chance from its region alone', () => {
    const p = pace(service('2026-01-01'), [], day('2026-01-01'), { shape: 4, days: 4, uneven: 1 });
    expect(p.expected).toBeCloseTo(365, 9);
    expect(p.chance).toBeGreaterThan(0.4);
    expect(pace(service('2026-01-01'), [], day('2026-01-01'), faint).chance).toBeLessThan(0.01);
  });
});
