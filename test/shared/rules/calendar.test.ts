import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayFrom,
  daysBetween,
  daysInYear,
  expiryDay,
  firstDayOfYear,
  formatDay,
  isInstant,
  isTimeZone,
  type LocalDay,
  lastDayOfYear,
  monthEnd,
  parseDay,
  yearOf,
  zoneOf,
} from '../../../shared/rules/calendar.ts';
import { day } from '../../support/books.ts';

const HOUR_MS = 3_600_000;
const zoneNames = [
  'Asia/Shanghai',
  'America/New_York',
  'Asia/Kathmandu',
  'UTC',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Santiago',
];
const zoneName = fc.constantFrom(...zoneNames);
const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) });

/** The local date and hour, from the platform, by another way than the calendar uses. */
const formats = new Map<string, Intl.DateTimeFormat>();
function wallClock(timeZone: string, at: number): { date: string; hour: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${part.year}-${part.month}-${part.day}`, hour: Number(part.hour) };
}

describe('business day', () => {
  it.each([
    // Shanghai is UTC+8 all year: its day turns at 16:00 UTC.
    ['Asia/Shanghai', '2026-03-07T15:59:59.999Z', '2026-03-07', 23],
    ['Asia/Shanghai', '2026-03-07T16:00:00.000Z', '2026-03-08', 0],
    ['Asia/Shanghai', '2025-12-31T16:00:00.000Z', '2026-01-01', 0],
    ['Asia/Shanghai', '2028-02-28T16:00:00.000Z', '2028-02-29', 0],
    // Kathmandu is UTC+5:45: its day turns at 18:15 UTC.
    ['Asia/Kathmandu', '2026-03-07T18:14:59.999Z', '2026-03-07', 23],
    ['Asia/Kathmandu', '2026-03-07T18:15:00.000Z', '2026-03-08', 0],
    // New York: UTC-5 in winter; from 2026-03-08 02:00 on UTC-4; back on 2026-11-01.
    ['America/New_York', '2026-03-08T04:59:59.999Z', '2026-03-07', 23],
    ['America/New_York', '2026-03-08T05:00:00.000Z', '2026-03-08', 0],
    ['America/New_York', '2026-03-08T06:59:59.999Z', '2026-03-08', 1],
    ['America/New_York', '2026-03-08T07:00:00.000Z', '2026-03-08', 3],
    ['America/New_York', '2026-03-09T03:59:59.999Z', '2026-03-08', 23],
    ['America/New_York', '2026-03-09T04:00:00.000Z', '2026-03-09', 0],
    ['America/New_York', '2026-11-01T05:59:59.999Z', '2026-11-01', 1],
    ['America/New_York', '2026-11-01T06:00:00.000Z', '2026-11-01', 1],
    ['America/New_York', '2026-11-02T04:59:59.999Z', '2026-11-01', 23],
    // China had summer time until 1991.
    ['Asia/Shanghai', '1990-07-01T15:30:00.000Z', '1990-07-02', 0],
  ])('%s at %s is %s, hour %i', (name, at, date, hour) => {
    expect(formatDay(zoneOf(name).dayOf(Date.parse(at)))).toBe(date);
    expect(zoneOf(name).hourOf(Date.parse(at))).toBe(hour);
  });

  it('agrees with the platform in every zone', () => {
    fc.assert(
      fc.property(zoneName, instant, (name, at) => {
        const zone = zoneOf(name);
        expect({ date: formatDay(zone.dayOf(at)), hour: zone.hourOf(at) }).toEqual(wallClock(name, at));
      }),
      { numRuns: 1500 },
    );
  });

  it('agrees with the platform around every change of the clocks', () => {
    for (const name of zoneNames) {
      const zone = zoneOf(name);
      let before = wallClock(name, Date.UTC(2025, 0, 1)).hour;
      for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2027, 0, 1); at += HOUR_MS) {
        const { date, hour } = wallClock(name, at);
        if (hour !== (before + 1) % 24) {
          for (const near of [at - HOUR_MS, at - 1, at, at + 1, at + HOUR_MS / 2]) {
            expect(formatDay(zone.dayOf(near))).toBe(wallClock(name, near).date);
            expect(zone.hourOf(near)).toBe(wallClock(name, near).hour);
          }
        }
        expect(formatDay(zone.dayOf(at))).toBe(date);
        before = hour;
      }
    }
  });

  it('cuts time into half-open days without gap or overlap', () => {
    fc.assert(
      fc.property(zoneName, instant, (name, at) => {
        const zone = zoneOf(name);
        const today = zone.dayOf(at);
        const [begins, ends] = [zone.begins(today), zone.ends(today)];
        expect(begins).toBeLessThanOrEqual(at);
        expect(at).toBeLessThan(ends);
        expect(zone.dayOf(begins)).toBe(today);
        expect(zone.dayOf(begins - 1)).toBe(today - 1);
        expect(zone.dayOf(ends - 1)).toBe(today);
        expect(zone.dayOf(ends)).toBe(today + 1);
      }),
    );
  });

  it('has days of 23, 24 and 25 hours, and a midnight that does not exist', () => {
    const hours = (name: string, date: string): number =>
      (zoneOf(name).ends(day(date)) - zoneOf(name).begins(day(date))) / HOUR_MS;
    expect(hours('America/New_York', '2026-03-08')).toBe(23);
    expect(hours('America/New_York', '2026-11-01')).toBe(25);
    expect(hours('Asia/Shanghai', '2026-03-08')).toBe(24);
    // Santiago jumps from Saturday 24:00 to Sunday 01:00 on 2026-09-06.
    expect(hours('America/Santiago', '2026-09-06')).toBe(23);
    expect(zoneOf('America/Santiago').hourOf(zoneOf('America/Santiago').begins(day('2026-09-06')))).toBe(1);
  });

  it('begins a day that a zone skipped where the next one begins', () => {
    // Apia had no 2011-12-30.
    const zone = zoneOf('Pacific/Apia');
    expect(zone.begins(day('2011-12-30'))).toBe(zone.begins(day('2011-12-31')));
    expect(formatDay(zone.dayOf(zone.begins(day('2011-12-31')) - 1))).toBe('2011-12-29');
  });

  it('stays correct when a wrong clock asks for more days than are remembered', () => {
    const zone = zoneOf('America/New_York');
    for (let at = Date.UTC(1980, 0, 1); at < Date.UTC(1998, 0, 1); at += 24 * HOUR_MS) zone.dayOf(at);
    expect(formatDay(zone.dayOf(Date.parse('2026-07-01T03:59:59Z')))).toBe('2026-06-30');
  });

  it('refuses what is not an instant', () => {
    for (const at of [Number.NaN, Infinity, -Infinity, 8.64e15, -8.64e15]) {
      expect(isInstant(at)).toBe(false);
      expect(() => zoneOf('UTC').dayOf(at)).toThrow(RangeError);
    }
    expect(isInstant(0)).toBe(true);
  });

  it('knows which names are time zones', () => {
    expect(isTimeZone('Asia/Shanghai')).toBe(true);
    expect(isTimeZone('Asia/Nowhere')).toBe(false);
    expect(() => zoneOf('Asia/Nowhere')).toThrow(RangeError);
  });
});

describe('days', () => {
  it('come back from their text', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (n) => {
        const d = addDays(day('1970-01-01'), n);
        expect(parseDay(formatDay(d))).toBe(d);
        expect(daysBetween(day('1970-01-01'), d)).toBe(n);
      }),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-01-01', '2026-1-1', ' 2026-01-01', ''])(
    'refuse %j',
    (text) => expect(parseDay(text)).toBeNull(),
  );

  it('know years and leap years', () => {
    // 2000 and 2024 are leap years, 1900, 2100 and 2026 are not.
    expect([2000, 2024, 1900, 2100, 2026].map(daysInYear)).toEqual([366, 366, 365, 365, 365]);
    expect(formatDay(firstDayOfYear(2026))).toBe('2026-01-01');
    expect(formatDay(lastDayOfYear(2026))).toBe('2026-12-31');
    expect(dayFrom(2024, 2, 29)).toBe(day('2024-02-29'));
    expect(dayFrom(2026, 2, 29)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2200 }), (year) => {
        expect(yearOf(firstDayOfYear(year))).toBe(year);
        expect(yearOf(lastDayOfYear(year))).toBe(year);
        expect(lastDayOfYear(year) + 1).toBe(firstDayOfYear(year + 1));
      }),
    );
  });

  it.each<[string, string | null]>([
    ['2026-05', '2026-05-31'],
    ['2028-02', '2028-02-29'],
    ['2026/02', '2026-02-28'],
    ['2026.12', '2026-12-31'],
    ['2026-05-11', '2026-05-11'],
    ['2026/05/11', '2026-05-11'],
    [' 2026-05 ', '2026-05-31'],
    ['2026-13', null],
    ['2026-02-30', null],
    ['soon', null],
  ])('read the printed expiry %j as %s', (text, expected) => {
    const lastDay: LocalDay | null = expiryDay(text);
    expect(lastDay === null ? null : formatDay(lastDay)).toBe(expected);
  });

  it('end months', () => expect(formatDay(monthEnd(2024, 2))).toBe('2024-02-29'));
});
