import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { type CertificateIssuer, makeCertificate } from './certificate.ts';
import { keyText, newKey, publicKeyOf, validityOf } from './key-pair.ts';
import type { SecretFolder } from './secret-folder.ts';

const dayMs = 86_400_000;

/** How long an authority is valid, and from which share of its life on its successor is known. */
const lifeMs = 3652 * dayMs;
const successorFrom = 2 / 3;

/**
 * How long a new authority is only announced before it signs: three times as long as a kiosk takes
 * to renew its certificate, with which it hears of it.
 */
const announcedMs = 180 * dayMs;

const fileName = /^authority-(\d{1,4})\.pem$/;

interface Authority extends CertificateIssuer {
  readonly cert: string;
  /** When it was made, and until when it is valid. */
  readonly from: number;
  readonly until: number;
}

/**
 * The fleet's own certificate authorities: usually one, and a second one long before the first
 * expires. Each is a file with key and certificate. An earlier one is kept, so that a kiosk that
 * knows no other one still accepts an answer, which names its successor.
 */
export class Authorities {
  readonly #folder: SecretFolder;
  #all: Authority[];

  private constructor(folder: SecretFolder, all: Authority[]) {
    this.#folder = folder;
    this.#all = all;
  }

  /** Reads the authorities of a folder, and makes the first one if there is none. */
  static open(folder: SecretFolder, now: number): Authorities {
    const numbers = folder.names().flatMap((name) => fileName.exec(name)?.[1] ?? []);
    const all = numbers
      .map(Number)
      .sort((a, b) => a - b)
      .map((number) => read(folder, number));
    const opened = new Authorities(folder, all);
    if (all.length === 0) opened.#make(now);
    else opened.#writeBundle();
    return opened;
  }

  /** The certificates that kiosks trust, PEM: those in use and those announced. */
  certificates(): string[] {
    return this.#all.map(({ cert }) => cert);
  }

  /** The authority that signs at `now`. */
  signing(now: number): CertificateIssuer & { readonly cert: string } {
    const [first, ...later] = this.#all;
    if (!first) throw new Error('there is no authority');
    return later.findLast(({ from }) => now - from >= announcedMs) ?? first;
  }

  /** Makes the next authority if the newest one has used up two thirds of its life. */
  renew(now: number): boolean {
    const newest = this.#all.at(-1);
    if (newest && now < newest.from + (newest.until - newest.from) * successorFrom) return false;
    this.#make(now);
    return true;
  }

  /** Signs a text with each authority, base64: a kiosk that knows one of them can check it. */
  signatures(text: string): string[] {
    return this.#all.map(({ privateKey }) => sign('sha256', Buffer.from(text), privateKey).toString('base64'));
  }

  #make(now: number): void {
    const number = this.#all.length + 1;
    const privateKey = newKey();
    const publicKey = publicKeyOf(privateKey);
    // The name differs for each, so that clients find the right one among several.
    const name = `Yaoju fleet authority ${number} of ${new Date(now).toISOString().slice(0, 10)}`;
    const self = { name, publicKey, privateKey };
    const cert = makeCertificate({ name, publicKey, from: now, until: now + lifeMs, use: 'authority' }, self);
    this.#folder.write(`authority-${number}.pem`, keyText(privateKey) + cert);
    this.#all = [...this.#all, { ...self, cert, ...validityOf(cert) }];
    this.#writeBundle();
  }

  /** The certificates as a file for other clients, such as `curl --cacert`. */
  #writeBundle(): void {
    const text = this.certificates().join('');
    if (this.#folder.read('authorities.pem') !== text) this.#folder.write('authorities.pem', text);
  }
}

function read(folder: SecretFolder, number: number): Authority {
  const text = folder.read(`authority-${number}.pem`) ?? '';
  const cert = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----\n/.exec(text)?.[0];
  if (cert === undefined) throw new Error(`${folder.pathOf(`authority-${number}.pem`)} has no certificate`);
  const privateKey = createPrivateKey(text);
  const name = new X509Certificate(cert).subject.replace(/^CN=/, '');
  return { name, cert, privateKey, publicKey: publicKeyOf(privateKey), ...validityOf(cert) };
}
