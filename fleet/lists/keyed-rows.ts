import { FacetIndex } from './facet-index.ts';

/** A facet index with at most one row per name. */
export class KeyedRows<Row, Facet extends string> {
  readonly index: FacetIndex<Row, Facet>;
  readonly #slots = new Map<string, number>();

  constructor(facets: Readonly<Record<Facet, (row: Row) => string>>) {
    this.index = new FacetIndex(facets);
  }

  slot(name: string): number | null {
    return this.#slots.get(name) ?? null;
  }

  row(name: string): Row | null {
    const slot = this.slot(name);
    return slot === null ? null : this.index.row(slot);
  }

  /** Replaces the row of a name, or removes it if `row` is null. Returns the row before. */
  put(name: string, row: Row | null): Row | null {
    const slot = this.slot(name);
    if (slot === null) {
      if (row !== null) this.#slots.set(name, this.index.add(row));
      return null;
    }
    const before = this.index.row(slot);
    if (row !== null) this.index.replace(slot, row);
    else {
      this.index.remove(slot);
      this.#slots.delete(name);
    }
    return before;
  }

  /** All slots, in the order in which their names were added. */
  slots(): Iterable<number> {
    return this.#slots.values();
  }
}
