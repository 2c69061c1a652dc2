import { firstDayOfYear, type LocalDay, parseDay, yearOf } from '../../shared/rules/calendar.ts';

/** Days as they are asked for, both counted: from the year's first day and to today where none is named. */
export const daySpan = (today: LocalDay, from?: string, to?: string): { from: LocalDay; to: LocalDay } => ({
  from: (from === undefined ? null : parseDay(from)) ?? firstDayOfYear(yearOf(today)),
  to: (to === undefined ? null : parseDay(to)) ?? today,
});
