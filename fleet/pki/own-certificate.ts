import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Authorities } from './authorities.ts';
import { makeCertificate } from './certificate.ts';
import { type KeyPair, keyText, newKey, publicKeyOf, validityOf, whyNoPair } from './key-pair.ts';
import type { SecretFolder } from './secret-folder.ts';
import type { TlsCertificate } from './tls-certificate.ts';

const lifeMs = 90 * 86_400_000;
const renewAfter = 2 / 3;
const file = 'server.pem';

/**
 * The server's certificate of the fleet's own authority. It is renewed with a new key when two
 * thirds of its life are over, when the server has a further name, and when its authority changes.
 */
export class OwnCertificate implements TlsCertificate {
  readonly #folder: SecretFolder;
  readonly #authorities: Authorities;
  readonly #names: () => readonly string[];
  #pair: KeyPair;
  #problem: string | null = null;

  constructor(folder: SecretFolder, authorities: Authorities, names: () => readonly string[], now: number) {
    this.#folder = folder;
    this.#authorities = authorities;
    this.#names = names;
    const kept = pairIn(folder.read(file) ?? '');
    this.#pair = kept !== null && !this.#isDue(kept, now) ? kept : this.#make(now);
  }

  get pair(): KeyPair {
    return this.#pair;
  }

  get expires(): number {
    return validityOf(this.#pair.cert).until;
  }

  get problem(): string | null {
    return this.#problem;
  }

  check(now: number): boolean {
    if (!this.#isDue(this.#pair, now)) return false;
    try {
      this.#pair = this.#make(now);
      this.#problem = null;
      return true;
    } catch (error) {
      this.#problem = `the certificate could not be renewed: ${(error as Error).message}`;
      return false;
    }
  }

  #isDue({ cert }: KeyPair, now: number): boolean {
    const certificate = new X509Certificate(cert);
    const { from, until } = validityOf(cert);
    return (
      now < from ||
      now >= from + (until - from) * renewAfter ||
      !certificate.verify(this.#authorities.signing(now).publicKey) ||
      this.#names().some((name) => !isNamed(certificate, name))
    );
  }

  #make(now: number): KeyPair {
    const authority = this.#authorities.signing(now);
    const privateKey = newKey();
    const [name = 'localhost'] = this.#names();
    const subject = { name, publicKey: publicKeyOf(privateKey), from: now, until: now + lifeMs };
    const cert = makeCertificate({ ...subject, use: { server: this.#names() } }, authority);
    const pair = { cert, key: keyText(privateKey) };
    this.#folder.write(file, pair.key + pair.cert);
    return pair;
  }
}

const isNamed = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;

/** The pair in a file of both. Null if it has none that can be used. */
function pairIn(text: string): KeyPair | null {
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  const pair = { key: text.slice(0, Math.max(at, 0)), cert: text.slice(Math.max(at, 0)) };
  return whyNoPair(pair) === null ? pair : null;
}
