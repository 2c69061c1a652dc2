import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysInYear, firstDayOfYear } from '../../../shared/rules/calendar.ts';
import { dueBoxes, owedBoxes } from '../../../shared/rules/pace.ts';
import { service } from '../../support/books.ts';
import { pace } from '../../support/pace.ts';

describe('what is due', () => {
  it('is the target in full for a whole year, leap or not', () => {
    expect(dueBoxes(300, 365, 2026)).toBe(300);
    expect(dueBoxes(300, 366, 2028)).toBe(300);
    expect(owedBoxes(300, 365, 2026)).toBe(300);
  });

  it('is a part for a part of the year, rounded up to whole boxes', () => {
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
          // In whole numbers: owed × days in the year ≥ target × days > (owed − 1) × days in the
          // year.
          expect(owed * daysInYear(year)).toBeGreaterThanOrEqual(target * days);
          expect((owed - 1) * daysInYear(year)).toBeLessThan(target * days);
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
