/**
 * The business day: local civil days of the fleet's time zone [rules, days].
 *
 * In the kiosk, the fleet and the simulated world only `Zone.dayOf` decides on which day an instant
 * is. The console only shows days and instants: `fleet/console/texts/format.ts` does that, and a
 * test compares it with `Intl`.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

declare const localDayBrand: unique symbol;

/**
 * A local civil day as the number of days since 1970-01-01. A number is cheap to compare, sort and
 * subtract; the brand prevents its confusion with instants and counts. Its text form is
 * `formatDay`.
 */
export type LocalDay = number & { readonly [localDayBrand]: true };

/** Local days from one to another, both counted. */
export interface DaySpan {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

const asDay = (days: number): LocalDay => days as LocalDay;

/**
 * The first and last instant that has a day: the years 1000–9999, less a day at each end for the
 * time zones.
 */
const FIRST_INSTANT = Date.UTC(1000, 0, 2);
const LAST_INSTANT = Date.UTC(9999, 11, 31) - 1;

/** Whether `at` (ms since 1970) has a day at all; a kiosk's clock may show anything. */
export const isInstant = (at: number): boolean => at >= FIRST_INSTANT && at <= LAST_INSTANT;

/** The day of a year, month 1–12 and date; null if the calendar has no such day. */
export function dayFrom(year: number, month: number, date: number): LocalDay | null {
  if (!Number.isInteger(year) || year < 1000 || year > 9999) return null;
  const time = new Date(Date.UTC(year, month - 1, date));
  const real = time.getUTCFullYear() === year && time.getUTCMonth() === month - 1 && time.getUTCDate() === date;
  return real ? asDay(time.getTime() / DAY_MS) : null;
}

/**
 * The most texts that a reader remembers. The same few days are read repeatedly, but strangers may
 * send any text.
 */
const TEXTS_KEPT = 1024;

/** Reads each text once and remembers the result. */
function remembered(read: (text: string) => LocalDay | null): (text: string) => LocalDay | null {
  const known = new Map<string, LocalDay | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const day = read(text);
    if (known.size >= TEXTS_KEPT) known.clear();
    known.set(text, day);
    return day;
  };
}

/** `YYYY-MM-DD` as a day; null if the text is not a day of the calendar. */
export const parseDay = remembered((text) => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return found === null ? null : dayFrom(Number(found[1]), Number(found[2]), Number(found[3]));
});

/**
 * The years of a date that a person may enter, such as a first day in service or an expiry.
 * Anything outside is a typing error (`0028`, `20281`, `9999`), and days near the calendar's own
 * ends leave no room to count from.
 */
export const enteredYears = { first: 2000, last: 2199 } as const;

/** `YYYY-MM-DD` as a day in one of `enteredYears`; null if it is not one. */
export function parseEnteredDay(text: string): LocalDay | null {
  const day = parseDay(text);
  return day !== null && isEnteredYear(yearOf(day)) ? day : null;
}

/** Whether a date that a person enters may be in this year. */
export const isEnteredYear = (year: number): boolean => year >= enteredYears.first && year <= enteredYears.last;

/** A day as `YYYY-MM-DD`. */
export const formatDay = (day: LocalDay): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** A local day some days later, or earlier for a negative number. */
export const addDays = (day: LocalDay, days: number): LocalDay => asDay(day + days);

/** Days from `from` to `to`: 0 for the same day, negative backwards. */
export const daysBetween = (from: LocalDay, to: LocalDay): number => to - from;

/** The earlier of two local days. */
export const earlierDay = (a: LocalDay, b: LocalDay): LocalDay => (a < b ? a : b);
/** The later of two local days. */
export const laterDay = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b);

/** The calendar year of a local day. */
export const yearOf = (day: LocalDay): number => new Date(day * DAY_MS).getUTCFullYear();
/** 1 January of a year. */
export const firstDayOfYear = (year: number): LocalDay => asDay(Date.UTC(year, 0, 1) / DAY_MS);
/** 31 December of a year. */
export const lastDayOfYear = (year: number): LocalDay => asDay(Date.UTC(year, 11, 31) / DAY_MS);
/** 365, or 366 in a leap year. */
export const daysInYear = (year: number): number => firstDayOfYear(year + 1) - firstDayOfYear(year);
/** The last day of a month 1–12. */
export const monthEnd = (year: number, month: number): LocalDay => asDay(Date.UTC(year, month, 0) / DAY_MS);

/**
 * A printed expiry as its last usable day: `YYYY-MM-DD`, or `YYYY-MM`, which is good to the last
 * day of that month; `/` and `.` are read as `-`. Null if it is not a date.
 */
export const expiryDay = remembered((text) => {
  const plain = text.trim().replaceAll(/[/.]/g, '-');
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(plain);
  if (month === null) return parseDay(plain);
  const year = Number(month[1]);
  return year < 1000 ? null : monthEnd(year, Number(month[2]));
});

/**
 * A time zone's calendar. Instants are ms since 1970; an instant outside `isInstant` throws a
 * RangeError.
 */
export interface Zone {
  readonly name: string;
  /** The business day of an instant. */
  dayOf(at: number): LocalDay;
  /** The hour 0–23 that a wall clock shows at an instant. */
  hourOf(at: number): number;
  /** The first instant of a day. Not always 00:00: some zones skip midnight, or a whole day. */
  begins(day: LocalDay): number;
  /** The first instant after a day: days are half-open spans of instants. */
  ends(day: LocalDay): number;
}

/** Whether the platform knows a time zone of this name; for checking a configuration. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The offsets of one UTC day: `before` until the instant `turn`, `after` from then on. */
interface OffsetSpan {
  readonly before: number;
  readonly after: number;
  readonly turn: number;
}

/**
 * The most spans kept per zone: some eleven years of days. A wrong clock may ask for every possible
 * day, so the store is bounded.
 */
const SPANS_KEPT = 4096;

function parseOffset(text: string): number {
  const found = /GMT(?:([+-])(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (found === null) throw new RangeError(`no offset in "${text}"`);
  const ms = Number(found[2] ?? 0) * HOUR_MS + Number(found[3] ?? 0) * 60_000 + Number(found[4] ?? 0) * 1000;
  return found[1] === '-' ? -ms : ms;
}

/**
 * The first integer in (low, high] for which `reached` holds; `reached` is false at `low` and true
 * at `high`.
 */
function firstWhere(low: number, high: number, reached: (at: number) => boolean): number {
  let no = low;
  let yes = high;
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (reached(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/**
 * The offset of local from UTC time in ms. Asks `Intl` twice for each UTC day and remembers the
 * result; no zone changes its clocks twice in one.
 */
function offsetsOf(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const ask = (at: number): number => parseOffset(format.format(at));
  const spans = new Map<number, OffsetSpan>();
  const learn = (utcDay: number): OffsetSpan => {
    const start = utcDay * DAY_MS;
    const before = ask(start);
    const after = ask(start + DAY_MS);
    const turn = before === after ? Infinity : firstWhere(start, start + DAY_MS, (at) => ask(at) !== before);
    if (spans.size >= SPANS_KEPT) spans.clear();
    const span = { before, after, turn };
    spans.set(utcDay, span);
    return span;
  };
  return (at) => {
    if (!isInstant(at)) throw new RangeError(`not an instant of a calendar day: ${at}`);
    const utcDay = Math.floor(at / DAY_MS);
    const span = spans.get(utcDay) ?? learn(utcDay);
    return at < span.turn ? span.before : span.after;
  };
}

function makeZone(name: string): Zone {
  const offsetAt = offsetsOf(name);
  const localAt = (at: number): number => at + offsetAt(at);
  const dayOf = (at: number): LocalDay => asDay(Math.floor(localAt(at) / DAY_MS));
  const begins = (day: LocalDay): number => {
    const midnight = day * DAY_MS;
    const guess = midnight - offsetAt(midnight - offsetAt(midnight));
    if (dayOf(guess) === day && dayOf(guess - 1) < day) return guess;
    return firstWhere(midnight - DAY_MS, midnight + DAY_MS, (at) => dayOf(at) >= day);
  };
  return {
    name,
    dayOf,
    hourOf: (at) => {
      const local = localAt(at);
      return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / HOUR_MS);
    },
    begins,
    ends: (day) => begins(addDays(day, 1)),
  };
}

const zones = new Map<string, Zone>();

/**
 * The calendar of an IANA time zone, created once for each name. Throws a RangeError if the
 * platform doesn't know the name.
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
}
