/** Work about one thing goes one after the other, in the order in which it was asked for; about several things it goes side by side. */
export class KeyedMutex<Name> {
  /** The end of the last work about each thing that has any. */
  readonly #ends = new Map<Name, Promise<void>>();

  /** Fails as the work does; what comes after it begins all the same. */
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
