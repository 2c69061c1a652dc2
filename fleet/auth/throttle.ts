import { limits } from '../limits.ts';

/**
 * The most names and addresses whose failures are counted. Beyond that, counting begins again, so
 * that strangers cannot fill the memory.
 */
const maxKeys = 10_000;

/** Slows down sign-in attempts of a user or address after some failures. Times in ms since 1970. */
export class SignInThrottle {
  readonly #failed = new Map<string, { tries: number; until: number }>();

  /** Whether an attempt under any of these keys is refused now. */
  isSlowed(keys: readonly string[], now: number): boolean {
    return keys.some((key) => this.#isSlowed(key, now));
  }

  #isSlowed(key: string, now: number): boolean {
    const failed = this.#failed.get(key);
    if (failed && now >= failed.until) this.#failed.delete(key);
    return failed !== undefined && now < failed.until && failed.tries >= limits.signInTries;
  }

  /** Counts a failed attempt. */
  fail(keys: readonly string[], now: number): void {
    for (const key of keys) {
      if (this.#failed.size > maxKeys) this.#failed.clear();
      this.#failed.set(key, { tries: (this.#failed.get(key)?.tries ?? 0) + 1, until: now + limits.signInSlowMs });
    }
  }

  /** Forgets failures after a successful sign-in. */
  clear(keys: readonly string[]): void {
    for (const key of keys) this.#failed.delete(key);
  }
}
