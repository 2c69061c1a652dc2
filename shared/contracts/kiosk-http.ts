import { z } from 'zod';
import { expiryDay, formatDay, isEnteredYear, yearOf } from '../rules/calendar.ts';
import { firstIssue } from './first-issue.ts';
import { Lane, LotNumber, NewRequestId, ProductCode, RequestId, TypedLot } from './ids.ts';
import { typedLine } from './text.ts';

/**
 * The requests and responses of a kiosk's own HTTP server [running contract, kiosk HTTP]. Unknown
 * fields are ignored.
 */

/** A request for one box, by product or by lane. */
export const DispenseBody = z
  .object({ request: NewRequestId, product: ProductCode.optional(), lane: Lane.optional() })
  .transform(({ request, product, lane }, context) => {
    if (product !== undefined && lane === undefined) return { request, want: { product } };
    if (lane !== undefined && product === undefined) return { request, want: { lane } };
    const message = lane === undefined ? 'product or lane is missing' : 'product or lane, not both';
    context.addIssue({ code: 'custom', path: ['product'], message });
    return z.NEVER;
  });

/** The staff PIN; full-width digits from an input method are accepted. */
const Pin = z
  .string()
  .max(64)
  .overwrite((pin) => pin.normalize('NFKC'))
  .min(1)
  .max(64);

/** The person's name and the staff PIN; the PIN is compared and not stored. */
export const StaffBody = z.object({ by: typedLine(64), pin: Pin });

/** How to write a date, for staff: first in Chinese, then in English. */
const howToWrite =
  '有效期请写成年-月-日或年-月，如 2028-12-31 或 2028-12 · write the expiry as year-month-day or year-month, such as 2028-12-31 or 2028-12';

/**
 * A last usable day as printed on boxes: the day, or only the month, which means its last day.
 * Full-width digits, `/` and `.` are accepted. The result is always a day of the calendar that the
 * rules accept, so no box entered here is treated as undated there.
 */
export const PrintedExpiry = z
  .string()
  .max(32)
  .transform((text, context) => {
    const day = expiryDay(text.normalize('NFKC'));
    if (day !== null && isEnteredYear(yearOf(day))) return formatDay(day);
    context.addIssue({ code: 'custom', message: howToWrite });
    return z.NEVER;
  });

const Boxes = z.int().min(0).max(200);
const SomeBoxes = z.int().min(1).max(200);

/**
 * Boxes of one lot put into one lane; `lotTyped` is the lot as it was typed, if that is another
 * spelling.
 */
export const LoadBody = z
  .object({
    lane: Lane,
    product: ProductCode,
    lot: TypedLot.nullable().default(null),
    expires: PrintedExpiry.nullable().default(null),
    added: SomeBoxes,
  })
  .transform(({ lot: typed, ...load }, context) => {
    const lot = LotNumber.nullable().safeParse(typed);
    if (lot.success)
      return { ...load, lot: lot.data, ...(typed === null || typed === lot.data ? {} : { lotTyped: typed }) };
    context.addIssue({ code: 'custom', path: ['lot'], message: firstIssue(lot.error) });
    return z.NEVER;
  });

/**
 * Boxes that staff put into lanes, all or nothing. `expires` is a day, or a month for its last day.
 */
export const RestockBody = z.object({ ...StaffBody.shape, lanes: z.array(LoadBody).min(1).max(200) });

/** A stock-take: the boxes counted in each lane. */
export const CountBody = z.object({
  ...StaffBody.shape,
  lanes: z
    .array(z.object({ lane: Lane, stock: Boxes }))
    .min(1)
    .max(100),
});

/**
 * If `lot` is absent: the unfit lots, then from the front; null: the boxes whose lot nobody
 * entered.
 */
export const RemoveBody = z.object({
  ...StaffBody.shape,
  lane: Lane,
  removed: SomeBoxes,
  reason: typedLine(64),
  lot: LotNumber.nullable().optional(),
});

/**
 * A lane to be homed and put back in service, or the confirmation that the drop sensor was checked.
 */
export const ClearBody = z
  .object({ ...StaffBody.shape, lane: Lane.optional(), sensor: z.literal(true).optional() })
  .transform(({ lane, sensor, ...staff }, context) => {
    if (lane !== undefined && sensor === undefined) return { ...staff, clear: { lane } };
    if (sensor !== undefined && lane === undefined) return { ...staff, clear: 'sensor' as const };
    const message = lane === undefined ? 'lane or sensor is missing' : 'lane or sensor, not both';
    context.addIssue({ code: 'custom', path: ['lane'], message });
    return z.NEVER;
  });

/** Which lines of the current ledger: those after `after`, at most `limit` of them. */
export const EventsQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(256),
});

/** Something that was booked as entered, but that staff should check. */
export const Warning = z.object({
  lane: Lane,
  code: z.enum(['earlier-behind-later', 'no-expiry', 'still-jammed']),
  /** The sentence for the staff: Chinese, then English. */
  message: z.string(),
});

/** The only answer that a request ever gets; `reason` is null when a box was issued. */
export const DispenseAnswer = z.object({
  request: RequestId,
  outcome: z.enum(['issued', 'not-issued', 'uncertain']),
  reason: z.string().nullable(),
  lane: Lane,
  txn: z.int(),
  /** The sentence for the person who asked: Chinese, then English. */
  message: z.string(),
});

/** A staff entry that is in the books; `warnings` are for the person who made it. */
export const StaffDone = z.object({ done: z.literal(true), warnings: z.array(Warning) });

/** Every response other than 200: a closed code, and a sentence in Chinese, then English. */
export const KioskProblem = z.object({ code: z.string(), message: z.string() });

export type RestockBody = z.infer<typeof RestockBody>;
export type KioskProblem = z.infer<typeof KioskProblem>;
