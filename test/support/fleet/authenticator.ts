import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** CBOR heads of up to 64 KiB: the major type and a length or number. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  return value < 256
    ? Buffer.from([(major << 5) | 24, value])
    : Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

type Cbor = number | string | Uint8Array | Map<Cbor, Cbor>;

/** Writes what attestations and public keys consist of as CBOR. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])]);
  return Buffer.concat([head(2, value.length), value]);
}

/** What an answer of the authenticator may lie about. */
export interface Deviation {
  readonly origin?: string;
  readonly host?: string;
  readonly challenge?: string;
  readonly counter?: number;
  /** User present and verified: 5. */
  readonly flags?: number;
  /** Signs with a key of somebody else. */
  readonly foreignKey?: boolean;
  /** The user to whom the key belongs; null for none. */
  readonly userHandle?: string | null;
}

/** An authenticator in software with one key, and the browser around it. */
export class Authenticator {
  readonly id: Uint8Array;
  readonly #private: KeyObject;
  readonly #public: KeyObject;
  readonly #site: { readonly origin: string; readonly host: string };
  #counter = 0;
  #userHandle: string | null = null;

  constructor(site: { readonly origin: string; readonly host: string }, id: Uint8Array = randomBytes(16)) {
    this.id = id;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#private = privateKey;
    this.#public = publicKey;
    this.#site = site;
  }

  /** The answer to the options of a new passkey. */
  create(options: Readonly<Record<string, unknown>>, lie: Deviation = {}): Record<string, unknown> {
    const { x = '', y = '' } = this.#public.export({ format: 'jwk' });
    const key = new Map<Cbor, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]);
    this.#userHandle = (options.user as { readonly id: string } | undefined)?.id ?? null;
    const length = Buffer.from([this.id.length >> 8, this.id.length & 255]);
    const data = Buffer.concat([this.#data(lie, 0x40), Buffer.alloc(16), length, this.id, cbor(key)]);
    const attestation = new Map<Cbor, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', data],
    ]);
    const clientDataJSON = this.#client('webauthn.create', options, lie);
    return this.#answer({ clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(cbor(attestation)) });
  }

  /** The answer to the options of a sign-in. */
  get(options: Readonly<Record<string, unknown>>, lie: Deviation = {}): Record<string, unknown> {
    const data = this.#data(lie, 0);
    const clientDataJSON = this.#client('webauthn.get', options, lie);
    const key = lie.foreignKey ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.#private;
    const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), key);
    const { userHandle = this.#userHandle } = lie;
    return this.#answer({
      ...(userHandle === null ? {} : { userHandle }),
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(data),
      signature: base64url(signature),
    });
  }

  #data(lie: Deviation, more: number): Buffer {
    const counter = Buffer.alloc(4);
    this.#counter += 1;
    counter.writeUInt32BE(lie.counter ?? this.#counter);
    return Buffer.concat([sha256(lie.host ?? this.#site.host), Buffer.from([(lie.flags ?? 5) | more]), counter]);
  }

  #client(type: string, options: Readonly<Record<string, unknown>>, lie: Deviation): Buffer {
    const challenge = lie.challenge ?? String(options.challenge);
    return Buffer.from(JSON.stringify({ type, challenge, origin: lie.origin ?? this.#site.origin }));
  }

  #answer(response: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const id = base64url(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}
