import type { Socket } from 'node:net';

/**
 * Fixes where a connection comes from when it is accepted: a socket does not know it any more once
 * it is closed, and a request that was read by then may still be carried out. Returns false if it
 * is not known already.
 */
export function keepPeer(socket: Socket): boolean {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined) return false;
  Object.defineProperties(socket, { remoteAddress: { value: remoteAddress }, remotePort: { value: remotePort } });
  return true;
}

/** The other end of a connection; a TLS socket and the TCP socket below it have the same. */
export const peerOf = ({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string =>
  `${remoteAddress} ${remotePort}`;
