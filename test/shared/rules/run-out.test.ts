import { describe, expect, it } from 'vitest';
import { defaultMachineRules } from '../../../shared/rules/machine-rules.ts';
import { runOut } from '../../../shared/rules/restock.ts';
import { day, surely } from '../../support/books.ts';

const rules = defaultMachineRules;
const today = day('2026-06-01');

describe('run-out', () => {
  it('is the day of the last box', () => {
    // 14 boxes at one a day: the first today, the last on 14 June.
    expect(runOut(14, surely(1), today, rules).day).toBe(day('2026-06-14'));
    expect(runOut(15, surely(2), today, rules).day).toBe(day('2026-06-08'));
    expect(runOut(0, surely(1), today, rules)).toEqual({ day: today, earliest: today, latest: today });
  });

  it('has a band: 10 boxes at one a day', () => {
    // Poisson(5) ≥ 10 has 3.2 %, Poisson(6) ≥ 10 has 8.4 %: the 6th day. Poisson(15) ≥ 10 has 93.0
    // %, Poisson(16) ≥ 10 has 95.7 %: the 16th.
    const band = runOut(10, surely(1), today, rules);
    expect(band.earliest).toBe(day('2026-06-06'));
    expect(band.latest).toBe(day('2026-06-16'));
  });

  it('is not in sight at a rate near zero', () => {
    expect(runOut(10, surely(0.0001), today, rules)).toEqual({ day: null, earliest: null, latest: null });
  });
});
