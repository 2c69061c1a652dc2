import type { Server, ServerResponse } from 'node:http';
import { limits } from '../../../limits.ts';
import { ConnectionsPerAddress } from '../../native/connections-per-address.ts';

/** Deadlines of the HTTP server, as Fastify and Node take them. */
export const deadlines = {
  requestTimeout: limits.requestMs,
  connectionTimeout: limits.httpIdleMs,
  keepAliveTimeout: limits.httpIdleMs,
  http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: 1000 },
} as const;

const answerDeadlines = new WeakMap<ServerResponse, NodeJS.Timeout>();

/**
 * Bounds the connections, of each address and of all together, and the time in which an answer must
 * have been read. A proxy's connections are counted only among all.
 */
export function boundConnections(server: Server, isProxy: (address: string) => boolean): void {
  const connections = new ConnectionsPerAddress(limits.httpConnections, limits.httpConnectionsPerAddress);
  server.on('connection', (socket) => {
    if (connections.accept(socket, isProxy(socket.remoteAddress ?? '')) === null) socket.destroy();
  });
  server.on('request', (_, response) => {
    const deadline = setTimeout(() => response.destroy(), limits.answerMs).unref();
    answerDeadlines.set(response, deadline);
    response.once('close', () => clearTimeout(deadline));
  });
}

/** Lets a response stay open without a deadline, because it is a stream. */
export const withoutDeadline = (response: ServerResponse): void => clearTimeout(answerDeadlines.get(response));
