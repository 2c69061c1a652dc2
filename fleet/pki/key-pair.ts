import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';

/** A certificate with its private key, both as PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** A new private key on P-256. */
export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** A private key as PEM. */
export const keyText = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The public key that belongs to a private one. */
export const publicKeyOf = (key: KeyObject): KeyObject => createPublicKey(key);

/**
 * Why a certificate and a key cannot be used together, in a few words. Null if they can. The
 * certificate's file may have further certificates of its chain after the first.
 */
export function whyNoPair({ cert, key }: KeyPair): string | null {
  let certificate: X509Certificate;
  let privateKey: KeyObject;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    return 'the certificate is no PEM certificate';
  }
  try {
    privateKey = createPrivateKey(key);
  } catch {
    return 'the key is no PEM key without a passphrase';
  }
  return certificate.checkPrivateKey(privateKey) ? null : 'the key does not belong to the certificate';
}

/** When a certificate is valid, ms since 1970. */
export function validityOf(cert: string): { readonly from: number; readonly until: number } {
  const { validFrom, validTo } = new X509Certificate(cert);
  return { from: Date.parse(validFrom), until: Date.parse(validTo) };
}
