import { isIP } from 'node:net';
import { isLoopback } from '../../../../shared/config/loopback.ts';

/** The host in a `Host` header or an authority, in lower case and without port. Null for none. */
export function hostIn(authority: string): string | null {
  const url = `http://${authority}`;
  if (!/^[\w.:[\]-]+$/.test(authority) || !URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/\.$/, '');
}

/**
 * Decides under which names the server answers, so that a foreign page cannot reach it under a name
 * of its own that leads to the server's address (DNS rebinding).
 */
export interface HostNames {
  /** Configured names. Null if none are configured: then every IP address is accepted too. */
  readonly configured: readonly string[] | null;
  /** The server's own names: the address that it listens on, and those of its certificate. */
  readonly own: readonly string[];
}

/** Whether the server answers requests for this `Host`. */
export function isOwnHost({ configured, own }: HostNames, authority: string): boolean {
  const host = hostIn(authority);
  if (host === null) return false;
  const name = host.replace(/^\[|\]$/g, '');
  if (isLoopback(name) || own.includes(name)) return true;
  return configured === null ? isIP(name) !== 0 : configured.includes(name);
}
