/**
 * A list that is kept in an order while its items come and go. What changed is put in its place when somebody looks: a burst of changes costs no
 * more than one pass. Items are told apart by identity and never change in place.
 */
export class Ordered<T> {
  readonly #order: (a: T, b: T) => number;
  #items: T[] = [];
  readonly #gone = new Set<T>();
  readonly #fresh = new Set<T>();

  /** `order` never answers 0 for two items. */
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

  /** Changes that nobody has looked at yet. */
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

/** Where the first item stands for which `isBehind` holds; it holds for all behind that one too. */
export function firstBehind<T>(items: readonly T[], isBehind: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Compares texts as code units: the same on every computer. */
export const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
