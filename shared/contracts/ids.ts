import { z } from 'zod';
import { foldLot, lotAsRead, lotMaxSigns } from './spelling.ts';

/** A machine's id: also its MQTT client id and user name [MQTT contract]. */
export const MachineId = z
  .string()
  .regex(
    /^[A-Z0-9][A-Z0-9-]{2,31}$/,
    '机器编号由 3 至 32 个大写字母、数字或连字符组成 · a machine id of 3 to 32 capital letters, digits and hyphens',
  )
  .brand<'MachineId'>();
export type MachineId = z.infer<typeof MachineId>;

/**
 * A UUID of any version, in lower case: its hexadecimal digits mean the same in either case [RFC
 * 9562, 4]. It is folded when read, so that the spelling of the input never matters in a
 * comparison.
 */
const AnyUuid = z.guid().toLowerCase();

/** A ledger's id: a UUID made with the kiosk's database; a new disk is a new ledger. */
export const LedgerId = AnyUuid.brand<'LedgerId'>();
export type LedgerId = z.infer<typeof LedgerId>;

/**
 * The id of one citizen's request as ledgers and answers hold it: a UUID of any version, since
 * older kiosks accepted any.
 */
export const RequestId = AnyUuid.brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

/**
 * The id that a caller must make for a new request: a random UUID, of version 4 or 7. Nothing else
 * is accepted, so that no personal number can be written into it and so into a ledger.
 */
export const NewRequestId = AnyUuid.refine((id) => /^.{14}[47].{4}[89ab]/.test(id), {
  message: '请求编号须为随机生成的 UUID（第 4 或第 7 版） · must be a random UUID, version 4 or 7',
}).brand<'RequestId'>();

/** The id of a fleet command. */
export const CommandId = AnyUuid.brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** The id of a bag or a recall on a label that the fleet signed. */
export const LabelId = z
  .string()
  .regex(
    /^[0-9A-Za-z-]{1,36}$/,
    '标签编号由至多 36 个字母、数字或连字符组成 · a label id of at most 36 letters, digits and hyphens',
  );

/** The number painted on a lane, from 1. */
export const Lane = z.int().min(1).max(9999).brand<'Lane'>();
export type Lane = z.infer<typeof Lane>;

/** A vend transaction on a board, 1 to 2³²−1, strictly rising [LBP/1 owes 1]. */
export const Txn = z.int().min(1).max(4_294_967_295).brand<'Txn'>();
export type Txn = z.infer<typeof Txn>;

/** The number of a ledger line, from 1. */
export const Seq = z.int().min(1).brand<'Seq'>();
export type Seq = z.infer<typeof Seq>;

/** How far a ledger is known: the number of its last known line, 0 for none. */
export const Mark = z.int().min(0);
export type Mark = z.infer<typeof Mark>;

/** A product's item code, such as `CD-M`. */
export const ProductCode = z
  .string()
  .regex(
    /^[A-Z0-9][A-Z0-9-]{0,15}$/,
    '药具编码由至多 16 个大写字母、数字或连字符组成 · an item code of at most 16 capital letters, digits and hyphens',
  )
  .brand<'ProductCode'>();
export type ProductCode = z.infer<typeof ProductCode>;

/** A lot number as a person may type, paste or scan it, before it is folded. */
export const TypedLot = z.string().max(64);

/**
 * A maker's lot number as it is entered: text whose leading zeros matter; folded, and then limited
 * in length.
 */
export const LotNumber = TypedLot.overwrite(foldLot)
  .min(1, '批号没有可见字符 · a lot number without a sign to be seen')
  .max(lotMaxSigns, `批号过长，最多 ${lotMaxSigns} 个字符 · a lot number of more than ${lotMaxSigns} signs`);

/**
 * A lot number as a ledger or a configuration holds it. Older versions wrote it unfolded, and up to
 * three times as long as allowed now.
 */
export const ReadLot = z
  .string()
  .max(3 * lotMaxSigns)
  .overwrite(lotAsRead);

/**
 * A last usable day as a ledger line has it, `2028-12-31`. Lines of older kiosks may hold any year;
 * see `lotFitness` for how the rules treat it.
 */
export const ExpiryDay = z.iso.date();

/** The last instant that ECMAScript's Date can represent. */
export const maxInstant = 8_640_000_000_000_000;

/** Milliseconds since 1970 by some clock. */
export const Instant = z.int().min(0).max(maxInstant);

/** The number of a start of the agent; it rises at each start. */
export const RunNumber = z.int().min(0).max(4_294_967_295);

/**
 * Monotonic ms since a start: a hundred years at most, so that any clock time minus this value is
 * an instant.
 */
export const UpTime = z
  .int()
  .min(0)
  .max(36_525 * 86_400_000);

/** The version of a configuration; 0 for the first planogram of kiosk.json. */
export const ConfigVersion = z.int().min(0).max(1_000_000_000);

/** A SHA-256 in lower-case hex: the chain's state after some line. */
export const Head = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Head'>();
export type Head = z.infer<typeof Head>;
