import type { Socket } from 'node:net';

/** The other end of a connection; a TLS socket and the TCP socket below it have the same. */
export const peerOf = ({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string =>
  `${remoteAddress} ${remotePort}`;
