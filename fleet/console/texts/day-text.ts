import { formatDay, parseEnteredDay } from '../../../shared/rules/calendar.ts';

const together = /^(\d{4})(\d{2})(\d{2})$/;
const apart = /^(\d{4})[^\d]+(\d{1,2})[^\d]+(\d{1,2})[^\d]*$/;

/**
 * A typed day, such as `20261123`, `2026/11/23` or `2026年11月23日`, as `2026-11-23`. Null if it is
 * not a day that may be entered.
 */
export function readDay(typed: string): string | null {
  const text = typed.normalize('NFKC').trim();
  const [, year = '', month = '', date = ''] = together.exec(text) ?? apart.exec(text) ?? [];
  const day = parseEnteredDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  return day === null ? null : formatDay(day);
}
