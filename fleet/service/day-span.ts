import {
  type DaySpan,
  enteredYears,
  firstDayOfYear,
  type LocalDay,
  lastDayOfYear,
  parseDay,
  yearOf,
} from '../../shared/rules/calendar.ts';

/** A requested span of days, both included. By default from the first day of the year to today. */
export const daySpan = (today: LocalDay, from?: string, to?: string): DaySpan => ({
  from: (from === undefined ? null : parseDay(from)) ?? firstDayOfYear(yearOf(today)),
  to: (to === undefined ? null : parseDay(to)) ?? today,
});

/**
 * The requested days, both included; an absent one is the first or last day that can be entered.
 */
export const anySpan = (from?: string, to?: string): DaySpan => ({
  from: (from === undefined ? null : parseDay(from)) ?? firstDayOfYear(enteredYears.first),
  to: (to === undefined ? null : parseDay(to)) ?? lastDayOfYear(enteredYears.last),
});
