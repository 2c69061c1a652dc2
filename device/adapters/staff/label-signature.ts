import { createPublicKey, verify } from 'node:crypto';

/** Whether one of the keys (Ed25519, 32 bytes in base64) signed the text. Never throws. */
export function isSigned(text: string, signature: string, keys: readonly string[]): boolean {
  return keys.some((key) => {
    try {
      const x = Buffer.from(key, 'base64').toString('base64url');
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      return verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64url'));
    } catch {
      return false;
    }
  });
}
