import type { Clock } from '../ports/clock.ts';

/** While people ask for pages, long work gets one part of the time in this many. */
const timeDivisorWhileAsked = 3;
/** How long after a request more are expected, in ms. */
const askedMs = 2000;

/** Lets long work rest between its parts, so that people's requests don't wait for it. */
export class WorkThrottle {
  readonly #clock: Clock;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Somebody asked for a page. */
  noteRequest(): void {
    this.#askedAt = this.#clock.now();
  }

  /** Begins a part of the work; its `end` rests for as long as that part and recent requests ask for. */
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
