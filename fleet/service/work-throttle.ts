import type { Clock } from '../ports/clock.ts';

/** While people request pages, long work gets one part in this many of the time. */
const timeDivisorWhileAsked = 3;
/** How long after a request further ones are expected, in ms. */
const askedMs = 2000;

/** Lets long work pause between its parts, so that people's requests do not wait for it. */
export class WorkThrottle {
  readonly #clock: Clock;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes a request for a page. */
  noteRequest(): void {
    this.#askedAt = this.#clock.now();
  }

  /**
   * Begins a part of the work. Its `end` pauses: as long as that part took and recent requests
   * demand.
   */
  begin(): { end(): Promise<void> } {
    const began = this.#clock.now();
    return {
      end: async () => {
        const now = this.#clock.now();
        const isAsked = now - this.#askedAt < askedMs;
        await this.#clock.rest?.(isAsked ? (now - began) * (timeDivisorWhileAsked - 1) : 0);
      },
    };
  }
}
