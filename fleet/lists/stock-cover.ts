import type { StockHistory } from '../../shared/contracts/fleet/history.ts';
import { addDays, type LocalDay, parseDay } from '../../shared/rules/calendar.ts';
import { firstAfter } from './ordered.ts';

/** The days of issues from which the cover of a past day is computed. */
export const coverDays = 56;

/** Boxes issued on a day. */
interface DayBoxes {
  readonly day: LocalDay;
  readonly issued: number;
}

/**
 * The cover at each day's end, in days: its stock, divided by the daily rate of the `coverDays`
 * days before it.
 */
export function coversOf(days: StockHistory['days'], issues: readonly DayBoxes[]): StockHistory['days'] {
  const through = boxesThrough(issues);
  return days.map((each) => {
    const day = parseDay(each.day);
    const boxes = day === null ? 0 : through(addDays(day, -1)) - through(addDays(day, -coverDays - 1));
    return { ...each, coverDays: boxes === 0 ? null : Number(((each.stock * coverDays) / boxes).toFixed(1)) };
  });
}

/** Returns a function that counts the boxes of all days up to and including a day. */
function boxesThrough(issues: readonly DayBoxes[]): (day: LocalDay) => number {
  const sorted = [...issues].sort((a, b) => a.day - b.day);
  let sum = 0;
  const sums = sorted.map(({ issued }) => {
    sum += issued;
    return sum;
  });
  return (day) => sums[firstAfter(sorted, (each) => each.day > day) - 1] ?? 0;
}
