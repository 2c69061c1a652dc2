import type { Clock } from '../ports/clock.ts';

/** Under load, folding gets one part in this many of the time: receipts come first. */
const foldTimeDivisor = 20;
/**
 * Folding gets all the time after no batch and no receipt for this long. An empty queue is not
 * enough: at that moment, kiosks that send batch after batch may all be waiting for receipts.
 */
const quietMs = 50;
/** After this many groups, some lines are folded anyway: the clock may have been set back. */
const maxGroupsBetweenFolds = 256;

/** Decides when lines are folded: at once if it is quiet, else within a share of the time. */
export class FoldThrottle {
  readonly #clock: Clock;
  /** Under load, nothing is folded before this instant. */
  #notBefore = 0;
  /** When a batch last came or a receipt was last sent. */
  #lastBusy = 0;
  #groupsSinceFold = 0;
  #areBooksAwaited = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes that a batch came or receipts were sent. */
  noteBusy(): void {
    this.#lastBusy = this.#clock.now();
  }

  /** Notes that a group of batches is stored. */
  noteGroup(): void {
    this.#groupsSinceFold += 1;
  }

  /** Lets folding take all the time until `done` resolves, unless batches wait. */
  async awaitBooks(done: () => Promise<void>): Promise<void> {
    this.#areBooksAwaited = true;
    try {
      await done();
    } finally {
      this.#areBooksAwaited = false;
    }
  }

  /** Whether lines may be folded now. `waiting`: the number of batches that wait to be stored. */
  mayFold(waiting: number): boolean {
    if (this.#groupsSinceFold >= maxGroupsBetweenFolds) return true;
    const now = this.#clock.now();
    if (now >= this.#notBefore) return true;
    if (waiting > 0) return false;
    return this.#areBooksAwaited || now < this.#lastBusy || now - this.#lastBusy >= quietMs;
  }

  /** Begins to fold some lines. Call `end` after it: the pause that follows depends on its time. */
  begin(): { end(): void } {
    this.#groupsSinceFold = 0;
    const began = this.#clock.now();
    return {
      end: () => {
        const now = this.#clock.now();
        this.#notBefore = now + (now - began) * (foldTimeDivisor - 1);
      },
    };
  }
}
