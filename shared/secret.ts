/**
 * A value that must leave no trace: it can be used, but not logged, stored or sent by mistake. It
 * turns into no text: serialising it throws, and it fits no type of a log, a ledger line or a
 * message. `wipe` overwrites it.
 */
export class Secret<T> {
  #value: { readonly held: T } | null;
  readonly #overwrite: (value: T) => void;

  /** `overwrite` destroys what can be destroyed of the value, such as the bytes of a buffer. */
  constructor(value: T, overwrite: (value: T) => void) {
    this.#value = { held: value };
    this.#overwrite = overwrite;
  }

  /** Works with the value. Throws if it was wiped. The result must hold nothing secret itself. */
  use<R>(work: (value: T) => R): R {
    if (this.#value === null) throw new Error('the secret was wiped');
    return work(this.#value.held);
  }

  /** Overwrites the value and lets go of it. Doing so again changes nothing. */
  wipe(): void {
    if (this.#value === null) return;
    this.#overwrite(this.#value.held);
    this.#value = null;
  }

  /** Throws: a secret is in no JSON. */
  toJSON(): never {
    throw new TypeError('a secret cannot be serialised');
  }

  /** Throws: a secret is in no text. */
  [Symbol.toPrimitive](): never {
    throw new TypeError('a secret cannot be made a text');
  }
}
