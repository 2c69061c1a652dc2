import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer, type TlsOptions, type Server as TlsServer } from 'node:tls';
import type { Deadlines } from '../../deadlines.ts';
import type { SocketGuard } from './socket-guard.ts';

/** The keys of a listener that encrypts. All as PEM. */
export interface ListenerKeys {
  /** The server's certificate, with its chain, and its key. */
  readonly cert: string;
  readonly key: string;
  /** The authorities of the machines' certificates. */
  readonly authorities: readonly string[];
}

/** Where to listen, and how. */
export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  /** Null for plain text. */
  readonly keys: ListenerKeys | null;
  readonly deadlines: Deadlines;
}

/** A socket that listens. */
export interface Listener {
  readonly port: number;
  /** Uses other keys for new connections. */
  rekey(keys: ListenerKeys): void;
  close(): Promise<void>;
}

/**
 * Starts listening. A connection is counted before its
 * handshake, so that strangers who begin none are limited as well. Rejects if the port cannot be
 * opened.
 */
export async function listen({ host, port, keys, deadlines }: ListenerOptions, guard: SocketGuard): Promise<Listener> {
  const tls = keys && tlsServer(keys, deadlines, guard);
  const server = createServer((socket) => {
    if (!guard.admits(socket)) return;
    if (tls) tls.emit('connection', socket);
    else guard.serve(socket);
  });
  await opened(server, port, host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    rekey: (next) => tls?.setSecureContext(tlsOptions(next)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/**
 * A client may show a certificate, and its user and password may be enough without one. Whether it
 * is a machine's is decided at its CONNECT, from the keys that are registered then.
 */
const tlsOptions = ({ cert, key, authorities }: ListenerKeys): TlsOptions => ({
  cert,
  key,
  ca: [...authorities],
  minVersion: 'TLSv1.2',
  requestCert: true,
  rejectUnauthorized: false,
});

function tlsServer(keys: ListenerKeys, { handshakeMs }: Deadlines, guard: SocketGuard): TlsServer {
  const options = { ...tlsOptions(keys), handshakeTimeout: handshakeMs };
  const server = createTlsServer(options, (socket) => guard.serve(socket));
  // A handshake that failed or took too long leaves its socket open.
  server.on('tlsClientError', (_, socket) => socket.destroy());
  return server;
}

async function opened(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', () => undefined);
}
