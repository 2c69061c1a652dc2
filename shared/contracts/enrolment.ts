import { z } from 'zod';
import { MachineId } from './ids.ts';

/** Bytes as base64. */
const Base64 = z.base64();

/** A public key on the curve P-256, as SPKI in DER. */
const PublicKey = Base64.min(1).max(256);

/** Random bytes of the kiosk, so that an answer belongs to one request. */
const Nonce = Base64.min(22).max(64);

/** An HMAC-SHA-256, or a signature (ECDSA with SHA-256, DER). */
const Proof = Base64.min(1).max(256);

const Pem = z.string().max(8192);

/**
 * POST /api/v1/enrolment: a kiosk asks for a certificate for a key that it made. The code itself is
 * not sent.
 */
export const EnrolmentRequest = z.strictObject({
  machine: MachineId,
  key: PublicKey,
  nonce: Nonce,
  /** Made with the new key over `requestText`: the kiosk has it. */
  signature: Proof,
  /** HMAC over `requestText` with the code. */
  proof: Proof,
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

/** POST /api/v1/enrolment/renewal: the same without a code, by a kiosk that has a key. */
export const RenewalRequest = z.strictObject({
  machine: MachineId,
  key: PublicKey,
  nonce: Nonce,
  signature: Proof,
  /** SHA-256 of the key that the kiosk has so far (SPKI, DER), in hex. */
  old: z.string().regex(/^[0-9a-f]{64}$/),
  /** Made with the old key over `requestText`. */
  proof: Proof,
});
export type RenewalRequest = z.infer<typeof RenewalRequest>;

/** What a kiosk connects with, besides its own private key. */
export const Credentials = z.object({
  machine: MachineId,
  /** The certificate of its new key. */
  certificate: Pem,
  /**
   * The fleet's certificate authorities, in use or soon to be, that the kiosk trusts from now on.
   */
  authorities: z.array(Pem).min(1).max(8),
  /** Whether the broker's certificate may also be of an authority that the computer trusts. */
  publicAuthorities: z.boolean(),
  /** The broker's URL. */
  broker: z.url({ protocol: /^mqtts?$/ }),
  /** The HTTPS address at which the kiosk renews its certificate. */
  address: z.url({ protocol: /^https?$/ }),
  /** The fleet's time, ms since 1970. */
  now: z.int().min(0),
  /** From when on the kiosk should renew, and when its certificate expires, ms since 1970. */
  renewFrom: z.int().min(0),
  expires: z.int().min(0),
});
export type Credentials = z.infer<typeof Credentials>;

/**
 * The answer to both. Its proofs are over `answerText`: for an enrolment one HMAC with the code,
 * for a renewal a signature of each authority, of which the kiosk knows at least one. So the answer
 * needs no trust in the connection that brings it.
 */
export const EnrolmentAnswer = z.object({ credentials: Credentials, proofs: z.array(Proof).min(1).max(8) });
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;

type Asked = Pick<EnrolmentRequest, 'machine' | 'key' | 'nonce'>;

/** What the proofs of a request are made over. */
export const requestText = (use: 'enrolment' | 'renewal', { machine, key, nonce }: Asked): string =>
  JSON.stringify([`yaoju ${use} 1`, machine, key, nonce]);

/** What the proofs of an answer are made over: the request that it answers, and all of it. */
export function answerText(asked: Asked, credentials: Credentials): string {
  const { machine, certificate, authorities, publicAuthorities, broker, address, now, renewFrom, expires } =
    credentials;
  const told = [machine, certificate, authorities, publicAuthorities, broker, address, now, renewFrom, expires];
  return JSON.stringify(['yaoju answer 1', asked.machine, asked.key, asked.nonce, ...told]);
}
