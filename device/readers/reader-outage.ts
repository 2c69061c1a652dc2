import type { ReaderLoss } from './port.ts';

/** The first wait before a line is opened again, and the longest. */
const firstMs = 1_000;
const mostMs = 30_000;

/**
 * An outage of a reader: it is reported once, and its line is opened again after waits that double.
 */
export class ReaderOutage {
  #waitMs = firstMs;
  #reported = false;
  reason: ReaderLoss = 'starting';
  /** When the line is to be opened again, as monotonic ms; null while that is not due. */
  reopenMonoMs: number | null = null;

  /** The reader cannot be used. True if that was not reported yet. */
  begins(reason: ReaderLoss, monoMs: number): boolean {
    this.reason = reason;
    this.reopenMonoMs = monoMs + this.#waitMs;
    this.#waitMs = Math.min(mostMs, 2 * this.#waitMs);
    const isNew = !this.#reported;
    this.#reported = true;
    return isNew;
  }

  /** The line was opened, or is being opened. */
  opened(): void {
    this.reopenMonoMs = null;
  }

  /** The reader works. */
  over(): void {
    this.#waitMs = firstMs;
    this.#reported = false;
    this.reopenMonoMs = null;
  }
}
