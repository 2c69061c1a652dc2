import type { MachineAuthenticator } from '../ports/broker.ts';
import type { Ids } from '../ports/ids.ts';
import type { MachineRecord } from '../registry/records.ts';
import { isSameText } from './same-text.ts';

interface Accepted {
  /** Null if no secret is accepted. */
  readonly secretHash: string | null;
  readonly fingerprints: ReadonlySet<string>;
}

/**
 * What machines connect with, the hashes of their secrets and the fingerprints of their keys, held
 * in memory, so that connections are accepted without waiting for the store.
 */
export class MachineKeys implements MachineAuthenticator {
  readonly #ids: Pick<Ids, 'hash'>;
  readonly #accepted = new Map<string, Accepted>();

  constructor(ids: Pick<Ids, 'hash'>) {
    this.#ids = ids;
  }

  /** Updates a machine's secret and keys from its record. A retired machine has none. */
  set({ machine, secretHash, credentials }: MachineRecord): void {
    if (secretHash === null) {
      this.#accepted.delete(machine);
      return;
    }
    const fingerprints = new Set(credentials?.keys.map(({ fingerprint }) => fingerprint));
    this.#accepted.set(machine, { secretHash: credentials?.secretEnded ? null : secretHash, fingerprints });
  }

  has(machine: string): boolean {
    return this.#accepted.has(machine);
  }

  authenticate(machine: string, secret: string): 'yes' | 'wrong-secret' | 'unknown-machine' {
    // Hashed in both cases, so that the time of an answer does not tell which machines exist.
    const given = this.#ids.hash(secret);
    const accepted = this.#accepted.get(machine);
    if (accepted === undefined) return 'unknown-machine';
    const { secretHash } = accepted;
    return secretHash !== null && isSameText(given, secretHash) ? 'yes' : 'wrong-secret';
  }

  authenticateKey(machine: string, fingerprint: string): 'yes' | 'wrong-key' | 'unknown-machine' {
    const accepted = this.#accepted.get(machine);
    if (accepted === undefined) return 'unknown-machine';
    return accepted.fingerprints.has(fingerprint) ? 'yes' : 'wrong-key';
  }
}
