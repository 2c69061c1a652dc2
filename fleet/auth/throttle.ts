import { limits } from '../limits.ts';

/** Names and addresses whose failures are counted at most: beyond, counting begins again, so that strangers fill no memory. */
const maxKeys = 10_000;

/** Slows down sign-in tries: by user and by address, after some that failed. Times in ms since 1970. */
export class SignInThrottle {
  readonly #failed = new Map<string, { tries: number; until: number }>();

  /** Whether a try under any of these keys is refused now. */
  isSlowed(keys: readonly string[], now: number): boolean {
    return keys.some((key) => this.#isSlowed(key, now));
  }

  #isSlowed(key: string, now: number): boolean {
    const failed = this.#failed.get(key);
    if (failed && now >= failed.until) this.#failed.delete(key);
    return failed !== undefined && now < failed.until && failed.tries >= limits.signInTries;
  }

  /** Counts a try that failed. */
  fail(keys: readonly string[], now: number): void {
    for (const key of keys) {
      if (this.#failed.size > maxKeys) this.#failed.clear();
      this.#failed.set(key, { tries: (this.#failed.get(key)?.tries ?? 0) + 1, until: now + limits.signInSlowMs });
    }
  }

  /** Forgets failures: somebody signed in. */
  clear(keys: readonly string[]): void {
    for (const key of keys) this.#failed.delete(key);
  }
}
