import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

/** Whom a kiosk takes for its fleet. */
export interface Trust {
  /** The authorities that it knows, PEM. */
  readonly authorities: readonly string[];
  /** Whether those that the computer trusts are enough as well. */
  readonly publicAuthorities: boolean;
}

/** What a kiosk knows of the time, ms since 1970. */
export interface KnownTime {
  readonly clock: number;
  /** The fleet's latest receipt; null if there was none. */
  readonly fleet: number | null;
}

const dayMs = 86_400_000;
const longestChain = 6;
const serverUse = '1.3.6.1.5.5.7.3.1';

/**
 * Why the other side of a connection is not the fleet. Null if it is: one of the known authorities
 * certified it, for this host.
 *
 * A certificate counts as expired only if both the kiosk's clock and the fleet's last word say so,
 * a day ago. So a kiosk with a wrong clock still connects, and gets the right time.
 */
export function whyNotFleet(socket: TLSSocket, host: string, trust: Trust, time: KnownTime): string | null {
  if (trust.publicAuthorities && socket.authorized) return null;
  const chain = chainOf(socket.getPeerCertificate(true));
  const [certificate] = chain;
  if (certificate === undefined) return 'the server showed no certificate';
  if (!isTrusted(chain, trust.authorities))
    return 'the server’s certificate is of an authority that this kiosk does not know';
  // Node gives the extended uses, or nothing if there are none; its type knows only a text.
  const use = certificate.keyUsage as unknown as readonly string[] | undefined;
  if (use !== undefined && !use.includes(serverUse)) return 'the certificate is not a server’s';
  const named = isIP(host) === 0 ? certificate.checkHost(host, { subject: 'never' }) : certificate.checkIP(host);
  if (named === undefined) return `the server’s certificate is not for ${host}`;
  const latest = Math.min(time.clock, time.fleet ?? time.clock);
  return Date.parse(certificate.validTo) + dayMs < latest ? 'the server’s certificate has expired' : null;
}

/** The certificates that the server sent, its own first. */
function chainOf(first: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let here: DetailedPeerCertificate | undefined = first;
  while (here?.raw !== undefined && chain.length < longestChain) {
    chain.push(new X509Certificate(here.raw));
    here = here.issuerCertificate === here ? undefined : here.issuerCertificate;
  }
  return chain;
}

/** Whether a known authority signed the first certificate, or one of the authorities between. */
function isTrusted(chain: readonly X509Certificate[], authorities: readonly string[]): boolean {
  const known = authorities.map((pem) => new X509Certificate(pem));
  for (const [index, certificate] of chain.entries()) {
    const isKnown = known.some(
      (authority) =>
        authority.fingerprint256 === certificate.fingerprint256 ||
        (certificate.issuer === authority.subject && certificate.verify(authority.publicKey)),
    );
    if (isKnown) return true;
    const above = chain[index + 1];
    if (!above?.ca || !certificate.verify(above.publicKey)) return false;
  }
  return false;
}
