import { z } from 'zod';
import { enteredYears, isEnteredYear, parseEnteredDay } from '../../rules/calendar.ts';
import { typedLine, typedLines } from '../text.ts';

/**
 * An area of the province tree: province `360000`, city `3601` (also written `360100`), county
 * `360102`.
 */
export const AreaCode = z
  .string()
  .regex(/^\d{4}(\d{2})?$/, '区域代码为 4 位或 6 位数字 · an area code of 4 or 6 digits');

/** A county: the level at which machines are placed. */
export const CountyCode = z.string().regex(/^\d{4}(?!00)\d{2}$/, '县级代码为 6 位数字 · a county code of 6 digits');

const { first, last } = enteredYears;

/**
 * A local business day of the fleet's time zone as a person or a program may enter it:
 * `2026-11-23`, in the years 2000–2199.
 */
export const Day = z.iso
  .date('日期应为年-月-日，如 2026-11-23 · a day as YYYY-MM-DD')
  .refine(
    (text) => parseEnteredDay(text) !== null,
    `日期应在 ${first} 年至 ${last} 年之间 · a day between ${first}-01-01 and ${last}-12-31`,
  );

/** A local business day in an answer, `2026-11-23`: a wrong clock may have put it in any year. */
export const ShownDay = z.iso.date();

/** A calendar month, `2026-11`, in the years 2000–2199. */
export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份应为年-月，如 2026-11 · a month as YYYY-MM')
  .refine(
    (text) => isEnteredYear(Number(text.slice(0, 4))),
    `月份应在 ${first} 年至 ${last} 年之间 · a month between ${first}-01 and ${last}-12`,
  );

/** A calendar year as a query parameter. */
export const Year = z.coerce.number().int().min(first).max(last);

/**
 * The code of a reason for which a machine is stopped or its days are not counted; GET /info lists
 * them.
 */
export const ReasonCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, '应为列表中的原因 · a reason of the list');

/** Milliseconds since 1970 by the fleet's clock. */
export const Moment = z.int().min(0);

/** A name, a site or a reason that a person entered. */
export const Text = typedLine(128);
/** A note of several lines; it may be empty. */
export const Note = typedLines(500);

/** Why a cursor is refused that the list which was asked did not give in the order asked for. */
export const notOfThisList =
  '不是本列表按此排序给出的翻页标记，请从第一页重新查询 · this list gave no such cursor in this order: begin with its first page';

/** The start of the next page; opaque, null at the end. */
export const Cursor = z
  .string()
  .max(512, notOfThisList)
  .regex(/^[\w:. -]*$/, notOfThisList);

/** How many rows a page may have: at most `max`, and `usual` by default. */
export const pageLimit = (max: number, usual: number) => z.coerce.number().int().min(1).max(max).default(usual);

/** Query parameters that may occur several times: `?flag=offline&flag=silent`. */
export const several = <T extends z.ZodType>(each: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(each).max(500)).default([]);

/**
 * An error in the form of RFC 9457; `code` is the closed word that programs compare, `errors` the
 * wrong fields, and `zh` the title and the detail in Chinese.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string(),
  zh: z
    .object({ title: z.string(), detail: z.string().optional() })
    .optional()
    .describe('the title and the detail in Chinese'),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The closed list of problem codes. */
export const problemCodes = [
  'invalid',
  'not-signed-in',
  'wrong-password',
  'wrong-code',
  'second-factor',
  'weak-password',
  'weak-pin',
  'must-change',
  'slow-down',
  'too-many',
  'forbidden',
  'foreign-origin',
  'foreign-host',
  'not-found',
  'exists',
  'changed-meanwhile',
  'retired',
  'quarantined',
  'not-heard',
  'too-large',
  'unavailable',
  'failed',
] as const;
/** One of the problem codes. */
export type ProblemCode = (typeof problemCodes)[number];

/** The time of the figures: everything received until then is in them. */
export const asOf = Moment.describe('ms since 1970: all that was received until then is in these figures');
