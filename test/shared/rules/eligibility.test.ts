import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EligibilityRules } from '../../../shared/contracts/eligibility.ts';
import { addDays, formatDay, type LocalDay, parseDay, yearOf, zoneOf } from '../../../shared/rules/calendar.ts';
import {
  type Birth,
  completes,
  type Document,
  defaultEligibility,
  ineligible,
  neededForDays,
  type Use,
} from '../../../shared/rules/eligibility.ts';

const day = (text: string): LocalDay => {
  const read = parseDay(text);
  if (read === null) throw new Error(`no day: ${text}`);
  return read;
};
const certain = (text: string) => ({ earliest: day(text), latest: day(text) });
const born = (year: number, month: number, date: number): Document => ({
  birth: { year, month, date },
  validFrom: null,
  validTo: null,
});
const adult = born(1990, 1, 1);
const rules = (change: Partial<EligibilityRules>): EligibilityRules[] => [
  { ...defaultEligibility, interval: null, ...change },
];
const used = (text: string, change: Partial<Use> = {}): Use => ({
  group: 'all',
  day: day(text),
  state: 'issued',
  ...change,
});
const reason = (
  versions: readonly EligibilityRules[],
  today: string,
  document: Document,
  uses: readonly Use[] = [],
  group = 'all',
) => ineligible(versions, certain(today), document, uses, group)?.reason ?? null;

describe('the interval', () => {
  const days22 = rules({ interval: { every: 'days', days: 22 } });

  it('case 5: 22 days after 1 March it is closed until 22 March 23:59 and open from 23 March 00:00 in Shanghai', () => {
    const zone = zoneOf('Asia/Shanghai');
    const at = (instant: string) => formatDay(zone.dayOf(Date.parse(instant)));
    const uses = [used(at('2026-03-01T12:00:00+08:00'))];
    expect(reason(days22, at('2026-03-22T23:59:59.999+08:00'), adult, uses)).toBe('interval');
    expect(reason(days22, at('2026-03-23T00:00:00+08:00'), adult, uses)).toBe(null);
  });

  it('case 6: by calendar month, a box on 31 January allows the next on 1 February', () => {
    const monthly = rules({ interval: { every: 'month' } });
    expect(reason(monthly, '2026-01-31', adult, [used('2026-01-31')])).toBe('interval');
    expect(reason(monthly, '2026-02-01', adult, [used('2026-01-31')])).toBe(null);
    expect(reason(monthly, '2026-12-31', adult, [used('2026-12-01')])).toBe('interval');
    expect(reason(monthly, '2027-01-01', adult, [used('2026-12-31')])).toBe(null);
  });

  it('is closed by an outcome that nobody knows yet', () => {
    expect(reason(days22, '2026-03-02', adult, [used('2026-03-01', { state: 'open' })])).toBe('interval');
  });

  it('counts groups together or apart', () => {
    const uses = [used('2026-03-01', { group: 'pill' })];
    expect(reason(days22, '2026-03-02', adult, uses, 'condom')).toBe('interval');
    const apart = rules({ interval: { every: 'days', days: 22 }, groups: 'apart' });
    expect(reason(apart, '2026-03-02', adult, uses, 'condom')).toBe(null);
    expect(reason(apart, '2026-03-02', adult, uses, 'pill')).toBe('interval');
  });

  it('a longer interval is not held against an earlier use, and a shorter one helps at once', () => {
    const longer = [...days22, ...rules({ interval: { every: 'days', days: 60 }, from: '2026-03-10' })];
    expect(reason(longer, '2026-03-22', adult, [used('2026-03-01')])).toBe('interval');
    expect(reason(longer, '2026-03-23', adult, [used('2026-03-01')])).toBe(null);
    expect(reason(longer, '2026-05-08', adult, [used('2026-03-10')])).toBe('interval');
    const shorter = [...days22, ...rules({ interval: { every: 'days', days: 3 }, from: '2026-03-10' })];
    expect(reason(shorter, '2026-03-10', adult, [used('2026-03-07')])).toBe(null);
  });

  it('property: closed on exactly the days from the use to the day before it ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 15_000, max: 40_000 }), fc.integer({ min: 1, max: 366 }), (from, days) => {
        const versions = rules({ interval: { every: 'days', days } });
        const use = { group: 'all', day: from as LocalDay, state: 'issued' } as const;
        const on = (later: number) => formatDay(addDays(use.day, later));
        return (
          reason(versions, on(days - 1), adult, [use]) === 'interval' &&
          reason(versions, on(days), adult, [use]) === null
        );
      }),
    );
  });
});

describe('the age in completed years', () => {
  const from18 = (change: Partial<EligibilityRules> = {}) => rules({ ages: { from: 18, to: 60 }, ...change });

  it('case 7: born on 29 February 2008, 18 on 1 March 2026, or the day after where that is the rule', () => {
    const leap = born(2008, 2, 29);
    expect(reason(from18(), '2026-02-28', leap)).toBe('age');
    expect(reason(from18(), '2026-03-01', leap)).toBe(null);
    expect(reason(from18({ ageFrom: 'day-after' }), '2026-03-01', leap)).toBe('age');
    expect(reason(from18({ ageFrom: 'day-after' }), '2026-03-02', leap)).toBe(null);
    expect(reason(from18({ leapBirthday: 'february-28' }), '2026-02-28', leap)).toBe(null);
  });

  it('case 8: born on 1 June 1966, 60 until 31 May 2027', () => {
    expect(reason(from18(), '2027-05-31', born(1966, 6, 1))).toBe(null);
    expect(reason(from18(), '2027-06-01', born(1966, 6, 1))).toBe('age');
  });

  it('case 9: born on 23 November 2009, refused all of 22 November 2027, allowed from the 23rd 00:00', () => {
    const zone = zoneOf('Asia/Shanghai');
    const at = (instant: string) => formatDay(zone.dayOf(Date.parse(instant)));
    const young = born(2009, 11, 23);
    expect(reason(from18(), at('2027-11-22T00:00:00+08:00'), young)).toBe('age');
    expect(reason(from18(), at('2027-11-22T23:59:59.999+08:00'), young)).toBe('age');
    expect(reason(from18(), at('2027-11-23T00:00:00+08:00'), young)).toBe(null);
  });

  it('must hold on both days while the time is not certain', () => {
    const young = born(2009, 11, 23);
    const doubtful = { earliest: day('2027-11-20'), latest: day('2027-11-25') };
    expect(ineligible(from18(), doubtful, young, [], 'all')?.reason).toBe('age');
    const old = born(1966, 6, 1);
    expect(
      ineligible(from18(), { earliest: day('2027-05-30'), latest: day('2027-06-01') }, old, [], 'all')?.reason,
    ).toBe('age');
  });

  it('property: a birthday comes once a year, at most a day after its date', () => {
    const birth = fc
      .record({
        year: fc.integer({ min: 1900, max: 2020 }),
        month: fc.integer({ min: 1, max: 12 }),
        date: fc.integer({ min: 1, max: 28 }),
      })
      .chain((each) => fc.constantFrom<Birth>(each, { year: 2008, month: 2, date: 29 }));
    fc.assert(
      fc.property(birth, fc.integer({ min: 0, max: 120 }), (person, years) => {
        const reached = completes(person, years, defaultEligibility);
        const next = completes(person, years + 1, defaultEligibility);
        return yearOf(reached) === person.year + years && next - reached >= 365 && next - reached <= 367;
      }),
    );
  });
});

describe('the yearly quota at this machine', () => {
  const uses = ['2025-12-30', '2026-01-05', '2026-06-01'].map((text) => used(text));

  it('counts the calendar year', () => {
    const quota = rules({ quota: { boxes: 2, year: 'calendar' } });
    expect(reason(quota, '2026-12-31', adult, uses)).toBe('quota');
    expect(reason(quota, '2027-01-01', adult, uses)).toBe(null);
  });

  it('counts the last 365 days', () => {
    const quota = rules({ quota: { boxes: 3, year: 'rolling' } });
    expect(reason(quota, '2026-12-29', adult, uses)).toBe('quota');
    expect(reason(quota, '2026-12-30', adult, uses)).toBe(null);
  });
});

describe('the document', () => {
  const until = { ...adult, validFrom: day('2016-05-01'), validTo: day('2026-05-01') };

  it('is good through its last day, and refused after it unless that is accepted', () => {
    expect(reason(rules({}), '2026-05-01', until)).toBe(null);
    expect(reason(rules({}), '2026-05-02', until)).toBe('expired');
    expect(reason(rules({ expiredCards: 'accept' }), '2026-05-02', until)).toBe(null);
    expect(reason(rules({}), '2099-01-01', { ...until, validTo: null })).toBe(null);
  });

  it('is not good before its first day', () => {
    expect(reason(rules({}), '2016-04-30', until)).toBe('not-yet-valid');
  });
});

it('a use is needed as long as the longest rule needs it', () => {
  expect(neededForDays([])).toBe(22);
  expect(neededForDays(rules({ interval: { every: 'month' } }))).toBe(31);
  expect(neededForDays(rules({ quota: { boxes: 12, year: 'calendar' } }))).toBe(366);
});
