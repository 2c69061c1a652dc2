import type { Head, LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { Chunk } from './folding.ts';
import type { LedgerMark, TextLines } from './ingest.ts';
import type { FoldedChunk, SetAside } from './machine-fold.ts';
import type { DayTotal } from './totals.ts';
import type { DecisionRecord } from './uncounted.ts';

type Awaitable<T> = T | Promise<T>;

/** Lines to append: they continue `ledger` of `machine` from `first`; `head` is the chain's state behind them. */
export interface NewChunk<L = TextLines> {
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly head: Head;
  readonly lines: L;
}

/**
 * What the ledger engine needs of a database, which it alone writes: one process, one engine. Any call may throw; then nothing of it is stored.
 * `L` is the form in which lines are appended.
 */
export interface LedgerStore<L = TextLines> {
  /** All ledgers with their marks and heads as durably stored, in the order in which they were opened. */
  marks(): Awaitable<readonly (LedgerMark & { readonly machine: MachineId; readonly ledger: LedgerId })[]>;
  /** Appends in one durable transaction. */
  append(chunks: readonly NewChunk<L>[]): Awaitable<void>;
  /** Chunks behind `after` in order, until about `lines` lines; empty where all are folded. */
  chunksAfter(after: number, lines: number): Awaitable<readonly Chunk[]>;
  /** Chunks of one machine from the chunk `from` up to `through`, until about `lines` lines. */
  chunksOf(machine: MachineId, from: number, through: number, lines: number): Awaitable<readonly Chunk[]>;
  foldedThrough(): Awaitable<number>;
  /** The machines that the last saved fold left aside. */
  setAside(): Awaitable<readonly SetAside<MachineId>[]>;
  account(machine: MachineId): Awaitable<string | null>;
  dayTotals(machine: MachineId): Awaitable<(day: LocalDay, product: ProductCode) => DayTotal | null>;
  /** What people decided about the machine's lines, the oldest first. */
  decisions(machine: MachineId): Awaitable<readonly DecisionRecord[]>;
  saveFold(write: FoldWrite): Awaitable<void>;
  /** Keeps a decision, and puts the machine's books, folded anew by it, in the place of all that was folded of it: in one transaction. */
  saveAnew(write: RefoldWrite): Awaitable<void>;
  /** Forgets all that was folded: totals, accounts, the mark, and who was set aside. The lines stay, and where each was placed. */
  forgetFolds(): Awaitable<void>;
}

/** What folding some chunks makes: saved in one transaction with the mark, or not at all. */
export interface FoldWrite {
  /** All chunks up to this one are folded, or passed over since their machine is set aside. */
  readonly through: number;
  readonly chunks: readonly FoldedChunk[];
  readonly accounts: readonly { readonly machine: MachineId; readonly account: string }[];
  readonly days: readonly { readonly machine: MachineId; readonly total: DayTotal }[];
  /** All machines that are set aside from here on; null where that is as it was. */
  readonly aside: readonly SetAside<MachineId>[] | null;
}

/** A machine's books as folded anew; `chunks` are those whose lines are marked otherwise than before. */
export interface RefoldWrite {
  readonly decision: DecisionRecord;
  readonly account: string;
  readonly days: readonly DayTotal[];
  readonly chunks: readonly FoldedChunk[];
}
