import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';

/** The two ends of a TCP connection between programs of this computer. */
export interface Connection {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
}

/** The kernel's lists of connections, for IPv4 and IPv6 sockets. */
const lists = ['/proc/net/tcp', '/proc/net/tcp6'] as const;

const reversed = (bytes: readonly number[]): string =>
  [...bytes]
    .reverse()
    .reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')
    .toUpperCase();

/** An address as the kernel's lists write it, for an IPv4 and an IPv6 socket. */
function listed(address: string): readonly string[] {
  const plain = address.replace(/^::ffff:/i, '');
  if (isIPv4(plain)) {
    const four = reversed(plain.split('.').map(Number));
    return [four, `0000000000000000FFFF0000${four}`];
  }
  return plain === '::1' ? ['00000000000000000000000001000000'] : [];
}

const portOf = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/**
 * The number of the user whose program opened a connection to this computer's loopback. Null if the
 * kernel does not tell: on another system than Linux, or if the connection is closed already.
 */
export function peerUser(
  connection: Connection,
  read = (list: string): string => readFileSync(list, 'latin1'),
): number | null {
  const { remoteAddress, remotePort, localAddress, localPort } = connection;
  if (remoteAddress === undefined || remotePort === undefined) return null;
  if (localAddress === undefined || localPort === undefined) return null;
  const ours = listed(localAddress).map((address) => `${address}:${portOf(localPort)}`);
  const theirs = listed(remoteAddress).map((address) => `${address}:${portOf(remotePort)}`);
  for (const list of lists) {
    const user = userIn(list, theirs, ours, read);
    if (user !== null) return user;
  }
  return null;
}

function userIn(
  list: string,
  theirs: readonly string[],
  ours: readonly string[],
  read: (list: string) => string,
): number | null {
  try {
    for (const line of read(list).split('\n')) {
      const [, local = '', remote = '', , , , , user] = line.trim().split(/\s+/);
      if (user !== undefined && theirs.includes(local) && ours.includes(remote)) return Number(user);
    }
    return null;
  } catch {
    return null;
  }
}
