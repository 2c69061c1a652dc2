import { z } from 'zod';

/** A machine's id: also its MQTT client id and user name [MQTT contract]. */
export const MachineId = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{2,31}$/)
  .brand<'MachineId'>();
export type MachineId = z.infer<typeof MachineId>;

/** A ledger's id: a UUID made with the kiosk's database; a new disk is a new ledger. */
export const LedgerId = z.guid().brand<'LedgerId'>();
export type LedgerId = z.infer<typeof LedgerId>;

/** The id of one citizen's request, made and kept by whoever asks: any 8-4-4-4-12 hex form, since it is theirs to make. */
export const RequestId = z.guid().brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

/** The id of a fleet command. */
export const CommandId = z.guid().brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** The number painted on a lane, from 1. */
export const Lane = z.int().min(1).max(9999).brand<'Lane'>();
export type Lane = z.infer<typeof Lane>;

/** A vend transaction on a board, 1 to 2³²−1, strictly rising [LBP/1 owes 1]. */
export const Txn = z.int().min(1).max(4_294_967_295).brand<'Txn'>();
export type Txn = z.infer<typeof Txn>;

/** The number of a ledger line, from 1. */
export const Seq = z.int().min(1).brand<'Seq'>();
export type Seq = z.infer<typeof Seq>;

/** How far a ledger is known: the number of its last line, 0 for none. */
export const Mark = z.int().min(0);
export type Mark = z.infer<typeof Mark>;

/** A product's item code, such as `CD-M`. */
export const ProductCode = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{0,15}$/)
  .brand<'ProductCode'>();
export type ProductCode = z.infer<typeof ProductCode>;

/** A maker's lot number: text, leading zeros matter; compared after trimming and upper-casing. */
export const LotNumber = z
  .string()
  .trim()
  .min(1)
  .max(32)
  .transform((lot) => lot.toUpperCase());

/** A last usable day, `2028-12-31`. */
export const ExpiryDay = z.iso.date();

/** The last instant that ECMAScript's Date knows. */
export const mostInstant = 8_640_000_000_000_000;

/** Milliseconds since 1970 by some clock. */
export const Instant = z.int().min(0).max(mostInstant);

/** A SHA-256 in lower-case hex: the chain's state after some line. */
export const Head = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Head'>();
export type Head = z.infer<typeof Head>;
