import { z } from 'zod';
import { expiryDay, formatDay, isEnteredYear, yearOf } from '../rules/calendar.ts';
import { firstIssue } from './first-issue.ts';
import { LabelId, Lane, LotNumber, NewRequestId, ProductCode, TypedLot } from './ids.ts';
import { inPlainWords } from './issue-text.ts';
import { means } from './meaning.ts';
import { typedLine } from './text.ts';

/**
 * The requests of a kiosk's own HTTP server [running contract, kiosk HTTP]; its responses are in
 * `kiosk-answers.ts`. Unknown fields are ignored.
 */

/** In a description of a body: exactly one of these fields is there. */
const exactlyOne = (...fields: readonly string[]) => ({ oneOf: fields.map((field) => ({ required: [field] })) });

const laneMeant = Lane.meta(means('The number painted on the lane', '货道号，即货道上标的号码'));
const productMeant = ProductCode.meta(means('The item code of the product', '药具编码'));

/** A request for one box, by product or by lane. */
export const DispenseBody = z
  .object({
    request: NewRequestId.meta(
      means(
        'A random UUID, version 4 or 7, made by the caller: the same one always gets the same answer',
        '请求编号：由请求方随机生成的 UUID（第 4 或第 7 版），同一编号总得到同一答复',
      ),
    ),
    product: productMeant.optional(),
    lane: laneMeant.optional(),
  })
  .meta(exactlyOne('product', 'lane'))
  .transform(({ request, product, lane }, context) => {
    if (product !== undefined && lane === undefined) return { request, want: { product } };
    if (lane !== undefined && product === undefined) return { request, want: { lane } };
    const message =
      lane === undefined
        ? '请填写药具或货道 · product or lane is missing'
        : '药具和货道只能填写一项 · product or lane, not both';
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
export const StaffBody = z.object({
  by: typedLine(64).meta({ ...means('Who does it, for the ledger', '经手人，记入账本'), minLength: 1 }),
  pin: Pin.meta(means('The PIN of kiosk.json; compared and forgotten', '终端配置文件中的 PIN 码，核对后不保存')),
});

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
    lane: laneMeant,
    product: productMeant,
    lot: TypedLot.nullable().default(null).meta(means('The lot on the pack', '包装上的批号')),
    expires: PrintedExpiry.nullable()
      .default(null)
      .meta(means('The expiry on the pack, year-month-day or year-month', '包装上的有效期，年-月-日或年-月')),
    added: SomeBoxes.meta(means('Boxes put in', '装入盒数')),
    maker: typedLine(64).optional().meta(means('Who made them', '生产企业')),
    bag: LabelId.optional().meta(means('The bag that they came in, by its label', '药具袋标签的编号')),
  })
  .transform(({ lot: typed, ...load }, context) => {
    const lot = LotNumber.nullable().safeParse(typed, inPlainWords);
    if (lot.success)
      return { ...load, lot: lot.data, ...(typed === null || typed === lot.data ? {} : { lotTyped: typed }) };
    context.addIssue({ code: 'custom', path: ['lot'], message: firstIssue(lot.error) });
    return z.NEVER;
  });

/**
 * Boxes that staff put into lanes, all or nothing. `expires` is a day, or a month for its last day.
 */
export const RestockBody = z.object({
  ...StaffBody.shape,
  lanes: z.array(LoadBody).min(1).max(200).meta(means('What was put into which lane', '各货道装入的药具')),
});

/** A stock-take: the boxes counted in each lane. */
export const CountBody = z.object({
  ...StaffBody.shape,
  lanes: z
    .array(z.object({ lane: laneMeant, stock: Boxes.meta(means('Boxes counted in the lane', '货道内清点的盒数')) }))
    .min(1)
    .max(100)
    .meta(means('What was counted in which lane', '各货道清点的结果')),
});

const removal = {
  lane: laneMeant,
  removed: SomeBoxes.meta(means('Boxes taken out', '取出盒数')),
  reason: typedLine(64).meta({ ...means('Why, in free words', '取出的原因，可自由填写'), minLength: 1 }),
  lot: LotNumber.nullable()
    .optional()
    .meta(
      means(
        'Of this lot; null: boxes whose lot nobody entered; left out: unfit lots first, then from the front',
        '取出哪个批号；填 null 指没有录入批号的盒子；不填则先取不能发放的批次，再从最前面取',
      ),
    ),
};

/**
 * Boxes taken out: of one lane, or of several lanes and lots in `lanes`, all or nothing. If `lot`
 * is absent: the unfit lots, then from the front; null: the boxes whose lot nobody entered.
 */
export const RemoveBody = z
  .object({
    ...StaffBody.shape,
    ...z.object(removal).partial().shape,
    lanes: z
      .array(z.object(removal))
      .min(1)
      .max(200)
      .optional()
      .meta(
        means(
          'Several lanes and lots at once, in place of lane, removed, reason and lot',
          '一次取出多个货道或批次，代替前面四项',
        ),
      ),
  })
  .meta(exactlyOne('lane', 'lanes'))
  .transform(({ lane, removed, reason, lot, lanes, ...staff }, context) => {
    if (lanes !== undefined && lane === undefined) return { ...staff, removals: lanes };
    if (lane !== undefined && lanes === undefined && removed !== undefined && reason !== undefined)
      return { ...staff, removals: [{ lane, removed, reason, ...(lot === undefined ? {} : { lot }) }] };
    const missing = removed === undefined ? 'removed' : 'reason';
    const path = lane === undefined || lanes !== undefined ? 'lane' : missing;
    const message =
      lanes !== undefined && lane !== undefined
        ? '单个货道和多个货道只能填写一项 · lane or lanes, not both'
        : '请填写货道、盒数和原因 · lane, removed or reason is missing';
    context.addIssue({ code: 'custom', path: [path], message });
    return z.NEVER;
  });

/**
 * A lane to be homed and put back in service, or the confirmation that the drop sensor was checked.
 */
export const ClearBody = z
  .object({
    ...StaffBody.shape,
    lane: laneMeant.optional(),
    sensor: z.literal(true).meta(means('The drop sensor was looked after', '落盒传感器已检查，工作正常')).optional(),
  })
  .meta(exactlyOne('lane', 'sensor'))
  .transform(({ lane, sensor, ...staff }, context) => {
    if (lane !== undefined && sensor === undefined) return { ...staff, clear: { lane } };
    if (sensor !== undefined && lane === undefined) return { ...staff, clear: 'sensor' as const };
    const message =
      lane === undefined
        ? '请填写货道或传感器 · lane or sensor is missing'
        : '货道和传感器只能填写一项 · lane or sensor, not both';
    context.addIssue({ code: 'custom', path: ['lane'], message });
    return z.NEVER;
  });

/** Which lines of the current ledger: those after `after`, at most `limit` of them. */
export const EventsQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta(means('The number of the last line that you have', '已读到第几行')),
  limit: z.coerce.number().int().min(1).max(1000).default(256).meta(means('How many lines at most', '最多返回几行')),
});

export type RestockBody = z.infer<typeof RestockBody>;
