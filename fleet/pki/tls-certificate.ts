import type { KeyPair } from './key-pair.ts';

/**
 * The certificate of a listener, as it is now. What cannot be used is not taken: the earlier one
 * stays, and `problem` says why.
 */
export interface TlsCertificate {
  /** The certificate, followed by its chain if it has one, and its key. */
  readonly pair: KeyPair;
  /** When it expires, ms since 1970. */
  readonly expires: number;
  /** Why a newer one could not be taken. Null if there is nothing to say. */
  readonly problem: string | null;
  /** Renews it, or reads its files again. True if there is another pair now. */
  check(now: number): boolean;
}
