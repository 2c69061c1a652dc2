import { FacetIndex } from './facet-index.ts';

/** A catalogue with one row a name at most: what a machine comes to in a list, put in its place anew with every change. */
export class KeyedRows<Row, Facet extends string> {
  readonly catalogue: FacetIndex<Row, Facet>;
  readonly #slots = new Map<string, number>();

  constructor(facets: Readonly<Record<Facet, (row: Row) => string>>) {
    this.catalogue = new FacetIndex(facets);
  }

  slot(name: string): number | null {
    return this.#slots.get(name) ?? null;
  }

  row(name: string): Row | null {
    const slot = this.slot(name);
    return slot === null ? null : this.catalogue.row(slot);
  }

  /** The row of a name is this one now; null for none. Answers the one before. */
  put(name: string, row: Row | null): Row | null {
    const slot = this.slot(name);
    if (slot === null) {
      if (row !== null) this.#slots.set(name, this.catalogue.add(row));
      return null;
    }
    const before = this.catalogue.row(slot);
    if (row !== null) this.catalogue.replace(slot, row);
    else {
      this.catalogue.remove(slot);
      this.#slots.delete(name);
    }
    return before;
  }

  /** All slots, in the order in which their names came. */
  slots(): Iterable<number> {
    return this.#slots.values();
  }
}
