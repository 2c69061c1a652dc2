import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Deadlines } from '../../../deadlines.ts';
import { limits } from '../../../limits.ts';
import { ConnectionsPerAddress } from '../../native/connections-per-address.ts';
import { keepPeer, peerOf } from '../../native/peer.ts';

/** Deadlines of the HTTP server, as Fastify and Node take them. */
export const httpDeadlines = ({ requestMs, httpIdleMs, headersMs, lookMs }: Deadlines) =>
  ({
    requestTimeout: requestMs,
    connectionTimeout: httpIdleMs,
    keepAliveTimeout: httpIdleMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: lookMs },
  }) as const;

const connectionsOf = new WeakMap<Server, ConnectionsPerAddress<Socket>>();
const answerDeadlines = new WeakMap<ServerResponse, NodeJS.Timeout>();

/**
 * Bounds the connections, of each address and of all together, and the time in which an answer must
 * have been read. A proxy's connections are counted only among all. Requests are read only from
 * connections whose address is known, and which keep it: each has an address, however it ends.
 */
export function boundConnections(server: Server, isProxy: (address: string) => boolean, { answerMs }: Deadlines): void {
  const busy = new Set<string>();
  const connections = new ConnectionsPerAddress<Socket>(
    limits.httpConnections,
    limits.httpConnectionsPerAddress,
    (socket) => busy.has(peerOf(socket)),
  );
  connectionsOf.set(server, connections);
  server.on('secureConnection', (socket: Socket) => {
    if (!keepPeer(socket)) socket.destroy();
  });
  server.on('connection', (socket) => {
    if (!keepPeer(socket)) socket.destroy();
    else if (connections.accept(socket, isProxy(socket.remoteAddress ?? '')) === null) socket.destroy();
  });
  server.on('request', (request, response) => {
    const peer = peerOf(request.socket);
    busy.add(peer);
    const deadline = setTimeout(() => response.destroy(), answerMs).unref();
    answerDeadlines.set(response, deadline);
    response.once('close', () => {
      busy.delete(peer);
      clearTimeout(deadline);
    });
  });
}

/** A signed-in request came: connections of its address are not closed to make room. */
export const noteSignedIn = (server: Server, socket: Socket): void =>
  connectionsOf.get(server)?.noteSignedIn(socket.remoteAddress ?? '');

/** Lets a response stay open without a deadline, because it is a stream. */
export const withoutDeadline = (response: ServerResponse): void => clearTimeout(answerDeadlines.get(response));
