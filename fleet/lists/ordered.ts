/**
 * A sorted list whose items come and go. Changes are applied on the next read, so that a burst of
 * changes costs a single pass. Items are compared by identity and must not change in place.
 */
export class Ordered<T> {
  readonly #order: (a: T, b: T) => number;
  #items: T[] = [];
  readonly #gone = new Set<T>();
  readonly #fresh = new Set<T>();

  /** `order` must never return 0 for two different items. */
  constructor(order: (a: T, b: T) => number, items: Iterable<T> = []) {
    this.#order = order;
    this.#items = [...items].sort(order);
  }

  add(item: T): void {
    this.#fresh.add(item);
  }

  remove(item: T): void {
    if (!this.#fresh.delete(item)) this.#gone.add(item);
  }

  /** The number of changes since the last read. */
  get pending(): number {
    return this.#gone.size + this.#fresh.size;
  }

  /** All items in order. */
  all(): readonly T[] {
    if (this.pending > 0) this.#settle();
    return this.#items;
  }

  #settle(): void {
    const kept = this.#gone.size === 0 ? this.#items : this.#items.filter((item) => !this.#gone.has(item));
    const fresh = [...this.#fresh].sort(this.#order);
    this.#gone.clear();
    this.#fresh.clear();
    this.#items = fresh.length === 0 ? kept : merged(kept, fresh, this.#order);
  }
}

function merged<T>(a: readonly T[], b: readonly T[], order: (a: T, b: T) => number): T[] {
  const all: T[] = [];
  let next = 0;
  for (const item of a) {
    for (let other = b[next]; other !== undefined && order(other, item) < 0; other = b[next]) {
      all.push(other);
      next += 1;
    }
    all.push(item);
  }
  for (; next < b.length; next += 1) all.push(b[next] as T);
  return all;
}

/**
 * The index of the first item that comes after a position. `isAfter` must be true for all items
 * after the first one for which it is true.
 */
export function firstAfter<T>(items: readonly T[], isAfter: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Compares texts by code units: the same on every computer. */
export const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
