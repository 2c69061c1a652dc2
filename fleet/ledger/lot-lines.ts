import { lotKey } from '../../shared/contracts/spelling.ts';
import type { TimestampedLine } from './chunk.ts';

/** A turn of a machine: the number of its ledger in the store, and its transaction there. */
export interface LotTurn {
  readonly ledger: number;
  readonly txn: number;
}

/** The boxes of a machine by product and lot, as its counted lines say. An unknown lot is ''. */
export interface LotBook {
  /** Adds `boxes` that were given out, the last of them at `last` (ms since 1970). */
  add(product: string, lot: string, boxes: number, last: number): void;
  /** Notes that the box of a turn is uncertain. */
  doubt(turn: LotTurn, product: string, lot: string): void;
  /** Forgets the uncertain box of a turn and returns its lot. Null if there is none. */
  settle(turn: LotTurn, product: string): string | null;
}

/** Spares the parsing of lines of other kinds; a kind may be written with escapes. */
const mayConcernLot = /"(?:issued|uncertain|settled)"|\\u/;

interface LotLine {
  readonly kind: unknown;
  readonly txn: unknown;
  readonly product: unknown;
  readonly lot: unknown;
  readonly issued: unknown;
}

/** A line's object. Null if there is none: a machine may have written anything. */
function objectIn(line: string): LotLine | null {
  try {
    const json: unknown = JSON.parse(line);
    return typeof json === 'object' && json !== null ? (json as LotLine) : null;
  } catch {
    return null;
  }
}

/**
 * Enters what some lines of a ledger say about lots into a book: boxes that were given out, boxes
 * that are uncertain, and what became of those. The lines of a ledger come in order; lines that are
 * not counted are left out.
 */
export function enterLots(
  book: LotBook,
  ledger: number,
  lines: readonly string[],
  timestamps: readonly TimestampedLine[],
): void {
  const sums = new Map<string, { product: string; lot: string; boxes: number; last: number }>();
  const confirm = (product: string, lot: string, at: number): void => {
    const key = `${product}\n${lot}`;
    const sum = sums.get(key);
    if (!sum) sums.set(key, { product, lot, boxes: 1, last: at });
    else {
      sum.boxes += 1;
      sum.last = Math.max(sum.last, at);
    }
  };
  for (const [index, text] of lines.entries()) {
    const timestamp = timestamps[index];
    if (!timestamp || timestamp.uncounted !== null || !mayConcernLot.test(text)) continue;
    const line = objectIn(text);
    if (typeof line?.product !== 'string' || typeof line.txn !== 'number') continue;
    const { product, txn } = line;
    const lot = typeof line.lot === 'string' ? (lotKey(line.lot) ?? '') : '';
    if (line.kind === 'issued') confirm(product, lot, timestamp.at);
    else if (line.kind === 'uncertain') book.doubt({ ledger, txn }, product, lot);
    else if (line.kind === 'settled') {
      const settled = book.settle({ ledger, txn }, product);
      if (settled !== null && line.issued === true) confirm(product, settled, timestamp.at);
    }
  }
  for (const { product, lot, boxes, last } of sums.values()) book.add(product, lot, boxes, last);
}

/** Boxes of one lot of a product: given out, the time of the last one, and uncertain ones. */
export interface LotSum {
  readonly product: string;
  readonly lot: string;
  readonly issued: number;
  readonly last: number | null;
  readonly uncertain: number;
}

/** A book in memory. */
export class LotSums implements LotBook {
  readonly #sums = new Map<string, LotSum>();
  readonly #doubts = new Map<string, { readonly product: string; readonly lot: string }>();

  #sum(product: string, lot: string): LotSum {
    return this.#sums.get(`${product}\n${lot}`) ?? { product, lot, issued: 0, last: null, uncertain: 0 };
  }

  #put(sum: LotSum): void {
    this.#sums.set(`${sum.product}\n${sum.lot}`, sum);
  }

  add(product: string, lot: string, boxes: number, last: number): void {
    const sum = this.#sum(product, lot);
    this.#put({ ...sum, issued: sum.issued + boxes, last: Math.max(sum.last ?? last, last) });
  }

  doubt({ ledger, txn }: LotTurn, product: string, lot: string): void {
    this.#doubts.set(`${ledger} ${txn}`, { product, lot });
  }

  settle({ ledger, txn }: LotTurn, product: string): string | null {
    const doubt = this.#doubts.get(`${ledger} ${txn}`);
    if (doubt?.product !== product) return null;
    this.#doubts.delete(`${ledger} ${txn}`);
    return doubt.lot;
  }

  all(): LotSum[] {
    const sums = new Map(this.#sums);
    for (const { product, lot } of this.#doubts.values()) {
      const key = `${product}\n${lot}`;
      const sum = sums.get(key) ?? this.#sum(product, lot);
      sums.set(key, { ...sum, uncertain: sum.uncertain + 1 });
    }
    return [...sums.values()];
  }
}
