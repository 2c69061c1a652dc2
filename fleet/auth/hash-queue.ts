import { limits } from '../limits.ts';
import { RefusedError } from '../refused.ts';

/** Somebody who is not known: neither signed in, nor on a device from which they signed in. */
export interface Stranger {
  /** What counts as one address. */
  readonly address: string;
  /** Whether sign-ins from this address or its network failed lately. */
  readonly hasFailed: boolean;
}

interface Waiting {
  readonly from: string | null;
  readonly start: () => void;
}

/**
 * Lets a few passwords be hashed at a time, because each takes memory and a processor. Work for
 * people who are known goes first, then that of strangers whose networks did not fail lately. Each
 * of the three kinds has places of its own to wait, so that many attempts of one kind take none of
 * another.
 */
export class HashQueue {
  #busy = 0;
  readonly #known: Waiting[] = [];
  readonly #fresh: Waiting[] = [];
  readonly #failed: Waiting[] = [];

  /**
   * Runs work when it is its turn; `from` is null for somebody who is known. Refuses with
   * `unavailable` if too much waits already.
   */
  async run<T>(from: Stranger | null, work: () => Promise<T>): Promise<T> {
    if (this.#busy >= limits.hashes) await this.#turn(from);
    else this.#busy += 1;
    try {
      return await work();
    } finally {
      const next = this.#known.shift() ?? this.#fresh.shift() ?? this.#failed.shift();
      if (next) next.start();
      else this.#busy -= 1;
    }
  }

  #turn(stranger: Stranger | null): Promise<void> {
    const waiting = stranger === null ? this.#known : stranger.hasFailed ? this.#failed : this.#fresh;
    const from = stranger?.address ?? null;
    const own = waiting.filter((each) => each.from === from).length;
    if (waiting.length >= limits.hashesWaiting || (from !== null && own >= limits.hashesWaitingOfAddress))
      throw new RefusedError(
        'unavailable',
        'too many people sign in at once',
        '登录的人过多，请稍后再试',
        limits.hashAgainS,
      );
    return new Promise((resolve) => waiting.push({ from, start: resolve }));
  }
}
