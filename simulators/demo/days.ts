import { formatDay, type LocalDay } from '../../shared/rules/calendar.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** China has one time zone, eight hours ahead, without summer time. */
export const dayBegins = (day: LocalDay): number => day * dayMs - 8 * hourMs;
/** The month of a local day, 0 for January. */
export const monthOf = (day: LocalDay): number => new Date(day * dayMs).getUTCMonth();
/** Whether a local day is a Saturday or Sunday. */
export const isWeekend = (day: LocalDay): boolean => [0, 6].includes(new Date(day * dayMs).getUTCDay());

/** The local day of an instant. */
export const dayOf = (at: number): LocalDay => Math.floor((at + 8 * hourMs) / dayMs) as LocalDay;

const dayTexts = new Map<LocalDay, string>();

/** A day as text, cached because every machine asks for the same ones. */
export function textOf(day: LocalDay): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = formatDay(day);
  dayTexts.set(day, text);
  return text;
}
