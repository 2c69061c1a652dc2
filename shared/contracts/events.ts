import { z } from 'zod';
import { Booted, Commanded, Configured } from './events/agent.ts';
import { Stamp } from './events/fields.ts';
import { BoardChanged, ClimateChanged, DoorChanged, LaneChanged, SensorChanged } from './events/hardware.ts';
import { Counted, Removed, Restocked } from './events/stock.ts';
import { Issued, NotIssued, Settled, Tested, Turning, Uncertain } from './events/turns.ts';
import { firstIssue } from './first-issue.ts';
import { readJson } from './json.ts';

/**
 * Every kind of ledger line that this version knows. Unknown fields are ignored; unknown kinds are
 * stored and shown unchanged.
 */
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
/** The events of one kind, or of several. */
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;

type WithoutStamp<E> = E extends Event ? Omit<E, 'at' | 'run' | 'up'> : never;

/** An event before the loop adds its times. */
export type Fact = WithoutStamp<Event>;

/** What every line has whatever its kind, including kinds of a newer version. */
export const AnyEvent = z.looseObject({ kind: z.string().min(1).max(64), ...Stamp });
export type AnyEvent = z.infer<typeof AnyEvent>;

/**
 * A ledger line as read: an event of a known kind, one of an unknown kind (`unknown`), or bytes
 * that are not an event (`unreadable`, with the reason): not JSON, nested too deep, or a number out
 * of its range. Never throws.
 */
export type ReadLine =
  | { kind: 'known'; event: Event }
  | { kind: 'unknown'; event: AnyEvent; why: string }
  | { kind: 'unreadable'; why: string };

/** Reads one ledger line as it is on disk and on the wire. Never throws. */
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
