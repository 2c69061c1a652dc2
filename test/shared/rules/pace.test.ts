import { describe, expect, it } from 'vitest';
import { defaultRules as rules } from '../../../shared/rules/defaults.ts';
import { paceBooks, yearVerdict } from '../../../shared/rules/pace.ts';
import { daily, day, service, suspended } from '../../support/books.ts';
import { pace, spreadOver } from '../../support/pace.ts';

describe('pace of one machine', () => {
  it('on 1 May after 120 days with 90 boxes', () => {
    const today = day('2026-05-01');
    const p = pace(service('2025-01-01'), spreadOver(day('2026-01-01'), today, 90), today);
    // due 300 × 120 ÷ 365 = 98.63; annual 90 × 365 ÷ 120 = 273.75; left 365 − 120 = 245; needed
    // (300 − 90) ÷ 245 = 0.857
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
    // The reference's bound by day 120 is 83: under its line, but not certainly.
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

  it('starts again on 1 January', () => {
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
    // 1 January to 10 April: 31 + 28 + 31 + 10 = 100 days, less 28. 11 April to 31 December: 265
    // days, less 10. Boxes of 10–28 February were issued all the same; the rate is computed without
    // them: 60 − 19 = 41.
    expect(p).toMatchObject({ days: 72, daysLeft: 255, issued: 60 });
    const books = paceBooks(machine, daily(day('2026-02-10'), 60, 1), 0, day('2026-04-11'), rules);
    expect(books.history).toMatchObject({ days: 72, boxes: 41 });
    // 300 × 327 ÷ 365 = 268.8
    expect(p.owed).toBe(269);
  });

  it('counts boxes on any day of the year: before the first day, suspended, after the last', () => {
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

  it('needs no rate when no day is left', () => {
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

describe('verdict on a year', () => {
  it('is the plain number', () => {
    expect(yearVerdict(300, 365, 2026, rules)).toBe(true);
    expect(yearVerdict(299, 365, 2026, rules)).toBe(false);
    expect(yearVerdict(152, 184, 2026, rules)).toBe(true);
  });
  it('is not given for a machine that was in service for less than 30 days', () => {
    for (const boxes of [0, 300]) {
      expect(yearVerdict(boxes, 0, 2026, rules)).toBeNull();
      expect(yearVerdict(boxes, 29, 2026, rules)).toBeNull();
      expect(yearVerdict(boxes, 30, 2026, rules)).toBe(boxes === 300);
    }
    expect(yearVerdict(300, 0, 2026, { ...rules, paceMinDays: 0 })).toBeNull();
  });
});
