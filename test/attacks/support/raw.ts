import { connect, type Socket } from 'node:net';

/** What came back over a raw connection, and whether the other side closed it within the time. */
export interface RawAnswer {
  readonly bytes: Buffer;
  readonly closed: boolean;
}

/**
 * Sends bytes over a raw TCP connection. Returns what came back until the other side closed, or
 * until `waitMs` passed, or once `enough` is satisfied.
 */
export function sendRaw(
  port: number,
  bytes: string | Uint8Array,
  { waitMs = 500, enough = () => false }: { waitMs?: number; enough?: (bytes: Buffer) => boolean } = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ bytes: Buffer.concat(pieces), closed });
    };
    const timer = setTimeout(() => end(false), waitMs);
    socket.on('data', (piece) => {
      pieces.push(piece);
      if (enough(Buffer.concat(pieces))) end(false);
    });
    socket.on('error', () => end(true));
    socket.on('close', () => end(true));
  });
}
