import { dateStyles, formatNumber, type Language, type Wall } from './number-format.ts';

const dayMs = 86_400_000;

/**
 * A local day `2026-11-23` as UTC midnight, so that the browser's own time zone cannot shift it.
 */
const dayToMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Whole days from one local day to another. */
const daysBetween = (from: string, to: string): number => Math.round((dayToMs(to) - dayToMs(from)) / dayMs);

/** The smallest share that is written as a figure. Smaller ones are `< 1%`. */
const smallestShare = 0.01;

function percent(n: number): string {
  if (n > 0 && n < smallestShare) return '< 1%';
  return n > 1 - smallestShare && n < 1 ? '> 99%' : `${formatNumber(Number(`${n}e2`), 0)}%`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/**
 * Time zones without summer time, in minutes east of Greenwich. Their local time is a plain sum.
 */
const fixedZones: Readonly<Record<string, number>> = { 'Asia/Shanghai': 480, 'Asia/Urumqi': 360, UTC: 0 };

/** Returns a function from an instant to the local time of a time zone, both in ms. */
function wallClock(timeZone: string): (ms: number) => number {
  const minutes = fixedZones[timeZone];
  if (minutes !== undefined) return (ms) => ms + minutes * minuteMs;
  // Creating the browser's clock for a zone takes a phone long, so it is done only if needed.
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (ms) => Date.parse(`${clock.format(ms).replace(' ', 'T')}Z`);
}

const two = (n: number): string => String(n).padStart(2, '0');

function wallOf(ms: number): Wall {
  const at = new Date(ms);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    weekday: at.getUTCDay(),
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`,
  };
}

/**
 * Numbers, days and times as readers of a language write them, in the fleet's time zone. The
 * console formats them itself, because creating the browser's formatters was a sixth of the work of
 * showing a page. `today` is the fleet's local day: instants of another year are written with their
 * year, and all of them are while today is unknown (null).
 */
export function makeFormat(language: Language, timeZone: string, today: string | null = null) {
  const style = dateStyles[language];
  const onWall = wallClock(timeZone);
  const day = (of: string) => wallOf(dayToMs(of));
  const local = (ms: number) => new Date(onWall(ms)).toISOString();
  const dayOf = (ms: number) => local(ms).slice(0, 10);
  const thisYear = today === null ? null : day(today).year;
  return {
    list: (items: readonly string[]) => items.join(style.listGlue),
    count: (n: number) => formatNumber(n, 0),
    decimal: (n: number) => formatNumber(n, 1),
    rate: (n: number) => formatNumber(n, 2),
    percent,
    /**
     * A probability. One that is merely small is never written as none at all; 1 is only what has
     * come about already.
     */
    chance: (n: number) => percent(n === 0 ? smallestShare / 2 : n),
    /** A local day such as `2026-11-23`. */
    day: (of: string) => style.day(day(of)),
    dayLong: (of: string) => style.dayLong(day(of)),
    /** A local day with its year and weekday. */
    dayNamed: (of: string) => style.dayNamed(day(of)),
    month: (yearMonth: string) => style.month(day(`${yearMonth}-01`)),
    monthShort: (yearMonth: string) => style.monthShort(day(`${yearMonth}-01`)),
    /** An instant in ms. */
    time: (ms: number) => wallOf(onWall(ms)).time,
    moment: (ms: number) => {
      const wall = wallOf(onWall(ms));
      return style.moment((wall.year === thisYear ? style.day : style.dayLong)(wall), wall.time);
    },
    /** An instant in ms, always with its year: for what is printed, and for details. */
    dated: (ms: number) => {
      const wall = wallOf(onWall(ms));
      return style.moment(style.dayLong(wall), wall.time);
    },
    dayOf,
    /** Whether a local day is over. False while today is unknown. */
    isPast: (of: string) => today !== null && of < today,
    /**
     * Full minutes and hours within 24 hours or a local day; beyond that local days, as the
     * calendar counts them.
     */
    ago: (ms: number, now: number) => {
      const minutes = Math.trunc((ms - now) / minuteMs);
      if (minutes === 0) return style.justNow;
      if (Math.abs(minutes) < 60) return style.span(minutes, 'minute');
      const days = daysBetween(dayOf(now), dayOf(ms));
      if (Math.abs(ms - now) < dayMs || days === 0) return style.span(Math.trunc((ms - now) / hourMs), 'hour');
      return style.span(days, 'day');
    },
  };
}

/** Writes numbers, days and instants in one language and time zone. */
export type Format = ReturnType<typeof makeFormat>;

/** The local day a number of days later. */
export const addDays = (day: string, days: number): string =>
  new Date(dayToMs(day) + days * dayMs).toISOString().slice(0, 10);

/** All local days from one to another. Both are included. */
export const daysFrom = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) => addDays(from, i));

/** The months of a year, as `2026-01`. */
export const monthsOf = (year: number | string): string[] =>
  Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`);
