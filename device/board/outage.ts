import type { BoardEvent, BoardLoss } from './port.ts';

/**
 * Waits before the line is opened again, doubling from the first to the most. Shorter: a dead port
 * is opened too often. Longer: a repaired one stays unused.
 */
const REOPEN_FIRST_MS = 500;
const REOPEN_MOST_MS = 10_000;

/** Why the board can't be used now, and when the line is to be opened again. */
export class Outage {
  #reason: BoardLoss | null = null;
  #waitMs = REOPEN_FIRST_MS;
  #reopenMonoMs: number | null = null;

  /** The last loss that is not over; `starting` before the first handshake. */
  get reason(): BoardLoss {
    return this.#reason ?? 'starting';
  }

  get reopenMonoMs(): number | null {
    return this.#reopenMonoMs;
  }

  /**
   * The board is lost. Returns the event that reports it; null if the reason is the same as before.
   */
  begin(reason: BoardLoss, monoMs: number): BoardEvent | null {
    this.#reopenMonoMs = monoMs + this.#waitMs;
    this.#waitMs = Math.min(this.#waitMs * 2, REOPEN_MOST_MS);
    if (this.#reason === reason) return null;
    this.#reason = reason;
    return { kind: 'lost', reason };
  }

  /** The line is being opened, after the wait that was due. */
  opening(): void {
    this.#reopenMonoMs = null;
  }

  /** The board answered as it should, so the outage is over. */
  end(): void {
    this.#reason = null;
    this.#waitMs = REOPEN_FIRST_MS;
  }
}
