import type { Head, LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { LedgerMark, TextLines } from './check-batch.ts';
import type { Chunk } from './chunk.ts';
import type { FoldedChunk, SetAside } from './machine-fold.ts';
import type { DayTotal } from './totals.ts';
import type { LineDecision } from './uncounted.ts';

type Awaitable<T> = T | Promise<T>;

/**
 * Lines to append. They continue `ledger` of `machine` from line `first`; `head` is the head after
 * them.
 */
export interface NewChunk<L = TextLines> {
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly head: Head;
  readonly lines: L;
}

/**
 * What the ledger engine needs from a database. The engine is the only writer: one process, one
 * engine. Every call may throw; then nothing of it is stored. `L` is the form in which lines are
 * appended.
 */
export interface LedgerStore<L = TextLines> {
  /** All ledgers with their durably stored marks, in the order in which they began. */
  marks(): Awaitable<readonly (LedgerMark & { readonly machine: MachineId; readonly ledger: LedgerId })[]>;
  /** Appends all chunks in one durable transaction. */
  append(chunks: readonly NewChunk<L>[]): Awaitable<void>;
  /** Chunks after `after`, in order, up to about `lines` lines. Empty if all are folded. */
  chunksAfter(after: number, lines: number): Awaitable<readonly Chunk[]>;
  /** Chunks of one machine from the chunk `from` to `through`, up to about `lines` lines. */
  chunksOf(machine: MachineId, from: number, through: number, lines: number): Awaitable<readonly Chunk[]>;
  foldedThrough(): Awaitable<number>;
  /** The machines that were set aside when the last fold was saved. */
  setAside(): Awaitable<readonly SetAside<MachineId>[]>;
  account(machine: MachineId): Awaitable<string | null>;
  dayTotals(machine: MachineId): Awaitable<(day: LocalDay, product: ProductCode) => DayTotal | null>;
  /** What people decided about the machine's lines, oldest first. */
  decisions(machine: MachineId): Awaitable<readonly LineDecision[]>;
  saveFold(write: FoldWrite): Awaitable<void>;
  /**
   * Saves a decision and replaces all books of the machine by the refolded ones, in one
   * transaction.
   */
  saveRefold(write: RefoldWrite): Awaitable<void>;
  /**
   * Deletes everything folded: totals, accounts, the mark and the list of machines set aside,
   * except those that a person quarantined. The lines stay, with their timestamps.
   */
  forgetFolds(): Awaitable<void>;
}

/** What folding some chunks produced. It is saved with the mark in one transaction. */
export interface FoldWrite {
  /** All chunks up to this one are folded, or skipped because their machine is set aside. */
  readonly through: number;
  readonly chunks: readonly FoldedChunk[];
  readonly accounts: readonly { readonly machine: MachineId; readonly account: string }[];
  readonly days: readonly { readonly machine: MachineId; readonly total: DayTotal }[];
  /** All machines that are set aside from now on. Null if unchanged. */
  readonly setAside: readonly SetAside<MachineId>[] | null;
}

/**
 * A machine's refolded books. `chunks` are those with a line that is now counted and was not, or
 * the reverse.
 */
export interface RefoldWrite {
  readonly decision: LineDecision;
  readonly account: string;
  readonly days: readonly DayTotal[];
  readonly chunks: readonly FoldedChunk[];
}
