import { errorText } from '../../shared/error-text.ts';

/**
 * Whether the store works. Every service that writes reports its success or failure, and one
 * listener is called at each change.
 */
export class StoreStatus {
  readonly #changed: (why: string | null) => void;
  #why: string | null = null;

  /** `changed` gets the reason why the store fails, or null once it works again. */
  constructor(changed: (why: string | null) => void) {
    this.#changed = changed;
  }

  /** Why the store fails. Null if it works. */
  get why(): string | null {
    return this.#why;
  }

  /** Notes that a call to the store succeeded. */
  works(): void {
    this.#set(null);
  }

  /** Notes an error of the store. It is bound, so that it can be passed as a rejection handler. */
  readonly failed = (error: unknown): void => {
    this.#set(errorText(error));
  };

  #set(why: string | null): void {
    if (why === this.#why) return;
    this.#why = why;
    this.#changed(why);
  }
}
