/**
 * The most keys that are counted at once. Beyond that, counting begins again, so that strangers
 * cannot fill the memory.
 */
const maxKeys = 10_000;

/** Counts wrong attempts by key, within windows of `windowMs`. Times in ms since 1970. */
export class WrongAttempts {
  readonly #windowMs: number;
  readonly #counts = new Map<string, number>();
  #window = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Whether a key has used up its attempts in the present window. */
  isUsedUp(key: string, most: number, now: number): boolean {
    this.#follow(now);
    return (this.#counts.get(key) ?? 0) >= most;
  }

  /** Counts a wrong attempt. */
  add(key: string, now: number): void {
    this.#follow(now);
    if (this.#counts.size >= maxKeys && !this.#counts.has(key)) this.#counts.clear();
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  #follow(now: number): void {
    const window = Math.floor(now / this.#windowMs);
    if (window === this.#window) return;
    this.#window = window;
    this.#counts.clear();
  }
}
