import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDay } from '../../fleet/console/texts/day-text.ts';
import { makeFormat } from '../../fleet/console/texts/format.ts';

const runs = { numRuns: 400 };
/** 2015 to 2044: in none of these years does Shanghai have summer time. */
const moment = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2044, 11, 31) });
const numbers = fc.oneof(
  fc.integer({ min: -2_000_000, max: 200_000_000 }),
  fc.integer({ min: 0, max: 5_000_000 }).map((n) => n / 1000),
  fc.double({ min: 0, max: 1e7, noNaN: true }),
);
const locales = { zh: 'zh-CN', en: 'en-GB' } as const;

describe('numbers and days in the console', () => {
  for (const language of ['zh', 'en'] as const) {
    const format = makeFormat(language, 'Asia/Shanghai', '2026-11-29');
    const locale = locales[language];
    const days = (ms: number, timeZone: string, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(ms);

    it(`writes numbers in ${language} by the language's own rules`, () => {
      const digits = (max: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: max });
      const [whole, one, few] = [digits(0), digits(1), digits(2)];
      fc.assert(
        fc.property(numbers, (n) => {
          // A negative zero is shown as zero.
          const plain = (text: string) => text.replace(/^-0$/, '0');
          expect(format.count(n)).toBe(plain(whole.format(n)));
          expect(format.decimal(n)).toBe(plain(one.format(n)));
          expect(format.rate(n)).toBe(plain(few.format(n)));
        }),
        runs,
      );
      const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
      for (let n = 0; n <= 2000; n += 1)
        if ((n === 0 || n >= 10) && (n <= 990 || n >= 1000))
          expect(format.percent(n / 1000)).toBe(share.format(n / 1000));
      expect([format.percent(0.004), format.percent(0.996)]).toEqual(['< 1%', '> 99%']);
      expect([0, 0.004, 0.5, 0.996, 1].map(format.chance)).toEqual(['< 1%', '< 1%', '50%', '> 99%', '100%']);
      expect(format.rate(1.005)).toBe('1.01');
    });

    it(`writes days and times in ${language} by the language's own rules`, () => {
      const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
      const short = { month: 'short', day: 'numeric' } as const;
      fc.assert(
        fc.property(moment, (ms) => {
          const zone = 'Asia/Shanghai';
          expect(format.time(ms)).toBe(days(ms, zone, clock));
          const day = format.dayOf(ms);
          const inThisYear = makeFormat(language, zone, day);
          expect(inThisYear.moment(ms)).toBe(days(ms, zone, { ...short, ...clock }));
          const dated = days(ms, zone, { year: 'numeric', ...short, ...clock });
          expect(makeFormat(language, zone).moment(ms)).toBe(dated);
          expect(format.dated(ms)).toBe(dated);
          if (!day.startsWith('2026')) expect(format.moment(ms)).toBe(dated);
          const utc = Date.parse(`${day}T00:00:00Z`);
          expect(format.day(day)).toBe(days(ms, zone, short));
          expect(format.dayLong(day)).toBe(days(utc, 'UTC', { year: 'numeric', ...short }));
          const named = { year: 'numeric', month: 'long', day: 'numeric' } as const;
          const [date, weekday] = [days(utc, 'UTC', named), days(utc, 'UTC', { weekday: 'long' })];
          expect(format.dayNamed(day)).toBe(language === 'zh' ? `${date} ${weekday}` : `${weekday}, ${date}`);
          expect(format.month(day.slice(0, 7))).toBe(days(utc, 'UTC', { year: 'numeric', month: 'long' }));
          expect(format.monthShort(day.slice(0, 7))).toBe(days(utc, 'UTC', { month: 'short' }));
        }),
        runs,
      );
    });

    it(`says in ${language} how long ago something was, by the language's own rules`, () => {
      const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
      const minuteMs = 60_000;
      for (const n of [-59, -30, -2, -1, 1, 2, 59]) expect(format.ago(n * minuteMs, 0)).toBe(ago.format(n, 'minute'));
      for (const n of [-23, -2, -1, 1, 2, 23]) expect(format.ago(n * 60 * minuteMs, 0)).toBe(ago.format(n, 'hour'));
      for (const n of [-400, -12, -3, -2, 2, 3, 400])
        expect(format.ago(n * 1440 * minuteMs, 0)).toBe(ago.format(n, 'day'));
    });

    it(`counts in ${language} the days that a calendar counts`, () => {
      const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
      const dayMs = 86_400_000;
      // An office writes 昨日 where people say 昨天.
      const dayText = (n: number) => ago.format(n, 'day').replace('昨天', '昨日').replace('明天', '明日');
      const apart = fc.integer({ min: -40 * dayMs, max: 40 * dayMs });
      for (const zone of ['Asia/Shanghai', 'Asia/Urumqi', 'Europe/Berlin']) {
        const there = makeFormat(language, zone);
        fc.assert(
          fc.property(moment, apart, (now, ms) => {
            const [from, to] = [there.dayOf(now), there.dayOf(now + ms)];
            const calendarDays = (Date.parse(to) - Date.parse(from)) / dayMs;
            const isDated = Math.abs(ms) >= dayMs && calendarDays !== 0;
            const hours = Math.trunc(ms / 3_600_000);
            if (isDated) expect(there.ago(now + ms, now)).toBe(dayText(calendarDays));
            else if (Math.abs(ms) >= 3_600_000) expect(there.ago(now + ms, now)).toBe(ago.format(hours, 'hour'));
          }),
          runs,
        );
      }
    });
  }

  it('says of one day that it is one day, whatever the hour', () => {
    const format = makeFormat('zh', 'Asia/Shanghai', '2026-11-29');
    const at = (text: string) => Date.parse(`${text}+08:00`);
    const now = at('2026-11-29T18:30');
    expect(format.ago(at('2026-11-28T00:19'), now)).toBe('昨日');
    expect(format.ago(at('2026-11-26T02:42'), now)).toBe('3天前');
    expect(format.ago(at('2026-11-26T07:31'), now)).toBe('3天前');
    expect(format.ago(at('2026-11-28T19:30'), now)).toBe('23小时前');
    expect(format.ago(at('2026-11-28T18:50'), now)).toBe('23小时前');
    expect(format.ago(now - 59_000, now)).toBe('刚刚');
    expect(format.ago(now - 3_599_000, now)).toBe('59分钟前');
    expect(format.moment(at('2025-11-29T08:00'))).toBe('2025年11月29日 08:00');
    expect(format.moment(at('2026-11-29T08:00'))).toBe('11月29日 08:00');
  });

  it("uses another zone's clock, including its summer time", () => {
    const format = makeFormat('en', 'Europe/Berlin');
    const [winter, summer] = [Date.UTC(2026, 0, 31, 23, 30), Date.UTC(2026, 6, 1, 22, 15, 9)];
    expect([format.dated(winter), format.dayOf(winter)]).toEqual(['1 Feb 2026, 00:30', '2026-02-01']);
    expect([format.dated(summer), format.time(summer)]).toEqual(['2 Jul 2026, 00:15', '00:15']);
  });
});

describe('days as people type them', () => {
  it('takes the usual spellings, and nothing that is no day', () => {
    for (const typed of ['2026-11-03', '20261103', '2026/11/3', '2026.11.3', ' 2026年11月3日', '２０２６－１１－０３'])
      expect(readDay(typed), typed).toBe('2026-11-03');
    for (const typed of [
      '',
      '2026-11',
      '2026-11-31',
      '0026-11-03',
      '20261-11-03',
      '3/11/2026',
      '2026110',
      '2026-11-03-1',
    ])
      expect(readDay(typed), typed).toBeNull();
  });
});
