import type { Receipt } from '../../shared/contracts/batch.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { errorText } from '../../shared/error-text.ts';
import { BatchGroup, ledgerKey } from './batch-group.ts';
import type { BatchCodec, IngestResult, LedgerMark, LineSequence, ReceivedBatch, TextLines } from './check-batch.ts';
import type { FoldReport } from './fold-report.ts';
import { FoldRunner } from './fold-runner.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { ChunkFolder, SetAside } from './machine-fold.ts';
import type { Quarantined } from './quarantined.ts';
import { Quota } from './quota.ts';
import type { HeartbeatClock } from './timestamping.ts';
import type { LineDecision } from './uncounted.ts';

/** The result of a group of batches. */
export type IngestReport =
  | { readonly stored: true; readonly results: readonly IngestResult[] }
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

  /** `folder` is normally from `chunkFolder`; a test may pass one that fails. */
  constructor(store: LedgerStore<L>, codec: BatchCodec<L>, folder: ChunkFolder) {
    this.#store = store;
    this.#codec = codec;
    this.#folding = new FoldRunner(store, folder);
  }

  /**
   * Reads the marks. Call it again after the store failed, so that memory matches what is stored.
   */
  async open(): Promise<void> {
    const marks = await this.#store.marks();
    this.#marks = new Map(marks.map((each) => [ledgerKey(each.machine, each.ledger), each]));
    await this.#folding.open();
  }

  mark(machine: MachineId, ledger: LedgerId): LedgerMark {
    return this.#marks.get(ledgerKey(machine, ledger)) ?? { through: 0, head: this.#codec.first(ledger) };
  }

  /** The receipt for a ledger as it is stored now. */
  receipt(machine: MachineId, ledger: LedgerId, now: number): Receipt {
    // What is stored of a mark has more fields, and none of them belongs on the wire.
    const { through, head } = this.mark(machine, ledger);
    return { ledger, through, head, time: now };
  }

  /**
   * Stores a group of batches in one transaction. Returns the result of each batch; receipts are as
   * of the commit.
   */
  async ingest(arrived: readonly ReceivedBatch[], now: number): Promise<IngestReport> {
    const group = new BatchGroup(this.#codec, this.#marks, this.#quota, now);
    for (const batch of arrived) group.add(batch);
    const { chunks } = group;
    if (chunks.length > 0)
      try {
        await this.#store.append(chunks);
      } catch (error) {
        return { stored: false, why: errorText(error) };
      }
    for (const [machine, stored] of group.stored) this.#quota.note(machine, stored, now);
    for (const [key, mark] of group.marks) this.#marks.set(key, mark);
    return { stored: true, results: group.results((machine, ledger) => this.receipt(machine, ledger, now)) };
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

  /** The machines whose lines are kept out of the books. */
  setAside(): readonly SetAside<MachineId>[] {
    return this.#folding.setAside();
  }

  /** From now on keeps exactly these machines out of the books, see `FoldRunner.quarantine`. */
  quarantine(machines: readonly Quarantined[]): Promise<void> {
    return this.#folding.quarantine(machines);
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
