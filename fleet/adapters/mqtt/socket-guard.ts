import type { Socket } from 'node:net';
import type { Client } from 'aedes';
import { limits } from '../../limits.ts';
import type { BrokerEvents } from '../../ports/broker.ts';
import { PacketSizeLimit } from './packet-size-limit.ts';
import { RateLimiter } from './rate-limiter.ts';

/** Decides about a new socket, before and after its handshake if it has one. */
export interface SocketGuard {
  /** Whether it is admitted. It is closed if too many connect at once. */
  admits(socket: Socket): boolean;
  /** Takes it over. It is closed as soon as one of its packets is larger than allowed. */
  serve(socket: Socket): void;
}

/** The guard of a broker's sockets: `handle` takes over those that are served. */
export function socketGuard(handle: (socket: Socket) => Client, events: Pick<BrokerEvents, 'refused'>): SocketGuard {
  const perSecond = new RateLimiter(limits.connectsPerSecond, 1000);
  const perAddress = new RateLimiter(limits.connectsPerAddress, 10_000);
  return {
    admits(socket) {
      const now = Date.now();
      socket.on('error', () => undefined);
      if (perSecond.passes('', now) && perAddress.passes(socket.remoteAddress ?? '', now)) return true;
      events.refused('rate', null);
      socket.destroy();
      return false;
    },
    serve(socket) {
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 60_000);
      socket.on('error', () => undefined);
      const client = handle(socket);
      const sizes = new PacketSizeLimit(limits.packetBytes);
      // Aedes reads the socket; this listener only sees the same bytes.
      socket.on('data', (chunk: Buffer) => {
        if (sizes.passes(chunk)) return;
        events.refused('oversized', client.id ?? null);
        socket.destroy();
      });
    },
  };
}
