import type { BoardEvent, BoardLoss } from './port.ts';

/** Waits before the line is opened again, doubling from the first to the most. Shorter hammers a dead port, longer wastes a repaired one. */
const REOPEN_FIRST_MS = 500;
const REOPEN_MOST_MS = 10_000;

/** Why the board can't be used now, and when the line is to be opened again. */
export class Outage {
  #reason: BoardLoss | null = null;
  #waitMs = REOPEN_FIRST_MS;
  #reopenMonoMs: number | null = null;

  /** The last loss that was not made good; `starting` before the first handshake. */
  get reason(): BoardLoss {
    return this.#reason ?? 'starting';
  }

  get reopenMonoMs(): number | null {
    return this.#reopenMonoMs;
  }

  /** A loss. Returns the event that reports it; null if it is the same as before. */
  begin(reason: BoardLoss, monoMs: number): BoardEvent | null {
    this.#reopenMonoMs = monoMs + this.#waitMs;
    this.#waitMs = Math.min(this.#waitMs * 2, REOPEN_MOST_MS);
    if (this.#reason === reason) return null;
    this.#reason = reason;
    return { kind: 'lost', reason };
  }

  /** The line is being opened. */
  opening(): void {
    this.#reopenMonoMs = null;
  }

  /** The board answered as it should. */
  end(): void {
    this.#reason = null;
    this.#waitMs = REOPEN_FIRST_MS;
  }
}
