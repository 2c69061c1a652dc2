import type { DayChange } from '../../shared/contracts/fleet/day-change.ts';
import {
  addDays,
  daysBetween,
  earlierDay,
  formatDay,
  type LocalDay,
  laterDay,
  parseDay,
} from '../../shared/rules/calendar.ts';
import type { MachineRecord, SuspensionRecord } from './records.ts';

/** Who changes something, when, why, and the local day on which that is. */
export interface Changing {
  readonly at: number;
  readonly by: string;
  readonly why: string | null;
  readonly today: LocalDay;
}

/** Days from the first to the last; the last is null if they have no end yet. */
interface Span {
  readonly from: string;
  readonly until: string | null;
}

interface Days {
  readonly from: LocalDay;
  readonly until: LocalDay;
}

/** The days of a span that are over. Null if there are none. */
function overDays(span: Span | null, today: LocalDay): Days | null {
  const from = parseDay(span?.from ?? '');
  if (span === null || from === null) return null;
  const yesterday = addDays(today, -1);
  const until = earlierDay((span.until === null ? null : parseDay(span.until)) ?? yesterday, yesterday);
  return from <= until ? { from, until } : null;
}

/** The days of `a` that are not in `b`. */
function without(a: Days | null, b: Days | null): Days[] {
  if (a === null || b === null || b.until < a.from || a.until < b.from) return a === null ? [] : [a];
  return [
    { from: a.from, until: earlierDay(a.until, addDays(b.from, -1)) },
    { from: laterDay(a.from, addDays(b.until, 1)), until: a.until },
  ].filter(({ from, until }) => from <= until);
}

const changeOf = (
  what: DayChange['what'],
  { at, by, why }: Changing,
  counted: boolean,
  { from, until }: Days,
): DayChange => ({
  ...{ at, by, why, what, counted },
  from: formatDay(from),
  until: formatDay(until),
  days: daysBetween(from, until) + 1,
});

/** What a change of a suspension changes in days that are over. Null for no suspension. */
export function suspensionChanges(before: Span | null, after: Span | null, by: Changing): DayChange[] {
  const [was, is] = [overDays(before, by.today), overDays(after, by.today)];
  return [
    ...without(is, was).map((days) => changeOf('suspension', by, false, days)),
    ...without(was, is).map((days) => changeOf('suspension', by, true, days)),
  ];
}

/** What another first day of service changes in days that are over. */
export function firstDayChanges(before: string, after: string, by: Changing): DayChange[] {
  const [was, is] = [
    overDays({ from: before, until: null }, by.today),
    overDays({ from: after, until: null }, by.today),
  ];
  return [
    ...without(is, was).map((days) => changeOf('first-day', by, true, days)),
    ...without(was, is).map((days) => changeOf('first-day', by, false, days)),
  ];
}

/** All such changes of a machine, the newest first; of one year if it is given. */
export function dayChangesOf(
  { dayChanges = [] }: MachineRecord,
  suspensions: readonly SuspensionRecord[],
  year: number | null = null,
): DayChange[] {
  return [...dayChanges, ...suspensions.flatMap((each) => each.dayChanges ?? [])]
    .filter(({ from, until }) => year === null || (from <= `${year}-12-31` && until >= `${year}-01-01`))
    .sort((a, b) => b.at - a.at);
}
