import type { Language } from './language.ts';

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };
const dayMs = 86_400_000;

/** A local day `2026-11-23` as UTC midnight, so that no browser's own zone can shift it. */
const dayToMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Made when first asked for: each takes an old computer some milliseconds, and no page needs all. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Whole days from one local day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((dayToMs(to) - dayToMs(from)) / dayMs);

/** Numbers, days and times as a reader of that language writes them, in the fleet's time zone. */
export function makeFormat(language: Language, timeZone: string) {
  const locale = locales[language];
  const whole = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
  const one = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
  const two = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
  const share = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
  const utc = { timeZone: 'UTC' } as const;
  const dayShort = once(() => new Intl.DateTimeFormat(locale, { ...utc, month: 'short', day: 'numeric' }));
  const dayLong = once(
    () => new Intl.DateTimeFormat(locale, { ...utc, year: 'numeric', month: 'short', day: 'numeric' }),
  );
  const weekday = once(() => new Intl.DateTimeFormat(locale, { ...utc, weekday: 'long' }));
  const month = once(() => new Intl.DateTimeFormat(locale, { ...utc, year: 'numeric', month: 'long' }));
  const monthShort = once(() => new Intl.DateTimeFormat(locale, { ...utc, month: 'short' }));
  const time = once(
    () => new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  );
  const moment = once(
    () =>
      new Intl.DateTimeFormat(locale, {
        timeZone,
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  );
  const stamp = once(
    () =>
      new Intl.DateTimeFormat('sv-SE', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      }),
  );
  const localDay = once(
    () => new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
  );
  const ago = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  return {
    locale,
    count: (n: number) => whole().format(n),
    decimal: (n: number) => one().format(n),
    rate: (n: number) => two().format(n),
    percent: (n: number) =>
      n > 0 && n < 0.01
        ? `< ${share().format(0.01)}`
        : n > 0.99 && n < 1
          ? `> ${share().format(0.99)}`
          : share().format(n),
    /** A local day such as `2026-11-23`. */
    day: (day: string) => dayShort().format(dayToMs(day)),
    dayLong: (day: string) => dayLong().format(dayToMs(day)),
    weekday: (day: string) => weekday().format(dayToMs(day)),
    month: (yearMonth: string) => month().format(dayToMs(`${yearMonth}-01`)),
    monthShort: (yearMonth: string) => monthShort().format(dayToMs(`${yearMonth}-01`)),
    /** An instant in ms. */
    time: (ms: number) => time().format(ms),
    moment: (ms: number) => moment().format(ms),
    stamp: (ms: number) => stamp().format(ms),
    dayOf: (ms: number) => localDay().format(ms),
    ago: (ms: number, now: number) => {
      const minutes = Math.round((ms - now) / 60_000);
      if (minutes === 0) return language === 'zh' ? '刚刚' : 'just now';
      if (Math.abs(minutes) < 60) return ago().format(minutes, 'minute');
      const hours = Math.round(minutes / 60);
      return Math.abs(hours) < 36 ? ago().format(hours, 'hour') : ago().format(Math.round(hours / 24), 'day');
    },
  };
}

export type Format = ReturnType<typeof makeFormat>;

/** A local day some days later. */
export const addDays = (day: string, days: number): string =>
  new Date(dayToMs(day) + days * dayMs).toISOString().slice(0, 10);

/** All local days from one to another, both counted. */
export const daysFrom = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) => addDays(from, i));

/** The months of a year, as `2026-01`. */
export const monthsOf = (year: number | string): string[] =>
  Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`);
