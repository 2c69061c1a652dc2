import { errorText } from './error-text.ts';

/** Whether the store works: every service that writes reports how that went, and one listener hears of each change. */
export class StoreStatus {
  readonly #changed: (why: string | null) => void;
  #why: string | null = null;

  /** `changed` is called with why the store fails, null once it works again. */
  constructor(changed: (why: string | null) => void) {
    this.#changed = changed;
  }

  /** Why the store fails; null while it works. */
  get why(): string | null {
    return this.#why;
  }

  /** The store did what it was asked to. */
  works(): void {
    this.#set(null);
  }

  /** The store failed with this error. May be handed on as a promise's rejection handler. */
  readonly failed = (error: unknown): void => {
    this.#set(errorText(error));
  };

  #set(why: string | null): void {
    if (why === this.#why) return;
    this.#why = why;
    this.#changed(why);
  }
}
