/** Something that is to happen at a time; `stop` keeps it from happening. */
export interface Appointment {
  stop(): void;
}

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly what: () => void;
  stopped: boolean;
}

const before = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/**
 * Virtual time for many kiosks: it stands still while something happens, and goes on to whatever is next. However busy the process is, a
 * board that answers after 5 ms has answered after 5 ms.
 */
export class Timeline {
  #heap: Entry[] = [];
  #order = 0;
  #nowMs = 0;

  /** Virtual ms since the start. */
  get nowMs(): number {
    return this.#nowMs;
  }

  at(atMs: number, what: () => void): Appointment {
    this.#order += 1;
    const entry = { atMs: Math.max(atMs, this.#nowMs), order: this.#order, what, stopped: false };
    this.#push(entry);
    return {
      stop: () => {
        entry.stopped = true;
      },
    };
  }

  /** Goes on until a virtual time, or until `enough` says so after some happening. */
  runUntil(untilMs: number, enough: () => boolean): void {
    for (let next = this.#heap[0]; next && next.atMs <= untilMs; next = this.#heap[0]) {
      this.#pop();
      if (next.stopped) continue;
      this.#nowMs = next.atMs;
      next.what();
      if (enough()) return;
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || !before(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const left = heap[below];
      const right = heap[below + 1];
      if (!left) break;
      let child = left;
      if (right && before(right, left)) {
        below += 1;
        child = right;
      }
      if (!before(child, last)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
  }
}
