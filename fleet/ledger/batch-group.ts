import type { Receipt } from '../../shared/contracts/batch.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import {
  type BatchCodec,
  checkBatch,
  type IngestResult,
  type LedgerMark,
  type LineSequence,
  type ReceivedBatch,
} from './check-batch.ts';
import type { NewChunk } from './ledger-store.ts';
import { plus, type Quota, type Stored } from './quota.ts';

/** The key of one machine's ledger in a map. */
export const ledgerKey = (machine: MachineId, ledger: LedgerId): string => `${machine} ${ledger}`;

/** The result of a batch before its receipt is known. */
type Outcome =
  | { readonly machine: MachineId; readonly kind: 'malformed'; readonly why: string }
  | { readonly machine: MachineId; readonly kind: 'over-quota' }
  | { readonly machine: MachineId; readonly kind: 'held' | 'gap' | 'fork'; readonly ledger: LedgerId }
  | { readonly machine: MachineId; readonly kind: 'new'; readonly ledger: LedgerId; readonly lines: number };

/**
 * Batches that are stored in one transaction. Each is checked against what is stored and against
 * the batches that were added before it.
 */
export class BatchGroup<L extends LineSequence<L>> {
  /** What to store. */
  readonly chunks: NewChunk<L>[] = [];
  /** The marks of the ledgers that `chunks` continue, once these are stored. */
  readonly marks = new Map<string, LedgerMark>();
  /** What `chunks` add to each machine's quota. */
  readonly stored = new Map<MachineId, Stored>();
  readonly #outcomes: Outcome[] = [];
  readonly #codec: BatchCodec<L>;
  readonly #storedMarks: ReadonlyMap<string, LedgerMark>;
  readonly #quota: Pick<Quota, 'isOver'>;
  readonly #now: number;

  /** `storedMarks`: the mark of each stored ledger, by its key. */
  constructor(
    codec: BatchCodec<L>,
    storedMarks: ReadonlyMap<string, LedgerMark>,
    quota: Pick<Quota, 'isOver'>,
    now: number,
  ) {
    this.#codec = codec;
    this.#storedMarks = storedMarks;
    this.#quota = quota;
    this.#now = now;
  }

  add(batch: ReceivedBatch): void {
    this.#outcomes.push(this.#check(batch));
  }

  #check(received: ReceivedBatch): Outcome {
    const { machine } = received;
    const read = this.#codec.read(received);
    if (!read.ok) return { machine, kind: 'malformed', why: read.why };
    const { batch } = read;
    const { ledger } = batch;
    const key = ledgerKey(machine, ledger);
    const mark = this.marks.get(key) ?? this.#storedMarks.get(key);
    const check = checkBatch(mark ?? { through: 0, head: this.#codec.first(ledger) }, batch, this.#codec.headAfter);
    if (check.kind !== 'new') return { machine, kind: check.kind, ledger };
    const begins = mark === undefined;
    const pending = this.stored.get(machine);
    if (this.#quota.isOver(machine, begins, pending, this.#now)) return { machine, kind: 'over-quota' };
    const { through, head, first, lines } = check.take;
    const more = { lines: lines.length, bytes: received.bytes, ledgers: begins ? 1 : 0 };
    this.stored.set(machine, pending === undefined ? more : plus(pending, more));
    this.marks.set(key, { through, head });
    const receivedAt = Math.min(this.#now, received.received ?? this.#now);
    this.chunks.push({ machine, ledger, first, received: receivedAt, head, lines });
    return { machine, kind: 'new', ledger, lines: lines.length };
  }

  /**
   * The result of each batch, after the commit. All batches of a ledger share one receipt, because
   * receipts are cumulative.
   */
  results(receiptOf: (machine: MachineId, ledger: LedgerId) => Receipt): IngestResult[] {
    const receipts = new Map<string, Receipt>();
    return this.#outcomes.map((outcome) => {
      if (outcome.kind === 'malformed' || outcome.kind === 'over-quota') return outcome;
      const { machine, kind, ledger } = outcome;
      const key = ledgerKey(machine, ledger);
      const receipt = receipts.get(key) ?? receiptOf(machine, ledger);
      receipts.set(key, receipt);
      if (kind === 'fork') return { machine, kind, receipt, ledger };
      return { machine, kind, receipt, lines: kind === 'new' ? outcome.lines : 0 };
    });
  }
}
