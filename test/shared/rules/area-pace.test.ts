import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaPace, areaSumOf, emptyAreaSum, mergeAreaSums } from '../../../shared/rules/area-pace.ts';
import { addDays } from '../../../shared/rules/calendar.ts';
import { defaultRules } from '../../../shared/rules/defaults.ts';
import { paceBooks, paceOf } from '../../../shared/rules/pace.ts';
import { day, faint, service } from '../../support/books.ts';

const rules = defaultRules;
const today = day('2026-07-01');

const machine = (from: string, boxes: number) => {
  const books = paceBooks(service(from), [{ day: addDays(today, -1), boxes }], 0, today, rules);
  return areaSumOf(paceOf(books, faint, today, rules), rules);
};

describe('an area', () => {
  it('can pass on average while two of three machines fail', () => {
    // 181 days to 30 June; 300 a year is 148.8 by then. 1,000 + 60 + 20 boxes over 3 × 181 days.
    const sum = [machine('2025-01-01', 1000), machine('2025-01-01', 60), machine('2025-01-01', 20)].reduce(
      mergeAreaSums,
    );
    expect(sum).toEqual({ machines: 3, judged: 3, atPace: 1, boxes: 1080, uncertain: 0, days: 543 });
    const reading = areaPace(sum, 2026);
    // 1080 × 365 ÷ 543 = 725.97; 543 ÷ 365 = 1.4877.
    expect(reading).toEqual({ machineYears: 1.488, average: 726, shareAtPace: 0.3333 });
  });

  it('weighs machines by their days, evaluates none too early, and leaves out future ones', () => {
    const sum = [machine('2025-01-01', 181), machine('2026-06-21', 1), machine('2026-09-01', 0)].reduce(mergeAreaSums);
    expect(sum).toEqual({ machines: 2, judged: 1, atPace: 1, boxes: 182, uncertain: 0, days: 191 });
    expect(areaPace(emptyAreaSum, 2026)).toEqual({ machineYears: 0, average: null, shareAtPace: null });
  });

  it('adds up exactly, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(250), fc.nat(900)), { maxLength: 20 }), fc.nat(20), (raw, cut) => {
        const sums = raw.map(([offset, boxes]) => {
          const from = service('2025-12-01');
          const books = paceBooks(
            { ...from, from: addDays(from.from, offset) },
            [{ day: addDays(today, -1), boxes }],
            boxes % 3,
            today,
            rules,
          );
          return areaSumOf(paceOf(books, faint, today, rules), rules);
        });
        const add = (list: typeof sums) => list.reduce(mergeAreaSums, emptyAreaSum);
        expect(mergeAreaSums(add(sums.slice(0, cut)), add(sums.slice(cut)))).toEqual(add(sums));
      }),
    );
  });
});
