import type { MachineAuthenticator } from '../ports/broker.ts';
import type { Ids } from '../ports/ids.ts';
import type { MachineRecord } from '../registry/records.ts';

/**
 * The hashes of the machines' secrets, held in memory, so that connections are accepted without
 * waiting for the store.
 */
export class MachineKeys implements MachineAuthenticator {
  readonly #ids: Pick<Ids, 'hash'>;
  readonly #hashes = new Map<string, string>();

  constructor(ids: Pick<Ids, 'hash'>) {
    this.#ids = ids;
  }

  /** Updates a machine's secret from its record. A retired machine has none. */
  set(record: MachineRecord): void {
    if (record.secretHash === null) this.#hashes.delete(record.machine);
    else this.#hashes.set(record.machine, record.secretHash);
  }

  has(machine: string): boolean {
    return this.#hashes.has(machine);
  }

  authenticate(machine: string, secret: string): 'yes' | 'wrong-secret' | 'unknown-machine' {
    const hash = this.#hashes.get(machine);
    if (hash === undefined) return 'unknown-machine';
    return isSameText(this.#ids.hash(secret), hash) ? 'yes' : 'wrong-secret';
  }
}

/** Compares two hashes in constant time. */
function isSameText(a: string, b: string): boolean {
  let differ = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) differ |= a.charCodeAt(index) ^ b.charCodeAt(index % b.length);
  return differ === 0;
}
