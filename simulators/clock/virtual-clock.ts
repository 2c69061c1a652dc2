interface Entry {
  readonly atMs: number;
  /** Among entries of the same time, the one planned first comes first. */
  readonly order: number;
  readonly run: () => void;
}

const earlier = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/**
 * Virtual time: it does not pass while something happens, and then moves to the next planned time.
 * However busy the process is, a board that answers after 5 ms has answered after 5 ms. Times are
 * ms since the clock was created, not always whole.
 */
export class VirtualClock {
  #nowMs = 0;
  #order = 0;
  #events = 0;
  readonly #heap: Entry[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many things have happened so far. */
  get events(): number {
    return this.#events;
  }

  /** Plans something for a time; a time in the past means now. */
  at(atMs: number, run: () => void): void {
    const entry = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, run };
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above];
      if (other === undefined || !earlier(entry, other)) break;
      heap[at] = other;
      at = above;
    }
    heap[at] = entry;
  }

  /** Plans something for `ms` from now. */
  after(ms: number, run: () => void): void {
    this.at(this.#nowMs + ms, run);
  }

  /** An alarm that can be set again, or off, at any time. */
  alarm(run: () => void): Alarm {
    return new Alarm(this, run);
  }

  /**
   * Does the next thing that is planned up to `untilMs`. If there is none, it returns false and the
   * time is `untilMs`.
   */
  step(untilMs: number): boolean {
    const first = this.#heap[0];
    if (first === undefined || first.atMs > untilMs) {
      this.#nowMs = Math.max(this.#nowMs, untilMs);
      return false;
    }
    this.#drop();
    this.#nowMs = first.atMs;
    this.#events += 1;
    first.run();
    return true;
  }

  /** Continues until `untilMs`, or until `enough` is true after something happened. */
  runUntil(untilMs: number, enough: () => boolean): void {
    while (this.step(untilMs)) if (enough()) return;
  }

  #drop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      let least = heap[below];
      if (right !== undefined && least !== undefined && earlier(right, least)) {
        below += 1;
        least = right;
      }
      if (least === undefined || !earlier(least, last)) break;
      heap[at] = least;
      at = below;
    }
    heap[at] = last;
  }
}

/** One thing with a time that may be changed: only the latest setting counts. */
export class Alarm {
  readonly #time: VirtualClock;
  readonly #run: () => void;
  #dueMs = Infinity;
  /** The time of the earliest entry of this alarm that is still planned. */
  #plannedMs = Infinity;

  constructor(time: VirtualClock, run: () => void) {
    this.#time = time;
    this.#run = run;
  }

  /** Sets the time, ms of the clock; null for never. */
  set(dueMs: number | null): void {
    this.#dueMs = dueMs === null ? Infinity : Math.max(dueMs, this.#time.nowMs);
    if (this.#dueMs < this.#plannedMs) this.#plan();
  }

  #plan(): void {
    this.#plannedMs = this.#dueMs;
    this.#time.at(this.#plannedMs, this.#comes);
  }

  readonly #comes = (): void => {
    const { nowMs } = this.#time;
    // An earlier entry has replaced the one that was planned before.
    if (this.#plannedMs !== nowMs) return;
    this.#plannedMs = Infinity;
    if (this.#dueMs === Infinity) return;
    if (this.#dueMs > nowMs) {
      this.#plan();
      return;
    }
    this.#dueMs = Infinity;
    this.#run();
  };
}
