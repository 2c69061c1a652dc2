import { dayFrom, formatDay, type LocalDay, monthEnd, parseDay, yearOf } from '../rules/calendar.ts';
import { groupSeparator, gs1Fields, isChecked } from './gs1-fields.ts';

/** The longest lot of a GS1 code. */
const lotMax = 20;

/** What a code on goods says. `gtin` has 14 digits; the others are null if the code has none. */
export interface GoodsCode {
  readonly gtin: string;
  readonly lot: string | null;
  /** The last usable day, `2029-01-31`. */
  readonly expires: string | null;
  /**
   * The lot ends in what could be an expiry: a separator may be missing between the two. The person
   * has to say which one is on the pack. Null if there is no doubt.
   */
  readonly perhaps: { readonly lot: string; readonly expires: string } | null;
}

/**
 * Why a code on goods cannot be used. `unknown`: another kind of code. `check-digit`: misread.
 * `no-day`: its expiry is not a day of the calendar. `separator`: a field is longer than it may be,
 * so the separator after it is missing. `tracing`: the tracing code of a medicine, without a lot.
 */
export type CodeFault = 'unknown' | 'check-digit' | 'no-day' | 'separator' | 'tracing';

/** A code on goods, or why it cannot be used. */
export type ReadGoods = { readonly code: GoodsCode } | { readonly fault: CodeFault };

/** What a scanner may send in front of a code to say which kind it is. */
const symbology = /^\](?:d2|C1|Q3|E0|e0)/;
/** The tracing code of a medicine: 20 digits that begin with 8. */
const tracingCode = /^8\d{19}$/;

/**
 * Reads a scanned code: a GS1 code with a GTIN, or an EAN-13, which names the product only. `today`
 * decides the century of a year with two digits: the one from 50 years back to 49 years ahead.
 */
export function readGoodsCode(scanned: string, today: LocalDay): ReadGoods {
  const text = scanned.trim().replace(symbology, '');
  if (tracingCode.test(text)) return { fault: 'tracing' };
  if (/^\d{13}$/.test(text))
    return isChecked(text)
      ? { code: { gtin: `0${text}`, lot: null, expires: null, perhaps: null } }
      : { fault: 'check-digit' };
  const fields = new Map((gs1Fields(text) ?? []).map(({ ai, data }) => [ai, data]));
  const gtin = fields.get('01') ?? fields.get('02');
  if (gtin === undefined || !/^\d{14}$/.test(gtin)) return { fault: 'unknown' };
  if (!isChecked(gtin)) return { fault: 'check-digit' };
  const lot = fields.get('10') ?? null;
  if (lot !== null && lot.length > lotMax) return { fault: 'separator' };
  const printed = fields.get('17');
  const expires = printed === undefined ? null : printedDay(printed, today);
  if (printed !== undefined && expires === null) return { fault: 'no-day' };
  return { code: { gtin, lot, expires, perhaps: expires === null ? swallowed(lot, today) : null } };
}

/** The day of six digits, `YYMMDD`; day 00 is the last of the month. Null if there is none. */
function printedDay(digits: string, today: LocalDay): string | null {
  const [, yy, mm, dd] = /^(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? [];
  if (yy === undefined) return null;
  const [month, date] = [Number(mm), Number(dd)];
  if (month < 1 || month > 12) return null;
  const year = fullYear(Number(yy), yearOf(today));
  const day = date === 0 ? monthEnd(year, month) : dayFrom(year, month, date);
  return day === null ? null : formatDay(day);
}

function fullYear(twoDigits: number, thisYear: number): number {
  const same = Math.floor(thisYear / 100) * 100 + twoDigits;
  if (same - thisYear > 49) return same - 100;
  return same - thisYear < -50 ? same + 100 : same;
}

/** A lot that may have swallowed the expiry behind it: `10` + lot + `17` + six digits. */
function swallowed(lot: string | null, today: LocalDay): GoodsCode['perhaps'] {
  const [, before, digits] = /^(.+)17(\d{6})$/.exec(lot ?? '') ?? [];
  const expires = digits === undefined ? null : printedDay(digits, today);
  return before === undefined || expires === null ? null : { lot: before, expires };
}

/** A GS1 code with these fields, for labels and for tests. */
export function goodsCode({ gtin, lot, expires }: Pick<GoodsCode, 'gtin' | 'lot' | 'expires'>): string {
  const day = expires === null ? null : parseDay(expires);
  const dated = day === null ? '' : `17${formatDay(day).replaceAll('-', '').slice(2)}`;
  return `]d201${gtin}${dated}${lot === null ? '' : `10${lot}${groupSeparator}`}`;
}

/** Whether one code is that of a carton with boxes of the other: another first digit of 1 to 8. */
export const isCartonOf = (gtin: string, box: string): boolean =>
  /^[1-8]/.test(gtin) && gtin.slice(1, 13) === box.slice(1, 13) && gtin[0] !== box[0];
