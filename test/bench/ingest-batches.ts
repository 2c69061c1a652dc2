import { randomUUID } from 'node:crypto';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { writeBatch } from '../../shared/contracts/batch.ts';
import { LedgerId, type Seq } from '../../shared/contracts/ids.ts';

/** A batch that is ready to be sent. */
export interface Batch {
  readonly payload: Buffer;
  /** The number of its last line. */
  readonly through: number;
}

/** The time between two lines of a ledger: one box, which is two lines, every ten minutes. */
const lineMs = 300_000;
/** A machine's ledger as batches of the given size, ready to be sent. */
export function batchesOf(lines: number, batches: number): Batch[] {
  const ledger = LedgerId.parse(randomUUID());
  let prev = sha256Chain.first(ledger);
  const made: Batch[] = [];
  const began = Date.now() - (lines * batches + 1) * lineMs;
  for (let batch = 0, seq = 1; batch < batches; batch++) {
    const texts = Array.from({ length: lines }, (_, index) => lineOf(seq + index, began));
    const payload = Buffer.from(writeBatch({ ledger, first: seq as Seq, prev, lines: texts }));
    for (const text of texts) prev = sha256Chain.next(prev, text);
    seq += lines;
    made.push({ payload, through: seq - 1 });
  }
  return made;
}

const planned = Array.from({ length: 8 }, (_, index) => ({ lane: index + 1, product: 'CD-M', capacity: 20, par: 20 }));
/** Lines from one filling of a lane to the next: the filling, and ten times a turn and a box. */
const roundLines = 21;

/** Line `seq` of a machine whose eight lanes are filled and emptied one after the other. */
function lineOf(seq: number, began: number): string {
  const stamp = { at: began + seq * lineMs, run: 1, up: seq * lineMs };
  const line = (kind: string, fields: object): string => JSON.stringify({ kind, ...stamp, ...fields });
  if (seq === 1) return line('booted', { version: 'bench', cause: 'start', ledgerBefore: null });
  if (seq === 2) return line('configured', { version: 0, lanes: planned, recalls: [], limits: {} });
  const round = Math.floor((seq - 3) / roundLines);
  const inRound = (seq - 3) % roundLines;
  const lane = { lane: 1 + (round % planned.length), product: 'CD-M' };
  if (inRound === 0)
    return line('restocked', { ...lane, lot: 'B250101', expires: '2099-12-31', added: 10, stock: 10, by: 'bench' });
  const txn = 10 * round + Math.ceil(inRound / 2);
  // A box's two lines have the same request.
  const about = { request: requestOf(txn), txn, ...lane };
  return inRound % 2 === 1
    ? line('turning', { ...about, board: 'LB00417', before: txn - 1 })
    : line('issued', { ...about, lot: 'B250101' });
}

const requestOf = (txn: number): string => `00000000-0000-4000-8000-${String(txn).padStart(12, '0')}`;
