import type { Head, LedgerId, RequestId } from '../shared/contracts/ids.ts';
import type { KioskChannel } from '../shared/contracts/topics.ts';
import type { Use } from '../shared/rules/eligibility.ts';
import type { DiskCode, Ticket } from './core/input.ts';
import type { Reply } from './core/reply.ts';
import type { Tag, UseChange, Week } from './core/screen/person.ts';

export type { DiskCode };

/**
 * The store could not write, and nothing of the failed transaction is stored; or it could not read.
 */
export class DiskFailure extends Error {
  readonly code: DiskCode;
  constructor(code: DiskCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'DiskFailure';
    this.code = code;
  }
}

/**
 * The line of the last receipt when it was kept: a hint for the next start, never needed for
 * correctness.
 */
export interface Position {
  readonly ledger: LedgerId;
  readonly through: number;
  /** The fleet's clock at that receipt, ms since 1970: the kiosk never assumes an earlier time. */
  readonly timeMs: number;
}

/**
 * The kiosk's ledgers on disk: append-only, chained, durable before `append` returns [MQTT
 * contract, events].
 */
export interface LedgerStore {
  /** The ledger that is being written. */
  readonly ledger: LedgerId;
  /** Its last line's number, 0 for none. */
  readonly last: number;
  /** Its chain state after `last`. */
  readonly head: Head;
  /** Every line of every local ledger, in the order in which they were written. */
  replay(visit: (ledger: LedgerId, seq: number, line: string) => void): void;
  /** One durable transaction, with the changes of the kept uses. Throws DiskFailure. */
  append(lines: readonly string[], uses?: readonly UseChange[]): void;
  /** Begins a new ledger with these lines in one durable transaction. Throws DiskFailure. */
  begin(ledger: LedgerId, lines: readonly string[], uses?: readonly UseChange[]): void;
  /** The kept uses of any of these tags. Throws DiskFailure. */
  usesOf(tags: ReadonlyMap<Week, Tag>): Use[];
  /** Deletes the uses of all weeks before this one. Throws DiskFailure. */
  forgetUses(before: Week): void;
  /** The requests whose use is still open. Throws DiskFailure. */
  openUses(): RequestId[];
  /**
   * The chain state after line `seq` of the current ledger, h(0) for 0, null if it has no such
   * line. Throws DiskFailure.
   */
  headAt(seq: number): Head | null;
  /** Up to `count` lines of the current ledger from `first` on. Throws DiskFailure. */
  read(first: number, count: number): string[];
  readonly position: Position | null;
  /** Throws DiskFailure. */
  keepPosition(position: Position): void;
  /**
   * Makes sure that the next start can still find what was written. Throws DiskFailure if it can't.
   */
  check(): void;
}

/**
 * The serial line to the board: whether it is open, and bytes out. What comes back is passed to the
 * agent.
 */
export interface BoardLine {
  open(): void;
  send(bytes: Uint8Array): void;
  close(): void;
}

/**
 * The MQTT link to the fleet. `publish` is QoS 1 and keeps nothing: the ledger repeats what was not
 * receipted.
 */
export interface FleetLink {
  /**
   * One attempt to connect; it ends in `link up` or `link down`. `will` is the last will's payload.
   */
  connect(will: string): void;
  publish(channel: KioskChannel, payload: string): void;
  close(): void;
  /** Whether the last attempt went to another computer without encryption. */
  isPlain(): boolean;
}

/** Time and random numbers, from outside. */
export interface Clock {
  /** ms since 1970, a whole number. */
  at(): number;
  /** Monotonic ms since the start, a whole number. */
  monoMs(): number;
  /** 0 ≤ n < 1. */
  random(): number;
  /**
   * Calls `wake` at this monotonic ms or soon after; a new call replaces the old one; null for
   * never.
   */
  wakeAt(monoMs: number | null, wake: () => void): void;
}

/** What a log entry may hold: plain values, and no object of a class, such as a `Secret`. */
export type Loggable =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Loggable[]
  | { readonly [name: string]: Loggable };

/** What the loop reports to its surroundings, in addition to its acts. */
export interface AgentObserver {
  reply(ticket: Ticket, reply: Reply): void;
  /** A line is durable. */
  recorded(ledger: LedgerId, seq: number, line: string): void;
  /** Something that staff and technicians should find in the log. No secret fits into it. */
  log(level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, Loggable>>): void;
  /** All inputs are handled: what the screen shows may have changed. */
  rested?(): void;
  /** The agent must end. */
  restart(): void;
}
