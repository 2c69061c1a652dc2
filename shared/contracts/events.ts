import { z } from 'zod';
import {
  CommandId,
  ConfigVersion,
  ExpiryDay,
  Instant,
  Lane,
  LedgerId,
  ProductCode,
  ReadLot,
  RequestId,
  RunNumber,
  Txn,
  TypedLot,
  UpTime,
} from './ids.ts';
import { readJson } from './json.ts';
import { Plan } from './plan.ts';

/** A short closed-set word or sentence that says why; never anything about the citizen. */
const Reason = z.string().min(1).max(64);

/** Who did it, as staff entered it at the kiosk. */
export const By = z.string().min(1).max(64);

const Count = z.int().min(0).max(10_000);
/** What a board reads of its surroundings, right or wrong: five digits. */
export const Reading = z.int().min(-99_999).max(99_999);
const Lot = ReadLot.nullable();
const Expires = ExpiryDay.nullable();

/** A board's serial number as the board tells it. */
export const BoardSerial = z.string().min(1).max(64);

/** When a line was written: the kiosk's clock, its start number, and the monotonic ms since that start. */
const Stamp = {
  /** ms since 1970 by the kiosk's own clock, right or wrong. */
  at: Instant,
  /** A number that rises at every start of the agent. */
  run: RunNumber,
  /** Monotonic ms since that start. */
  up: UpTime,
};

/** What a lane is, seen from outside. */
export const LaneState = z.enum(['ready', 'empty', 'jam', 'absent', 'locked']);
export type LaneState = z.infer<typeof LaneState>;

/** A request is taken and its motor is about to turn. */
export const Turning = z.object({
  kind: z.literal('turning'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  /** The serial of the board that is asked to turn. */
  board: BoardSerial,
  /** The transaction that board showed just before, 0 for none; null where such a board keeps none. */
  before: z.int().min(0).max(4_294_967_295).nullable(),
  /** The lane's drop counter just before, where the board has one. */
  drops: z.int().min(0).max(4_294_967_295).optional(),
});

/** One box fell, seen by the sensor. */
export const Issued = z.object({
  kind: z.literal('issued'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
});

/** An attempt that gave nothing. */
export const NotIssued = z.object({
  kind: z.literal('not-issued'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  reason: Reason,
});

/** One box may have fallen, and nobody can know. */
export const Uncertain = z.object({
  kind: z.literal('uncertain'),
  ...Stamp,
  request: RequestId,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
  reason: Reason,
});

/** An uncertain one, settled by the board that came back or by a count. */
export const Settled = z.object({
  kind: z.literal('settled'),
  ...Stamp,
  txn: Txn,
  lane: Lane,
  product: ProductCode,
  issued: z.boolean(),
  by: z.enum(['board', 'count']),
});

/** Boxes put in behind what is there; `stock` is the count after. */
export const Restocked = z.object({
  kind: z.literal('restocked'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
  /** The lot as staff typed it, where that is another spelling. */
  lotTyped: TypedLot.optional(),
  expires: Expires,
  added: Count,
  stock: Count,
  by: By,
});

/**
 * A stock-take; the difference from `was` is booked, nothing is overwritten. `lots` says which lots the difference is of.
 * `kept`: boxes of no lot first, and what an earlier count took away is back where this one corrects it. Absent in lines
 * of older kiosks, which stay as they were folded then: missing boxes left from the front.
 */
export const Counted = z.object({
  kind: z.literal('counted'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  stock: Count,
  was: Count,
  lots: z.string().max(16).optional(),
  by: By,
});

/** Boxes taken out, front first. */
export const Removed = z.object({
  kind: z.literal('removed'),
  ...Stamp,
  lane: Lane,
  product: ProductCode,
  lot: Lot,
  removed: Count,
  stock: Count,
  reason: Reason,
  by: By,
});

/** A lane's state changed, with the reason where there is one. */
export const LaneChanged = z.object({
  kind: z.literal('lane'),
  ...Stamp,
  lane: Lane,
  state: LaneState,
  reason: Reason.nullable(),
});

/** The door was opened or closed. */
export const DoorChanged = z.object({ kind: z.literal('door'), ...Stamp, state: z.enum(['open', 'closed']) });

/** The board was found, lost, replaced by another, or restarted. */
export const BoardChanged = z.object({
  kind: z.literal('board'),
  ...Stamp,
  state: z.enum(['found', 'lost', 'swapped', 'reset']),
  serial: BoardSerial.nullable(),
  model: z.string().max(64).nullable().optional(),
  firmware: z.string().max(64).nullable().optional(),
  reason: Reason.nullable(),
});

/** One motor turn whose sensor reading came to be doubted. */
const DoubtedTurn = z.object({ request: RequestId, txn: Txn, lane: Lane, product: ProductCode, lot: Lot });

/**
 * The drop sensor: `suspect` stops the machine and puts the boxes of `turns` in doubt (they gave `no-drop`, but the sensor may be
 * blind); `trusted` puts it back in service after somebody looked after it.
 */
export const SensorChanged = z.object({
  kind: z.literal('sensor'),
  ...Stamp,
  state: z.enum(['suspect', 'trusted']),
  reason: Reason.nullable(),
  turns: z.array(DoubtedTurn).max(32).optional(),
  by: By.optional(),
});

/** Temperature (0.1 °C) or humidity (%) left its bounds or came back; null without a sensor. */
export const ClimateChanged = z.object({
  kind: z.literal('climate'),
  ...Stamp,
  state: z.enum(['ok', 'out']),
  tempDeciC: Reading.nullable(),
  humidityPct: Reading.nullable(),
});

/** The agent came up. In the first line of a ledger `ledgerBefore` names the ledger that it continues, if one is known. */
export const Booted = z.object({
  kind: z.literal('booted'),
  ...Stamp,
  version: z.string().max(64),
  /** `start`, or why a new ledger was opened: `new-disk`, `fork`, `damaged`. */
  cause: Reason,
  ledgerBefore: LedgerId.nullable(),
  /** A ledger was on this disk and is gone, so that none before can be named. */
  missing: z.literal(true).optional(),
});

/** A configuration came into force: the planogram as it stands from here on. */
export const Configured = z.object({
  kind: z.literal('configured'),
  ...Stamp,
  /** 0 for the first planogram of kiosk.json, else the desired configuration's version. */
  version: ConfigVersion,
  ...Plan.shape,
});

/** A fleet command was taken (before it is acted upon: at most once) or ended. */
export const Commanded = z.object({
  kind: z.literal('command'),
  ...Stamp,
  id: CommandId,
  command: z.string().max(32),
  state: z.enum(['accepted', 'done', 'failed', 'expired']),
  code: Reason.nullable(),
});

/** A motor was turned by staff for homing or testing; nothing of it is ever counted as issued. */
export const Tested = z.object({
  kind: z.literal('tested'),
  ...Stamp,
  lane: Lane,
  state: z.enum(['turning', 'done']),
  purpose: z.enum(['home', 'test-turn']),
  result: Reason.nullable(),
  by: By,
  /** Of a test turn: its transaction on the board, which no dispense may use again [LBP/1 owes 1]. */
  txn: Txn.optional(),
});

/** Every kind of ledger line this version knows. Unknown fields are ignored; unknown kinds are stored and shown as they are. */
export const Event = z.discriminatedUnion('kind', [
  Turning,
  Issued,
  NotIssued,
  Uncertain,
  Settled,
  Restocked,
  Counted,
  Removed,
  LaneChanged,
  DoorChanged,
  BoardChanged,
  SensorChanged,
  ClimateChanged,
  Booted,
  Configured,
  Commanded,
  Tested,
]);
export type Event = z.infer<typeof Event>;
/** The kinds of ledger line that this version knows. */
export type EventKind = Event['kind'];

type WithoutStamp<E> = E extends Event ? Omit<E, 'at' | 'run' | 'up'> : never;

/** What happened, before the loop stamps it with its time. */
export type Fact = WithoutStamp<Event>;

/** What every line has whatever its kind, also one of a newer version. */
export const AnyEvent = z.looseObject({ kind: z.string().min(1).max(64), ...Stamp });
export type AnyEvent = z.infer<typeof AnyEvent>;

/**
 * A ledger line as read: an event of a kind we know, one of a kind we don't (`unknown`), or bytes that make no event at all
 * (`unreadable`, with why): no JSON, nested too deep, or a number out of its range. Never throws.
 */
export type ReadLine =
  | { kind: 'known'; event: Event }
  | { kind: 'unknown'; event: AnyEvent; why: string }
  | { kind: 'unreadable'; why: string };

/** Reads one ledger line as it stands on disk and wire. Never throws. */
export function readLine(line: string): ReadLine {
  const read = readJson(line);
  if (!read.ok) return { kind: 'unreadable', why: read.why };
  const { json } = read;
  const known = Event.safeParse(json);
  if (known.success) return { kind: 'known', event: known.data };
  const any = AnyEvent.safeParse(json);
  const why = firstIssue(known.error);
  return any.success ? { kind: 'unknown', event: any.data, why } : { kind: 'unreadable', why };
}

/** A schema's first complaint as `path: message`. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'invalid';
  return issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message;
}
