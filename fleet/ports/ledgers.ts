import type { EventList } from '../../shared/contracts/fleet/history.ts';
import type { AreaRecall } from '../../shared/contracts/fleet/recall.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { DaySpan } from '../../shared/rules/calendar.ts';
import type { LedgerMark, ReceivedBatch } from '../ledger/check-batch.ts';
import type { IngestReport } from '../ledger/engine.ts';
import type { FoldReport } from '../ledger/fold-report.ts';
import type { HeartbeatClock } from '../ledger/timestamping.ts';
import type { LineDecision } from '../ledger/uncounted.ts';

/**
 * How much of the filling is left: machines whose older lines are not in the rows that lists read,
 * and how many there were when the store was opened.
 */
export interface FillProgress {
  readonly left: number;
  readonly total: number;
}

/**
 * Boxes of some lots by a machine's lines. `last` is when the last of them was given out, null if
 * none was or if that is not known.
 */
export interface LotIssues {
  readonly issued: number;
  readonly uncertain: number;
  readonly last: number | null;
}

/**
 * A line of a machine's ledgers: the number of its ledger in the store, null for the newest, and
 * its own number there.
 */
export interface LinePosition {
  readonly ledger: number | null;
  readonly seq: number;
}

/** A page of a machine's lines; `next` is where the next page begins, null on the last. */
export interface LinePage extends Pick<EventList, 'events'> {
  readonly next: { readonly ledger: number; readonly seq: number } | null;
}

/** Which lines of a machine's ledgers to read. */
export interface LineQuery {
  /** The line after which the page begins, or null for the first page. */
  readonly after: LinePosition | null;
  readonly order: 'oldest' | 'newest';
  /** Kinds of lines. Empty for all. */
  readonly kinds: readonly string[];
  /** The local days on which they happened; null or absent: all. */
  readonly days?: DaySpan | null;
  readonly limit: number;
}

/**
 * The machines' ledgers and the books folded from them: the ledger engine as the service calls it,
 * in this thread or another. One engine writes one database: it holds marks and accounts in memory
 * and relies on being the only writer.
 */
export interface Ledgers {
  /**
   * Stores what continues its ledger, all batches in one transaction. Receipts cover only what is
   * durably stored. `now` in ms since 1970.
   */
  ingest(arrived: readonly ReceivedBatch[], now: number): Promise<IngestReport>;
  /** Folds about `lines` stored lines into the books. Each line is folded once. */
  fold(lines: number): Promise<FoldReport>;
  /** How far a ledger is stored. `through` is 0 if nothing of it is. */
  mark(machine: MachineId, ledger: LedgerId): Promise<LedgerMark>;
  /**
   * Notes that a kiosk's run had been up for `up` ms at `received` (ms since 1970), so that its
   * lines can be timestamped.
   */
  noteHeartbeatClock(machine: MachineId, heartbeat: HeartbeatClock, received: number): Promise<void>;
  /** A machine's account as folded so far, as JSON. */
  account(machine: MachineId): Promise<string>;
  /** Folds all lines into new books. Returns the number of lines. */
  rebuild(): Promise<number>;
  /**
   * Does a step of about `lines` lines of filling in the rows of lines that were folded before such
   * rows existed: restock records and boxes by lot. Each step is durable. Returns what is left.
   */
  fill(lines: number): Promise<FillProgress>;
  /**
   * Stores what a person decided about lines of a machine and refolds its books with it: both or
   * neither. Returns its account as JSON.
   */
  decide(decision: LineDecision): Promise<string>;
  /** All that people decided about lines, oldest first. */
  decisions(): Promise<readonly LineDecision[]>;
  /**
   * Folds a copy of all lines and returns the machines and counties whose stored totals differ.
   * Empty if the books balance.
   */
  audit(): Promise<readonly string[]>;
  /** A machine's ledgers in the order in which they began. `through` is the last folded line. */
  ledgersOf(machine: MachineId): Promise<readonly { readonly id: LedgerId; readonly through: number }[]>;
  /**
   * For each of some machines, the boxes of some lots that its folded and counted lines say were
   * given out, or may have been and are not settled.
   */
  lotIssues(
    machines: readonly MachineId[],
    recall: Pick<AreaRecall, 'product' | 'lots'>,
  ): Promise<ReadonlyMap<MachineId, LotIssues>>;
  /** A page of a machine's folded lines. */
  events(machine: MachineId, query: LineQuery): Promise<LinePage>;
}
