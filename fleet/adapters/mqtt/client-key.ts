import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';

/** The key that a client proved to have in its handshake. */
export interface ClientKey {
  /** Its certificate's common name. */
  readonly name: string;
  /** SHA-256 of the public key (SPKI, DER), hex. */
  readonly fingerprint: string;
}

/** The public keys of authorities, given as PEM. */
export const authorityKeys = (authorities: readonly string[]): KeyObject[] =>
  authorities.map((pem) => new X509Certificate(pem).publicKey);

/**
 * The key of a client's certificate. Null if it showed none, none of these authorities, or none
 * that can be read, and if the connection is gone already.
 *
 * Its dates are not compared: the registry decides which keys may connect, and a kiosk that was off
 * for a year must still be able to. Names and signatures are enough to see whose key it claims to
 * be, and the handshake has shown that the client has it.
 */
export function clientKeyOf(connection: unknown, authorities: readonly KeyObject[]): ClientKey | null {
  if (!(connection instanceof TLSSocket)) return null;
  // Null for a connection that was closed, which the declaration does not say.
  const shown: { readonly raw?: Buffer } | null = connection.getPeerCertificate(false);
  return shown?.raw === undefined ? null : keyIn(shown.raw, authorities);
}

function keyIn(der: Buffer, authorities: readonly KeyObject[]): ClientKey | null {
  try {
    const certificate = new X509Certificate(der);
    const isOurs = authorities.some((key) => certificate.verify(key));
    const name = /^CN=([A-Z0-9-]{3,32})$/.exec(certificate.subject)?.[1];
    if (!isOurs || name === undefined) return null;
    const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
    return { name, fingerprint: createHash('sha256').update(key).digest('hex') };
  } catch {
    // OpenSSL accepts certificates that Node cannot read. None of them is ours.
    return null;
  }
}
