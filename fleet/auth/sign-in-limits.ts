import { limits } from '../limits.ts';
import { RefusedError } from '../refused.ts';
import type { SignInFailures } from '../registry/user-records.ts';

/** What is counted: one user from one address, for example, as a hash. */
export interface LimitedKey {
  readonly key: string;
  /** How many failures cost nothing. */
  readonly free: number;
}

/** What to do with an attempt that was counted as failed when it began. */
export interface Attempt {
  /** Its key was right: the first of its keys is cleared, the others take this try back. */
  succeeded(): void;
  /** It was neither right nor wrong, so this try is taken back. */
  undo(): void;
}

/**
 * Makes further sign-ins wait after some failures. An attempt counts as failed before its password
 * is checked, so that many at the same time gain nothing. Times in ms since 1970.
 */
export class SignInLimits {
  /** By key, the one that failed longest ago first. */
  readonly #failures = new Map<string, SignInFailures>();
  readonly #changed: (key: string) => void;

  /** `changed` is called with each key whose failures changed. */
  constructor(kept: readonly SignInFailures[], changed: (key: string) => void) {
    for (const each of [...kept].sort((a, b) => a.at - b.at)) this.#failures.set(each.key, each);
    this.#changed = changed;
  }

  /** The failures of a key. Null if there are none. */
  get(key: string): SignInFailures | null {
    return this.#failures.get(key) ?? null;
  }

  /** Counts an attempt. Refuses with `slow-down` if one of its keys has to wait. */
  begin(keys: readonly LimitedKey[], now: number): Attempt {
    const waits = keys.map(({ key }) => this.#valid(key, now)?.until ?? 0);
    const wait = Math.max(...waits) - now;
    if (wait > 0)
      throw new RefusedError(
        'slow-down',
        'too many tries: wait a little',
        '尝试次数过多，请稍后再试',
        Math.ceil(wait / 1000),
      );
    for (const each of keys) this.#count(each, now);
    const [first, ...others] = keys;
    return {
      succeeded: () => {
        if (first) this.#set(first.key, null);
        for (const each of others) this.#takeBack(each);
      },
      undo: () => {
        for (const each of keys) this.#takeBack(each);
      },
    };
  }

  /** Whether an attempt of a key failed lately. */
  hasFailed(key: string, now: number): boolean {
    return this.#valid(key, now) !== null;
  }

  #valid(key: string, now: number): SignInFailures | null {
    const found = this.get(key);
    return found !== null && now - found.at < limits.signInForgetMs ? found : null;
  }

  #count({ key, free }: LimitedKey, now: number): void {
    const tries = (this.#valid(key, now)?.tries ?? 0) + 1;
    const doubled = Math.min(Math.max(tries - free, 0), 10);
    const wait = Math.min(limits.signInWaitMs * 2 ** doubled, limits.signInLongestWaitMs);
    this.#set(key, { key, tries, at: now, until: tries < free ? 0 : now + wait });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > limits.signInFailures && oldest !== undefined) this.#set(oldest, null);
  }

  #takeBack({ key, free }: LimitedKey): void {
    const found = this.get(key);
    if (!found) return;
    const tries = found.tries - 1;
    this.#set(key, tries === 0 ? null : { ...found, tries, until: tries < free ? 0 : found.until });
  }

  #set(key: string, failures: SignInFailures | null): void {
    this.#failures.delete(key);
    if (failures !== null) this.#failures.set(key, failures);
    this.#changed(key);
  }
}
