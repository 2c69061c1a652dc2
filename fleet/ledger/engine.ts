import type { Receipt } from '../../shared/contracts/batch.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import {
  type BatchCodec,
  checkBatch,
  type IngestResult,
  type LedgerMark,
  type LineSequence,
  type ReceivedBatch,
  type TextLines,
} from './check-batch.ts';
import type { FoldReport } from './fold-report.ts';
import { FoldRunner } from './fold-runner.ts';
import type { LedgerStore, NewChunk } from './ledger-store.ts';
import type { FoldChunk, SetAside } from './machine-fold.ts';
import { plus, Quota, type Stored } from './quota.ts';
import type { HeartbeatClock } from './timestamping.ts';
import type { LineDecision } from './uncounted.ts';

/** The result of a group of batches. */
export type IngestReport =
  | { readonly stored: true; readonly intakes: readonly IngestResult[] }
  /** The store failed. Nothing was stored and no receipt may be sent. */
  | { readonly stored: false; readonly why: string };

/**
 * Keeps the ledgers. It stores batches first, so that a receipt covers only what is durable. It
 * then folds the stored lines into the books exactly once: books, totals and the folded mark are
 * saved together. It is the only writer, and its callers make sure that calls never overlap.
 */
export class LedgerEngine<L extends LineSequence<L> = TextLines> {
  readonly #store: LedgerStore<L>;
  readonly #codec: BatchCodec<L>;
  readonly #folding: FoldRunner;
  readonly #quota = new Quota();
  #marks = new Map<string, LedgerMark>();

  /** `foldChunk` is normally from `chunkFolder`; a test may pass one that fails. */
  constructor(store: LedgerStore<L>, codec: BatchCodec<L>, foldChunk: FoldChunk) {
    this.#store = store;
    this.#codec = codec;
    this.#folding = new FoldRunner(store, foldChunk);
  }

  /**
   * Reads the marks. Call it again after the store failed, so that memory matches what is stored.
   */
  async open(): Promise<void> {
    const marks = await this.#store.marks();
    this.#marks = new Map(marks.map((each) => [`${each.machine} ${each.ledger}`, each]));
    await this.#folding.open();
  }

  mark(machine: MachineId, ledger: LedgerId): LedgerMark {
    return this.#marks.get(`${machine} ${ledger}`) ?? { through: 0, head: this.#codec.first(ledger) };
  }

  /** The receipt for a ledger as it is stored now. */
  receipt(machine: MachineId, ledger: LedgerId, now: number): Receipt {
    return { ledger, ...markOf(this.mark(machine, ledger)), time: now };
  }

  /**
   * Stores a group of batches in one transaction. Returns the result of each batch; receipts are as
   * of the commit.
   */
  async ingest(arrived: readonly ReceivedBatch[], now: number): Promise<IngestReport> {
    const marks = new Map<string, LedgerMark>();
    const chunks: NewChunk<L>[] = [];
    const stored = new Map<MachineId, Stored>();
    const verdicts = arrived.map((each) => this.#check(each, now, marks, chunks, stored));
    if (chunks.length > 0)
      try {
        await this.#store.append(chunks);
      } catch (error) {
        return { stored: false, why: error instanceof Error ? error.message : String(error) };
      }
    for (const [machine, each] of stored) this.#quota.note(machine, each, now);
    for (const [key, mark] of marks) this.#marks.set(key, mark);
    // Receipts are cumulative, so all batches of a ledger in the group share one.
    const receipts = new Map<string, Receipt>();
    const receiptOf = (machine: MachineId, ledger: LedgerId): Receipt => {
      const key = `${machine} ${ledger}`;
      const receipt = receipts.get(key) ?? this.receipt(machine, ledger, now);
      receipts.set(key, receipt);
      return receipt;
    };
    return { stored: true, intakes: verdicts.map((verdict) => verdict(receiptOf)) };
  }

  #check(
    each: ReceivedBatch,
    now: number,
    marks: Map<string, LedgerMark>,
    chunks: NewChunk<L>[],
    stored: Map<MachineId, Stored>,
  ): (receiptOf: (machine: MachineId, ledger: LedgerId) => Receipt) => IngestResult {
    const { machine } = each;
    const read = this.#codec.read(each);
    if (!read.ok) return () => ({ machine, kind: 'malformed', why: read.why });
    const { batch } = read;
    const { ledger } = batch;
    const key = `${machine} ${ledger}`;
    const verdict = checkBatch(marks.get(key) ?? this.mark(machine, ledger), batch, this.#codec.headAfter);
    if (verdict.kind === 'fork')
      return (receiptOf) => ({ machine, kind: 'fork', receipt: receiptOf(machine, ledger), ledger });
    if (verdict.kind !== 'new')
      return (receiptOf) => ({ machine, kind: verdict.kind, receipt: receiptOf(machine, ledger), lines: 0 });
    const begins = !marks.has(key) && !this.#marks.has(key);
    const pending = stored.get(machine);
    if (this.#quota.isOver(machine, begins, pending, now)) return () => ({ machine, kind: 'over-quota' });
    const { through, head, first, lines } = verdict.take;
    const more = { lines: lines.length, bytes: each.bytes, ledgers: begins ? 1 : 0 };
    stored.set(machine, pending === undefined ? more : plus(pending, more));
    marks.set(key, { through, head });
    chunks.push({ machine, ledger, first, received: Math.min(now, each.received ?? now), head, lines });
    return (receiptOf) => ({ machine, kind: 'new', receipt: receiptOf(machine, ledger), lines: lines.length });
  }

  /**
   * Notes a heartbeat's clock, so that lines of that run can be timestamped. It is saved with the
   * next fold.
   */
  noteHeartbeatClock(machine: MachineId, heartbeat: HeartbeatClock, received: number): Promise<void> {
    return this.#folding.noteHeartbeatClock(machine, heartbeat, received);
  }

  /** A machine's account as folded so far, as written. */
  account(machine: MachineId): Promise<string> {
    return this.#folding.account(machine);
  }

  /** The machines whose lines cannot be folded. */
  setAside(): readonly SetAside<MachineId>[] {
    return this.#folding.setAside();
  }

  /**
   * Saves what a person decided about lines of a machine and refolds its books. Returns its account
   * as written.
   */
  decide(decision: LineDecision): Promise<string> {
    return this.#folding.decide(decision);
  }

  /** Folds about `lines` more lines. If the store fails, books and mark stay as they were. */
  fold(lines: number): Promise<FoldReport> {
    return this.#folding.fold(lines);
  }

  /** Refolds all books from the lines. Returns the number of lines. */
  async rebuild(): Promise<number> {
    await this.#store.forgetFolds();
    await this.open();
    let lines = 0;
    for (;;) {
      const report = await this.fold(10_000);
      lines += report.lines;
      if (report.done) return lines;
    }
  }
}

const markOf = ({ through, head }: LedgerMark): LedgerMark => ({ through, head });
