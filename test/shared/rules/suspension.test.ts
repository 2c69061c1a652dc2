import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../shared/rules/calendar.ts';
import {
  forecastService,
  inServiceDays,
  isInService,
  type Service,
  suspendedDays,
} from '../../../shared/rules/suspension.ts';
import { beforeQuiet, tallyOf, unevenness } from '../../../shared/rules/tally.ts';
import { daily, day, service, suspended } from '../../support/books.ts';

const origin = day('2025-12-01');
const offset = fc.integer({ min: 0, max: 500 });
const suspension = fc.tuple(offset, fc.option(fc.integer({ min: -3, max: 90 }))).map(([from, length]) => ({
  from: addDays(origin, from),
  until: length === null ? null : addDays(origin, from + length),
  reason: 'holiday' as const,
}));
const anyService: fc.Arbitrary<Service> = fc.record({
  from: offset.map((n) => addDays(origin, n)),
  until: fc.option(offset.map((n) => addDays(origin, n))),
  suspensions: fc.array(suspension, { maxLength: 5 }),
});

describe('days in service', () => {
  it.each<[string, Service, string, string, number]>([
    ['a whole year', service('2020-01-01'), '2026-01-01', '2026-12-31', 365],
    ['a leap year', service('2020-01-01'), '2028-01-01', '2028-12-31', 366],
    ['mid-year: July to December has 184 days', service('2026-07-01'), '2026-01-01', '2026-12-31', 184],
    ['the last day of the year', service('2026-12-31'), '2026-01-01', '2026-12-31', 1],
    ['in the future', service('2027-01-01'), '2026-01-01', '2026-12-31', 0],
    ['ended: 1 to 10 January', service('2025-01-01', [], '2026-01-10'), '2026-01-01', '2026-12-31', 10],
    ['an empty span (1 January has no yesterday)', service('2020-01-01'), '2026-01-01', '2025-12-31', 0],
    [
      'one suspended week',
      service('2020-01-01', [suspended('2026-03-01', '2026-03-07')]),
      '2026-01-01',
      '2026-12-31',
      358,
    ],
    [
      'overlapping ones once: 1 to 20 March',
      service('2020-01-01', [suspended('2026-03-05', '2026-03-20'), suspended('2026-03-01', '2026-03-10')]),
      '2026-01-01',
      '2026-12-31',
      345,
    ],
    [
      'one inside another',
      service('2020-01-01', [suspended('2026-03-01', '2026-03-31'), suspended('2026-03-05', '2026-03-06')]),
      '2026-01-01',
      '2026-12-31',
      334,
    ],
    [
      'over the turn of the year: 1 to 10 January',
      service('2020-01-01', [suspended('2025-12-20', '2026-01-10')]),
      '2026-01-01',
      '2026-12-31',
      355,
    ],
    ['one not ended', service('2020-01-01', [suspended('2026-12-01', null)]), '2026-01-01', '2026-12-31', 334],
    [
      'a suspension before the first day takes nothing',
      service('2026-07-01', [suspended('2026-06-01', '2026-06-30')]),
      '2026-01-01',
      '2026-12-31',
      184,
    ],
  ])('%s', (_, machine, first, last, expected) => {
    expect(inServiceDays(machine, day(first), day(last))).toBe(expected);
  });

  it('are the days that are in service, counted one by one', () => {
    fc.assert(
      fc.property(anyService, offset, fc.integer({ min: -2, max: 200 }), (machine, from, length) => {
        const first = addDays(origin, from);
        const last = addDays(first, length);
        let days = 0;
        for (let d = first; d <= last; d = addDays(d, 1)) if (isInService(machine, d)) days += 1;
        expect(inServiceDays(machine, first, last)).toBe(days);
      }),
    );
  });

  it('do not depend on the order of the suspensions', () => {
    fc.assert(
      fc.property(fc.array(suspension, { maxLength: 6 }), (suspensions) => {
        const last = addDays(origin, 400);
        expect(suspendedDays(suspensions.toReversed(), origin, last)).toBe(suspendedDays(suspensions, origin, last));
      }),
    );
  });

  it('are forecast as if a suspension without an end ended today', () => {
    const machine = service('2026-01-01', [suspended('2026-06-01', null), suspended('2026-02-01', '2026-02-03')]);
    const seen = forecastService(machine, day('2026-06-10'));
    expect(inServiceDays(seen, day('2026-06-10'), day('2026-06-12'))).toBe(2);
    expect(inServiceDays(seen, day('2026-02-01'), day('2026-02-28'))).toBe(25);
    const ended = service('2026-01-01');
    expect(forecastService(ended, day('2026-06-10'))).toBe(ended);
  });
});

describe('tally', () => {
  it('leaves out boxes of suspended days, of days before service, and of other days', () => {
    const machine = service('2026-01-03', [suspended('2026-01-05', '2026-01-06')]);
    // 1–10 January, one box each: in service on the 3rd, 4th, 7th, 8th, 9th, 10th.
    const tally = tallyOf(daily(day('2026-01-01'), 12, 1), machine, day('2026-01-01'), day('2026-01-10'));
    expect({ days: tally.days, boxes: tally.boxes }).toEqual({ days: 6, boxes: 6 });
    // Weeks 1–7 January (3 days, 3 boxes) and 8–10 January (3 days, 3 boxes): 9/3 + 9/3.
    expect(tally).toMatchObject({ weeks: 2, scatter: 6 });
  });

  it('adds up a day that is named twice, and takes days in any order', () => {
    const counts = [...daily(day('2026-01-01'), 5, 2), ...daily(day('2026-01-03'), 1, 4)].reverse();
    expect(tallyOf(counts, service('2025-01-01'), day('2026-01-01'), day('2026-01-05'))).toMatchObject({
      days: 5,
      boxes: 14,
    });
  });

  it('finds an even machine even and a campus uneven', () => {
    const all = service('2025-01-01');
    const span = [day('2026-01-01'), day('2026-02-25')] as const;
    // 56 days, one box each: no spread at all.
    expect(unevenness(tallyOf(daily(span[0], 56, 1), all, ...span))).toEqual({ chiSquare: 0, freedom: 7 });
    // 28 empty days, then 2 a day: 4 weeks of 0 and 4 of 14 where 7 are expected: 8 × 49 ÷ 7 = 56.
    expect(unevenness(tallyOf(daily(addDays(span[0], 28), 28, 2), all, ...span)).chiSquare).toBeCloseTo(56, 10);
  });

  it('can exclude the silence at its end', () => {
    const all = service('2025-01-01');
    const counts = daily(day('2026-01-01'), 28, 3);
    const before = tallyOf(counts, all, day('2026-01-01'), day('2026-01-28'));
    const after = tallyOf(counts, all, day('2026-01-01'), day('2026-02-11'));
    expect(beforeQuiet(after, 14)).toEqual(before);
  });

  it('counts what a plain loop counts', () => {
    fc.assert(
      fc.property(
        anyService,
        fc.array(fc.tuple(offset, fc.nat(9)), { maxLength: 60 }),
        offset,
        fc.integer({ min: -1, max: 380 }),
        (machine, raw, from, length) => {
          const first = addDays(origin, from);
          const last = addDays(first, length);
          const counts = raw.map(([n, boxes]) => ({ day: addDays(origin, n), boxes }));
          const inside = counts.filter((c) => c.day >= first && c.day <= last && isInService(machine, c.day));
          const tally = tallyOf(counts, machine, first, last);
          expect(tally.boxes).toBe(inside.reduce((sum, c) => sum + c.boxes, 0));
          expect(tally.days).toBe(inServiceDays(machine, first, last));
          expect(unevenness(tally).chiSquare).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
    );
  });
});
