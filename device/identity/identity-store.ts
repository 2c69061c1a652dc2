import type { z } from 'zod';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { type Identity, IdentityFile, type IdentityKind, KeyFile } from './identity.ts';

/** A folder of small files. Each call happens as a whole, or not at all if the power fails. */
export interface SecretFiles {
  /** Null if there is no such file. */
  read(name: string): string | null;
  write(name: string, text: string): void;
  rename(from: string, to: string): void;
  remove(name: string): void;
}

type AskedKind = Exclude<IdentityKind, 'current'>;

const fileOf = (kind: IdentityKind): string => `${kind}.json`;
const keyFileOf = (kind: AskedKind): string => `${kind}-key.json`;

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
      const file = this.#read(fileOf(kind), IdentityFile);
      return file === null ? [] : { kind, key: file.key, credentials: file.credentials };
    });
  }

  /**
   * The key of a request: the one that an earlier request was made with, since its answer may have
   * been lost, else the one that `make` gives. No identity is touched: the fleet may already rely
   * on the newest one.
   */
  keyFor(kind: AskedKind, make: () => string): string {
    const begun = this.#read(keyFileOf(kind), KeyFile);
    if (begun !== null) return begun.key;
    const key = make();
    this.#write(keyFileOf(kind), { key });
    return key;
  }

  /** Keeps the answer to a request. From now on the fleet accepts it. */
  granted(kind: AskedKind, { key, credentials }: Identity): void {
    this.#write(fileOf(kind), { key, credentials });
    this.#files.remove(keyFileOf(kind));
  }

  /** An identity has connected: it is the current one, and those that it replaced are of no use. */
  connected(kind: IdentityKind): void {
    if (kind === 'current') return;
    this.#files.rename(fileOf(kind), fileOf('current'));
    if (kind === 'enrolment') this.#files.remove(fileOf('renewal'));
  }

  #read<T extends KeyFile>(name: string, schema: z.ZodType<T>): T | null {
    const text = this.#files.read(name);
    const read = text === null ? null : readJson(text);
    const file = schema.safeParse(read?.ok ? read.json : null);
    return file.success && file.data.machine === this.#machine ? file.data : null;
  }

  #write(name: string, content: Pick<KeyFile, 'key'> & Partial<Identity>): void {
    this.#files.write(name, `${JSON.stringify({ format: 1, machine: this.#machine, ...content }, null, 2)}\n`);
  }
}
