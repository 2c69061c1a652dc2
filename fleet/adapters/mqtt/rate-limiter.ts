/**
 * Lets at most `max` events per key through in each span of `spanMs`. Old spans are forgotten, so
 * memory stays bounded.
 */
export class RateLimiter {
  readonly #max: number;
  readonly #spanMs: number;
  #span = 0;
  #counts = new Map<string, number>();

  constructor(max: number, spanMs: number) {
    this.#max = max;
    this.#spanMs = spanMs;
  }

  /** Counts an event at `now` (ms). False if its key has used up the current span. */
  passes(key: string, now: number): boolean {
    const span = Math.floor(now / this.#spanMs);
    if (span !== this.#span) {
      this.#span = span;
      this.#counts = new Map();
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#max;
  }
}
