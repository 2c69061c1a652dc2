import type { MachineId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { type Identity, IdentityFile, type IdentityKind } from './identity.ts';

/** A folder of small files. Each call happens as a whole, or not at all if the power fails. */
export interface SecretFiles {
  /** Null if there is no such file. */
  read(name: string): string | null;
  write(name: string, text: string): void;
  rename(from: string, to: string): void;
  remove(name: string): void;
}

const fileOf = (kind: IdentityKind): string => `${kind}.json`;

/** An identity and where it comes from. */
export interface KeptIdentity extends Identity {
  readonly kind: IdentityKind;
}

/**
 * The identities of a kiosk. A new key is kept before the fleet is asked to certify it, and an old
 * identity until a newer one has connected. So whenever the power fails, the kiosk has an identity
 * that the fleet accepts.
 */
export class IdentityStore {
  readonly #files: SecretFiles;
  readonly #machine: MachineId;

  constructor(files: SecretFiles, machine: MachineId) {
    this.#files = files;
    this.#machine = machine;
  }

  /** The identities to connect with, the newest first: it replaces the others. */
  all(): KeptIdentity[] {
    return (['enrolment', 'renewal', 'current'] as const).flatMap((kind) => {
      const { key, credentials } = this.#read(kind) ?? { key: '', credentials: null };
      return credentials === null ? [] : { kind, key, credentials };
    });
  }

  /**
   * The key of a request: the one that an earlier request was made with, since its answer may have
   * been lost, else the one that `make` gives.
   */
  keyFor(kind: 'enrolment' | 'renewal', make: () => string): string {
    const begun = this.#read(kind);
    if (begun !== null && begun.credentials === null) return begun.key;
    const key = make();
    this.#write(kind, { key, credentials: null });
    return key;
  }

  /** Keeps the answer to a request, unless its key was replaced meanwhile. */
  granted(kind: 'enrolment' | 'renewal', identity: Identity): void {
    if (this.#read(kind)?.key === identity.key) this.#write(kind, identity);
  }

  /** An identity has connected: it is the current one, and those that it replaced are of no use. */
  connected(kind: IdentityKind): void {
    if (kind === 'current') return;
    this.#files.rename(fileOf(kind), fileOf('current'));
    if (kind === 'enrolment') this.#files.remove(fileOf('renewal'));
  }

  #read(kind: IdentityKind): IdentityFile | null {
    const text = this.#files.read(fileOf(kind));
    const read = text === null ? null : readJson(text);
    const file = IdentityFile.safeParse(read?.ok ? read.json : null);
    return file.success && file.data.machine === this.#machine ? file.data : null;
  }

  #write(kind: IdentityKind, { key, credentials }: Pick<IdentityFile, 'key' | 'credentials'>): void {
    const file: IdentityFile = { format: 1, machine: this.#machine, key, credentials };
    this.#files.write(fileOf(kind), `${JSON.stringify(file, null, 2)}\n`);
  }
}
