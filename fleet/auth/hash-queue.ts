import { limits } from '../limits.ts';
import { RefusedError } from '../refused.ts';

interface Waiting {
  readonly from: string;
  readonly start: () => void;
}

/**
 * Lets a few passwords be hashed at a time, because each takes memory and a processor. Work for
 * people who are known goes first: nobody can keep them waiting by many attempts. Of what
 * strangers try, only a little waits, and of one address even less.
 */
export class HashQueue {
  #busy = 0;
  readonly #known: Waiting[] = [];
  readonly #strangers: Waiting[] = [];

  /**
   * Runs work when it is its turn. `from` is the address of a stranger, or null for somebody who is
   * known: signed in, or on a device from which they signed in before. Refuses with `unavailable`
   * if too much waits already.
   */
  async run<T>(from: string | null, work: () => Promise<T>): Promise<T> {
    if (this.#busy >= limits.hashes) await this.#turn(from);
    else this.#busy += 1;
    try {
      return await work();
    } finally {
      const next = this.#known.shift() ?? this.#strangers.shift();
      if (next) next.start();
      else this.#busy -= 1;
    }
  }

  #turn(from: string | null): Promise<void> {
    const waiting = from === null ? this.#known : this.#strangers;
    const own = waiting.filter((each) => each.from === from).length;
    if (waiting.length >= limits.hashesWaiting || (from !== null && own >= limits.hashesWaitingOfAddress))
      throw new RefusedError(
        'unavailable',
        'too many people sign in at once',
        '登录的人过多，请稍后再试',
        limits.hashAgainS,
      );
    return new Promise((resolve) => waiting.push({ from: from ?? '', start: resolve }));
  }
}
