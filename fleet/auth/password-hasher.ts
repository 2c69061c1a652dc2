import type { UserRecord } from '../registry/user-records.ts';
import { HashQueue, type Stranger } from './hash-queue.ts';
import { type Cost, hashPassword, isPassword, isWeakHash, usualCost } from './passwords.ts';
import { newToken } from './tokens.ts';

/** Hashes and checks passwords, a few at a time. */
export class PasswordHasher {
  readonly #queue = new HashQueue();
  /** A password that nobody has, so that an unknown user takes as long as a known one. */
  readonly #nobody: Promise<string>;
  readonly #cost: Cost;

  constructor(cost: Cost = usualCost) {
    this.#cost = cost;
    this.#nobody = hashPassword(newToken(), cost);
  }

  /** Hashes a new password. */
  hash(password: string): Promise<string> {
    return this.#queue.run(null, () => hashPassword(password, this.#cost));
  }

  /** Whether a stored hash costs less than a new one would. */
  isWeak(kept: string): boolean {
    return isWeakHash(kept, this.#cost);
  }

  /**
   * Whether this is the user's password; false for nobody and for somebody without a password.
   * `from` is null for somebody who is known.
   */
  isRight(user: UserRecord | null, password: string, from: Stranger | null): Promise<boolean> {
    return this.#queue.run(from, async () => {
      const kept = user?.password ?? null;
      return (await isPassword(password, kept ?? (await this.#nobody))) && kept !== null;
    });
  }
}
