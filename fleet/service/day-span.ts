import {
  type DaySpan,
  enteredYears,
  firstDayOfYear,
  type LocalDay,
  lastDayOfYear,
  parseDay,
  yearOf,
} from '../../shared/rules/calendar.ts';

/** Days as they are asked for, both counted: from the year's first day and to today where none is named. */
export const daySpan = (today: LocalDay, from?: string, to?: string): DaySpan => ({
  from: (from === undefined ? null : parseDay(from)) ?? firstDayOfYear(yearOf(today)),
  to: (to === undefined ? null : parseDay(to)) ?? today,
});

/** The requested days, both included; an absent one is the first or last day that can be entered. */
export const anySpan = (from?: string, to?: string): DaySpan => ({
  from: (from === undefined ? null : parseDay(from)) ?? firstDayOfYear(enteredYears.first),
  to: (to === undefined ? null : parseDay(to)) ?? lastDayOfYear(enteredYears.last),
});
