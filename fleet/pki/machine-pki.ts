import {
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  randomBytes,
  verify,
  X509Certificate,
} from 'node:crypto';
import { codeKeyText, codeOf } from '../../shared/contracts/enrolment-code.ts';
import type { Pki } from '../ports/pki.ts';
import type { Authorities } from './authorities.ts';
import { makeCertificate } from './certificate.ts';
import type { SecretFolder } from './secret-folder.ts';

const lifeMs = 90 * 86_400_000;
const renewAfter = 2 / 3;
const secretFile = 'enrolment.key';

/**
 * Certificates and enrolment codes for machines. A code is derived from a secret in `folder`, so
 * that a copy of the database has no code that works.
 */
export function machinePki(folder: SecretFolder, authorities: Authorities): Pki {
  const secret = secretIn(folder);
  return {
    authorities: () => authorities.certificates(),
    authorityAt: (now) => certificateFingerprint(authorities.signing(now).cert),
    hasAuthority: (fingerprint) =>
      authorities.certificates().some((cert) => certificateFingerprint(cert) === fingerprint),
    certify: (machine, key, now) => {
      const publicKey = publicKeyFrom(key);
      if (publicKey === null) throw new Error('not a key on P-256');
      const expires = now + lifeMs;
      const subject = { name: machine, publicKey, from: now, until: expires, use: 'client' } as const;
      const certificate = makeCertificate(subject, authorities.signing(now));
      return { certificate, expires, renewFrom: now + lifeMs * renewAfter };
    },
    fingerprint: (key) => {
      const publicKey = publicKeyFrom(key);
      return publicKey && fingerprintOf(publicKey);
    },
    isSigned: (key, text, signature) => {
      const publicKey = publicKeyFrom(key);
      return publicKey !== null && verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
    },
    signatures: (text) => authorities.signatures(text),
    code: (machine, nonce) =>
      codeOf(
        createHmac('sha256', secret)
          .update(JSON.stringify(['yaoju code 1', machine, nonce]))
          .digest(),
      ),
    codeProof: (code, text) => createHmac('sha256', codeKeyText(code)).update(text).digest('base64'),
  };
}

/** The SHA-256 of a certificate, in hex. */
const certificateFingerprint = (cert: string): string =>
  createHash('sha256').update(new X509Certificate(cert).raw).digest('hex');

/** The SHA-256 of a public key as it is in certificates, in hex. */
const fingerprintOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** Reads a public key on P-256 in its one DER form. Null for anything else. */
function publicKeyFrom(text: string): KeyObject | null {
  const der = Buffer.from(text, 'base64');
  try {
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
    if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
    return key.export({ type: 'spki', format: 'der' }).equals(der) ? key : null;
  } catch {
    return null;
  }
}

function secretIn(folder: SecretFolder): Buffer {
  const kept = folder.read(secretFile)?.trim() ?? '';
  if (/^[0-9a-f]{64}$/.test(kept)) return Buffer.from(kept, 'hex');
  const made = randomBytes(32);
  folder.write(secretFile, `${made.toString('hex')}\n`);
  return made;
}
