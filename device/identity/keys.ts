import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
  X509Certificate,
} from 'node:crypto';
import { codeKeyText } from '../../shared/contracts/enrolment-code.ts';

/** A new private key on P-256, PKCS#8 as PEM. */
export const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const publicDer = (key: string): Buffer =>
  createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'der' });

/** The public key of a private one, SPKI in DER, base64. */
export const publicKeyText = (key: string): string => publicDer(key).toString('base64');

/** The SHA-256 of a private key's public one, in hex. */
export const fingerprintOf = (key: string): string => createHash('sha256').update(publicDer(key)).digest('hex');

/** A signature over a text, base64. */
export const signatureOf = (key: string, text: string): string =>
  sign('sha256', Buffer.from(text), key).toString('base64');

/** Random bytes, base64. */
export const newNonce = (): string => randomBytes(24).toString('base64');

/** The HMAC of a text with an enrolment code, base64. */
export const codeProof = (code: string, text: string): string =>
  createHmac('sha256', codeKeyText(code)).update(text).digest('base64');

/** Whether one of the proofs is the HMAC with this code. */
export function isProvenByCode(proofs: readonly string[], code: string, text: string): boolean {
  const expected = Buffer.from(codeProof(code, text));
  return proofs.some((proof) => proof.length === expected.length && timingSafeEqual(Buffer.from(proof), expected));
}

/** Whether one of the proofs is a signature of one of these authorities (PEM). */
export function isProvenByAuthority(proofs: readonly string[], authorities: readonly string[], text: string): boolean {
  const keys = authorities.map((pem) => new X509Certificate(pem).publicKey);
  return proofs.some((proof) =>
    keys.some((key) => verify('sha256', Buffer.from(text), key, Buffer.from(proof, 'base64'))),
  );
}

/** Whether a certificate is for a private key. */
export const isFor = (certificate: string, key: string): boolean =>
  new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
