/**
 * Runs work on the same key one after the other, in the order of the calls, and work on different
 * keys at the same time.
 */
export class KeyedMutex<Name> {
  /** The end of the last work on each key that has any. */
  readonly #ends = new Map<Name, Promise<void>>();

  /** Rejects if the work does. The work after it starts anyway. */
  take<T>(name: Name, work: () => Promise<T>): Promise<T> {
    const done = (this.#ends.get(name) ?? Promise.resolve()).then(work);
    const over = (): void => {
      if (this.#ends.get(name) === end) this.#ends.delete(name);
    };
    const end: Promise<void> = done.then(over, over);
    this.#ends.set(name, end);
    return done;
  }
}
