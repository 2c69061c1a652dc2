import { firstBehind, Ordered } from './ordered.ts';

/** A value of each row that filters test; few of the rows' values differ. */
class Facet<Row> {
  readonly #wordOf: (row: Row) => string;
  readonly #words: string[] = [];
  readonly #places = new Map<string, number>();
  /** Each row's word, by the row's slot, as its place among the words. */
  #of = new Uint32Array(1024);

  constructor(wordOf: (row: Row) => string) {
    this.#wordOf = wordOf;
  }

  put(slot: number, row: Row): void {
    if (slot >= this.#of.length) {
      const grown = new Uint32Array(2 * slot);
      grown.set(this.#of);
      this.#of = grown;
    }
    const word = this.#wordOf(row);
    let place = this.#places.get(word);
    if (place === undefined) {
      place = this.#words.length;
      this.#words.push(word);
      this.#places.set(word, place);
    }
    this.#of[slot] = place;
  }

  /** A condition on the word, asked once of each word and not of each row. */
  where(holds: (word: string) => boolean): Condition {
    const of = this.#of;
    const words = Uint8Array.from(this.#words, (word) => (holds(word) ? 1 : 0));
    return words.every((each) => each === 1) ? null : (slot) => words[of[slot] ?? 0] === 1;
  }

  /** A condition that the word is one of some, a single one or a list; an empty list asks for nothing. */
  anyOf(asked: string | readonly string[]): Condition {
    const words = typeof asked === 'string' ? [asked] : asked;
    return words.length === 0 ? null : this.where((word) => words.includes(word));
  }

  /** How many of some rows have each word. */
  counts(slots: Iterable<number>): Map<string, number> {
    const counts = new Uint32Array(this.#words.length);
    for (const slot of slots) {
      const place = this.#of[slot] ?? 0;
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return new Map(this.#words.map((word, place) => [word, counts[place] ?? 0]));
  }
}

/** Whether a row fits, by its slot; null where every row does. */
export type Condition = ((slot: number) => boolean) | null;

/** Where a page begins, and how many rows it has at most. */
export interface PageRequest<Row> {
  /** Whether a row stands behind the last one shown; null for a list's beginning. Holds for all rows behind one for which it holds. */
  readonly isBehind: ((row: Row) => boolean) | null;
  readonly limit: number;
}

/** One page of a list. */
export interface FacetPage<Row> {
  /** Rows that fit, on all pages. */
  readonly total: number;
  readonly rows: readonly Row[];
  readonly isLast: boolean;
}

/**
 * Rows in memory that lists page through: kept in as many orders as are asked for, and indexed by their facets, so that a filter is tested once for
 * each value and not for each row, and a page reads no more rows than it shows.
 */
export class FacetIndex<Row, Name extends string> {
  readonly #rows: (Row | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #facets: ReadonlyMap<string, Facet<Row>>;
  readonly #orders = new Map<
    string,
    { readonly ordered: Ordered<number>; readonly compare: (a: Row, b: Row) => number }
  >();
  #size = 0;

  constructor(facets: Readonly<Record<Name, (row: Row) => string>>) {
    this.#facets = new Map(
      Object.entries<(row: Row) => string>(facets).map(([name, wordOf]) => [name, new Facet(wordOf)]),
    );
  }

  get size(): number {
    return this.#size;
  }

  facet(name: Name): Facet<Row> {
    const facet = this.#facets.get(name);
    if (!facet) throw new Error(`there is no facet ${name}`);
    return facet;
  }

  row(slot: number): Row {
    const row = this.#rows[slot];
    if (row === undefined) throw new Error(`slot ${slot} is empty`);
    return row;
  }

  add(row: Row): number {
    const slot = this.#free.pop() ?? this.#rows.length;
    this.#size += 1;
    this.#set(slot, row);
    for (const { ordered } of this.#orders.values()) ordered.add(slot);
    return slot;
  }

  remove(slot: number): void {
    // Ahead of its end: an order that is made meanwhile knows nothing of it.
    for (const { ordered } of this.#orders.values()) ordered.remove(slot);
    this.#rows[slot] = undefined;
    this.#free.push(slot);
    this.#size -= 1;
  }

  /** Another row comes to stand where one stood. */
  replace(slot: number, row: Row): void {
    const before = this.row(slot);
    for (const [name, { ordered, compare }] of this.#orders) {
      if (compare(before, row) === 0) continue;
      ordered.remove(slot);
      ordered.add(slot);
      // Nobody has looked for long: sorting again is cheaper than keeping all changes.
      if (ordered.pending > this.#size) this.#orders.delete(name);
    }
    this.#set(slot, row);
  }

  #set(slot: number, row: Row): void {
    this.#rows[slot] = row;
    for (const facet of this.#facets.values()) facet.put(slot, row);
  }

  /** All slots in an order, which is made when it is first asked for by its name. */
  slots(name: string, compare: (a: Row, b: Row) => number): readonly number[] {
    const order = this.#orders.get(name);
    if (order) return order.ordered.all();
    const slots = [...this.#rows.keys()].filter((slot) => this.#rows[slot] !== undefined);
    const ordered = new Ordered<number>((a, b) => compare(this.row(a), this.row(b)), slots);
    this.#orders.set(name, { ordered, compare });
    return ordered.all();
  }

  /** A page of the rows that fit all conditions, in the order of `slots`. */
  page(
    slots: readonly number[],
    conditions: readonly Condition[],
    { isBehind, limit }: PageRequest<Row>,
  ): FacetPage<Row> {
    const start = isBehind === null ? 0 : firstBehind(slots, (slot) => isBehind(this.row(slot)));
    const all = conditions.filter((condition) => condition !== null);
    const fits = (slot: number): boolean => {
      for (const holds of all) if (!holds(slot)) return false;
      return true;
    };
    const found: number[] = [];
    let at = start;
    for (; at < slots.length && found.length <= limit; at += 1) {
      const slot = slots[at] ?? 0;
      if (fits(slot)) found.push(slot);
    }
    let total = found.length;
    if (all.length === 0) total = slots.length;
    else {
      for (let index = 0; index < start; index += 1) if (fits(slots[index] ?? 0)) total += 1;
      for (; at < slots.length; at += 1) if (fits(slots[at] ?? 0)) total += 1;
    }
    const rows = found.slice(0, limit).map((slot) => this.row(slot));
    return { total, rows, isLast: found.length <= limit };
  }
}
