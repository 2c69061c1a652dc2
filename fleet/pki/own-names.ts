import { hostname, networkInterfaces } from 'node:os';

/**
 * The names and addresses under which this computer is reached: those of the configuration, its own
 * name, and the addresses of its network interfaces.
 */
export function ownNames(configured: readonly string[]): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const shown = addresses.flatMap(({ address, scopeid }) => (scopeid === 0 || scopeid === undefined ? address : []));
  return [...new Set([...configured, hostname(), 'localhost', '127.0.0.1', '::1', ...shown])].filter(isName);
}

/** What a certificate can hold. */
const isName = (name: string): boolean => /^[a-zA-Z0-9.:_-]{1,253}$/.test(name);
