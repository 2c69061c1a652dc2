import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Client } from 'aedes';
import { limits } from '../../limits.ts';
import type { BrokerEvents } from '../../ports/broker.ts';
import { PacketSizeLimit } from './packet-size-limit.ts';
import { RateLimiter } from './rate-limiter.ts';

/**
 * Decides what happens to a new socket: `handle` takes it over, unless too many connect at once. It
 * is closed as soon as one of its packets is larger than allowed.
 */
export function socketGuard(
  handle: (socket: Socket) => Client,
  events: Pick<BrokerEvents, 'refused'>,
): (socket: Socket | TLSSocket) => void {
  const perSecond = new RateLimiter(limits.connectsPerSecond, 1000);
  const perAddress = new RateLimiter(limits.connectsPerAddress, 10_000);
  return (socket) => {
    const now = Date.now();
    const address = socket.remoteAddress ?? '';
    if (!perSecond.passes('', now) || !perAddress.passes(address, now)) {
      events.refused('rate', null);
      socket.destroy();
      return;
    }
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
  };
}
