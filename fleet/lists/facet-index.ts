import { firstAfter, Ordered } from './ordered.ts';

/** A low-cardinality value of each row that filters test. */
class Facet<Row> {
  readonly #read: (row: Row) => string;
  readonly #values: string[] = [];
  readonly #places = new Map<string, number>();
  /** Each row's value, by the row's slot, as an index into the distinct values. */
  #valueIndex = new Uint32Array(1024);

  constructor(read: (row: Row) => string) {
    this.#read = read;
  }

  put(slot: number, row: Row): void {
    if (slot >= this.#valueIndex.length) {
      const grown = new Uint32Array(2 * slot);
      grown.set(this.#valueIndex);
      this.#valueIndex = grown;
    }
    const value = this.#read(row);
    let place = this.#places.get(value);
    if (place === undefined) {
      place = this.#values.length;
      this.#values.push(value);
      this.#places.set(value, place);
    }
    this.#valueIndex[slot] = place;
  }

  /** A condition on the value. It is evaluated once per distinct value, not once per row. */
  where(holds: (value: string) => boolean): Condition {
    const of = this.#valueIndex;
    const values = Uint8Array.from(this.#values, (value) => (holds(value) ? 1 : 0));
    return values.every((each) => each === 1) ? null : (slot) => values[of[slot] ?? 0] === 1;
  }

  /** A condition that the value is one of a list. An empty list accepts every value. */
  anyOf(asked: string | readonly string[]): Condition {
    const values = typeof asked === 'string' ? [asked] : asked;
    return values.length === 0 ? null : this.where((value) => values.includes(value));
  }

  /** How many of some rows have each value. */
  counts(slots: Iterable<number>): Map<string, number> {
    const counts = new Uint32Array(this.#values.length);
    for (const slot of slots) {
      const place = this.#valueIndex[slot] ?? 0;
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return new Map(this.#values.map((value, place) => [value, counts[place] ?? 0]));
  }
}

/** Whether a row matches, by its slot. Null if every row does. */
export type Condition = ((slot: number) => boolean) | null;

/** The beginning of a page, and the most rows it may have. */
export interface PageRequest<Row> {
  /**
   * Whether a row comes after the last one shown. If true for a row, it must be true for all rows
   * after it. Null for the list's first page.
   */
  readonly isAfter: ((row: Row) => boolean) | null;
  readonly limit: number;
}

/** One page of a list. */
export interface FacetPage<Row> {
  /** The number of matching rows on all pages. */
  readonly total: number;
  readonly rows: readonly Row[];
  readonly isLast: boolean;
}

/**
 * Rows in memory that lists page through. They are kept in every order that is used and indexed by
 * their facets. A filter is evaluated once per distinct value, and a page reads only the rows that
 * it shows.
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
    this.#facets = new Map(Object.entries<(row: Row) => string>(facets).map(([name, read]) => [name, new Facet(read)]));
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
    // Before the row is cleared: an order that is made later does not contain it.
    for (const { ordered } of this.#orders.values()) ordered.remove(slot);
    this.#rows[slot] = undefined;
    this.#free.push(slot);
    this.#size -= 1;
  }

  /** Replaces a row. */
  replace(slot: number, row: Row): void {
    const before = this.row(slot);
    for (const [name, { ordered, compare }] of this.#orders) {
      if (compare(before, row) === 0) continue;
      ordered.remove(slot);
      ordered.add(slot);
      // Nobody used this order for long. Sorting again is cheaper than keeping all changes.
      if (ordered.pending > this.#size) this.#orders.delete(name);
    }
    this.#set(slot, row);
  }

  #set(slot: number, row: Row): void {
    this.#rows[slot] = row;
    for (const facet of this.#facets.values()) facet.put(slot, row);
  }

  /** All slots in an order. The order is made on first use of its name. */
  slots(name: string, compare: (a: Row, b: Row) => number): readonly number[] {
    const order = this.#orders.get(name);
    if (order) return order.ordered.all();
    const slots = [...this.#rows.keys()].filter((slot) => this.#rows[slot] !== undefined);
    const ordered = new Ordered<number>((a, b) => compare(this.row(a), this.row(b)), slots);
    this.#orders.set(name, { ordered, compare });
    return ordered.all();
  }

  /** A page of the rows that match all conditions, in the order of `slots`. */
  page(
    slots: readonly number[],
    conditions: readonly Condition[],
    { isAfter, limit }: PageRequest<Row>,
  ): FacetPage<Row> {
    const start = isAfter === null ? 0 : firstAfter(slots, (slot) => isAfter(this.row(slot)));
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
