import { randomUUID } from 'node:crypto';
import { sha256Chain } from '../../device/adapters/chain.ts';
import type { ReceivedBatch } from '../../fleet/ledger/check-batch.ts';
import { batchMaxBytes, batchMaxLines, writeBatch } from '../../shared/contracts/batch.ts';
import type { Fact } from '../../shared/contracts/events.ts';
import type { Head, Lane, LedgerId, MachineId, ProductCode, RequestId, Seq, Txn } from '../../shared/contracts/ids.ts';
import { headAfter } from '../../shared/ledger/chain.ts';

const minuteMs = 60_000;

/** A machine's ledger as its kiosk would have written it, line by line, and as batches. */
export class History {
  readonly ledger = randomUUID() as LedgerId;
  readonly #machine: MachineId;
  readonly #began: number;
  readonly #lines: string[] = [];
  #sent = 0;
  #head: Head;
  #txn = 0;

  constructor(machine: MachineId, began: number) {
    this.#machine = machine;
    this.#began = began;
    this.#head = sha256Chain.first(this.ledger);
  }

  write(at: number, fact: Fact): void {
    this.#lines.push(JSON.stringify({ ...fact, at, run: 1, up: at - this.#began }));
  }

  /**
   * One box, with its two lines; with an `outcome` other than `issued` it stays where it was, or is
   * in doubt.
   */
  box(at: number, lane: number, product: string, lot: string, outcome: 'issued' | 'uncertain' = 'issued'): void {
    this.#txn += 1;
    const of = {
      request: randomUUID() as RequestId,
      txn: this.#txn as Txn,
      lane: lane as Lane,
      product: product as ProductCode,
    };
    this.write(at, { kind: 'turning', ...of, board: 'B-1', before: this.#txn - 1 });
    if (outcome === 'issued') this.write(at + 2000, { kind: 'issued', ...of, lot });
    else this.write(at + 2000, { kind: 'uncertain', ...of, lot, reason: 'board-reset' });
  }

  /** Starts the agent and fills its lanes. */
  begin(lanes: readonly { lane: number; product: string; lot: string; expires: string; boxes: number }[]): void {
    const at = this.#began;
    this.write(at, { kind: 'booted', version: '1.0.0', cause: 'start', ledgerBefore: null });
    this.write(at, {
      kind: 'configured',
      version: 0,
      lanes: lanes.map(({ lane, product }) => ({
        lane: lane as Lane,
        product: product as ProductCode,
        capacity: 40,
        par: 40,
      })),
      recalls: [],
      limits: {},
    });
    this.write(at, { kind: 'board', state: 'found', serial: 'B-1', model: 'sim', firmware: '1', reason: null });
    for (const { lane, product, lot, expires, boxes } of lanes)
      this.fill(at + minuteMs, lane, product, lot, expires, boxes, boxes);
  }

  fill(at: number, lane: number, product: string, lot: string, expires: string, added: number, stock: number): void {
    this.write(at, {
      kind: 'restocked',
      lane: lane as Lane,
      product: product as ProductCode,
      lot,
      expires,
      added,
      stock,
      by: '王强',
    });
  }

  /** What was written since the last call, as a kiosk would send it. */
  batches(): ReceivedBatch[] {
    const batches: ReceivedBatch[] = [];
    while (this.#sent < this.#lines.length) {
      const lines: string[] = [];
      let bytes = 200;
      for (const line of this.#lines.slice(this.#sent, this.#sent + batchMaxLines)) {
        bytes += Buffer.byteLength(line) + 1;
        if (bytes > batchMaxBytes) break;
        lines.push(line);
      }
      const text = writeBatch({ ledger: this.ledger, first: (this.#sent + 1) as Seq, prev: this.#head, lines });
      batches.push({ machine: this.#machine, payload: text, bytes: Buffer.byteLength(text) });
      this.#head = headAfter(sha256Chain, this.#head, lines);
      this.#sent += lines.length;
    }
    return batches;
  }

  get through(): number {
    return this.#lines.length;
  }
}
