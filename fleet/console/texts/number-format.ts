/** A language of the console. */
export type Language = 'zh' | 'en';

/** A day and a time of day, as a wall clock shows them. */
export interface Wall {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 for Sunday. */
  readonly weekday: number;
  /** `14:05`. */
  readonly time: string;
}

/** How a language writes days and spans of time. */
interface DateStyle {
  /** Between the items of a list. */
  readonly listGlue: string;
  readonly day: (wall: Wall) => string;
  readonly dayLong: (wall: Wall) => string;
  /** A day with its year and weekday. */
  readonly dayNamed: (wall: Wall) => string;
  readonly month: (wall: Wall) => string;
  readonly monthShort: (wall: Wall) => string;
  /** A day as `day` or `dayLong` writes it, and a time of day. */
  readonly moment: (day: string, time: string) => string;
  readonly justNow: string;
  /** Whole minutes, hours or days: positive for the future, negative for the past, never 0. */
  readonly span: (n: number, unit: 'minute' | 'hour' | 'day') => string;
}

const zhUnits = { minute: '分钟', hour: '小时', day: '天' };
const zhDays = new Map([
  [-2, '前天'],
  [-1, '昨日'],
  [1, '明日'],
  [2, '后天'],
]);
const zh: DateStyle = {
  listGlue: '、',
  day: ({ month, day }) => `${month}月${day}日`,
  dayLong: ({ year, month, day }) => `${year}年${month}月${day}日`,
  dayNamed: ({ year, month, day, weekday }) => `${year}年${month}月${day}日 星期${'日一二三四五六'.charAt(weekday)}`,
  month: ({ year, month }) => `${year}年${month}月`,
  monthShort: ({ month }) => `${month}月`,
  moment: (day, time) => `${day} ${time}`,
  justNow: '刚刚',
  span: (n, unit) =>
    (unit === 'day' ? zhDays.get(n) : undefined) ?? `${Math.abs(n)}${zhUnits[unit]}${n < 0 ? '前' : '后'}`,
};

const enMonths = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const enWeekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const enMonth = (month: number): string => enMonths[month - 1] ?? '';
/** The British short form. Only September has four letters. */
const enMonthShort = (month: number): string => enMonth(month).slice(0, month === 9 ? 4 : 3);
const enDays = new Map([
  [-1, 'yesterday'],
  [1, 'tomorrow'],
]);
const en: DateStyle = {
  listGlue: ', ',
  day: ({ month, day }) => `${day} ${enMonthShort(month)}`,
  dayLong: ({ year, month, day }) => `${day} ${enMonthShort(month)} ${year}`,
  dayNamed: ({ year, month, day, weekday }) => `${enWeekdays[weekday] ?? ''}, ${day} ${enMonth(month)} ${year}`,
  month: ({ year, month }) => `${enMonth(month)} ${year}`,
  monthShort: ({ month }) => enMonthShort(month),
  moment: (day, time) => `${day}, ${time}`,
  justNow: 'just now',
  span: (n, unit) => {
    const many = `${Math.abs(n)} ${unit}${Math.abs(n) === 1 ? '' : 's'}`;
    return (unit === 'day' ? enDays.get(n) : undefined) ?? (n < 0 ? `${many} ago` : `in ${many}`);
  },
};

export const dateStyles: Readonly<Record<Language, DateStyle>> = { zh, en };

/** A day as either language writes it, with a time of day or without. */
export const writtenDay = new RegExp(
  `(${[
    '(?:\\d{4}\u5e74)?\\d{1,2}\u6708\\d{1,2}\u65e5(?: \\d\\d:\\d\\d)?',
    '\\d{1,2} [A-Z][a-z]{2,3}(?: \\d{4})?(?:, \\d\\d:\\d\\d)?',
  ].join('|')})`,
);

/**
 * A number with thousands separators and at most `digits` decimals. Both languages write it in this
 * way.
 */
export function formatNumber(n: number, digits: number): string {
  // Rounded by decimal digits, not by the binary value: a reader expects 1.005 to become 1.01.
  const rounded = Math.abs(n) < 1e-6 ? 0 : Math.round(Number(`${Math.abs(n)}e${digits}`));
  const [whole = '', part] = String(Number(`${rounded}e-${digits}`)).split('.');
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${n < 0 && rounded > 0 ? '-' : ''}${parted}${part === undefined ? '' : `.${part}`}`;
}
