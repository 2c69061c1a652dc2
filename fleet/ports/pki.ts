import type { MachineId } from '../../shared/contracts/ids.ts';

/** A certificate for a machine's key, PEM. Times in ms since 1970. */
export interface MachineCertificate {
  readonly certificate: string;
  readonly expires: number;
  /** From when on its kiosk should renew it. */
  readonly renewFrom: number;
}

/** The fleet's keys and certificates. Keys and signatures are base64, a fingerprint is hex. */
export interface Pki {
  /** The certificates of the authorities that kiosks trust, PEM. */
  authorities(): readonly string[];
  /** The authority that certifies at `now`, as a fingerprint in hex. */
  authorityAt(now: number): string;
  /** Whether an authority of this fingerprint is among those of this fleet. */
  hasAuthority(fingerprint: string): boolean;
  /** Certifies a machine's key, for some weeks. */
  certify(machine: MachineId, key: string, now: number): MachineCertificate;
  /** The SHA-256 of a public key. Null if it is no key on P-256. */
  fingerprint(key: string): string | null;
  /** Whether a signature over a text was made with a key. Never throws. */
  isSigned(key: string, text: string, signature: string): boolean;
  /** Signs a text with each authority. */
  signatures(text: string): string[];
  /** The enrolment code that belongs to a machine and a random text. It is not stored. */
  code(machine: MachineId, nonce: string): string;
  /** The HMAC of a text with a code. */
  codeProof(code: string, text: string): string;
}
