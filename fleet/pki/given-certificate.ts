import { readFileSync } from 'node:fs';
import { type KeyPair, validityOf, whyNoPair } from './key-pair.ts';
import type { TlsCertificate } from './tls-certificate.ts';

/** The files of a certificate and its key that somebody else renews. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/**
 * A certificate from files. They are read again when they have changed; a pair that is half written
 * or does not fit together is not taken, and the earlier one stays.
 */
export class GivenCertificate implements TlsCertificate {
  readonly #files: CertificateFiles;
  #pair: KeyPair;
  #problem: string | null = null;

  /** Throws if the files cannot be read or do not fit together. */
  constructor(files: CertificateFiles) {
    this.#files = files;
    const pair = read(files);
    const why = whyNoPair(pair);
    if (why !== null) throw new Error(`${files.cert}, ${files.key}: ${why}`);
    this.#pair = pair;
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

  check(): boolean {
    let pair: KeyPair;
    let why: string | null;
    try {
      pair = read(this.#files);
      why = whyNoPair(pair);
    } catch (error) {
      this.#problem = `the certificate's files cannot be read: ${(error as Error).message}`;
      return false;
    }
    this.#problem = why === null ? null : `the certificate's files are not taken: ${why}`;
    if (why !== null || (pair.cert === this.#pair.cert && pair.key === this.#pair.key)) return false;
    this.#pair = pair;
    return true;
  }
}

const read = ({ cert, key }: CertificateFiles): KeyPair => ({
  cert: readFileSync(cert, 'utf8'),
  key: readFileSync(key, 'utf8'),
});
