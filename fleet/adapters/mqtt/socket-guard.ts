import type { Socket } from 'node:net';
import type { Client } from 'aedes';
import { addressKey } from '../../address-key.ts';
import { limits } from '../../limits.ts';
import type { BrokerEvents } from '../../ports/broker.ts';
import { ConnectionsPerAddress } from '../native/connections-per-address.ts';
import { peerOf } from '../native/peer.ts';
import { PacketCheck } from './packet-check.ts';
import { RateLimiter } from './rate-limiter.ts';

/** What happens to a connection before a machine is signed in on it. */
export interface SocketGuard {
  /**
   * Whether a TCP connection is admitted, before any TLS handshake. It is closed if too many come
   * or wait, from its address or altogether.
   */
  admits(socket: Socket): boolean;
  /** Takes over the same connection once its bytes can be read. */
  serve(socket: Socket): void;
  /** A machine signed in on the connection: it no longer counts among those that wait. */
  signedIn(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): void;
}

/**
 * Guards the broker's sockets; `handle` takes over those that are served. A socket is closed as
 * soon as one of its packets is larger than allowed or malformed.
 */
export function socketGuard(handle: (socket: Socket) => Client, events: Pick<BrokerEvents, 'refused'>): SocketGuard {
  const waiting = new ConnectionsPerAddress(limits.waitingConnections, limits.waitingConnectionsOfAddress);
  const mayArrive = arrivals((address) => waiting.isSignedIn(address));
  const released = new Map<string, () => void>();
  const signedIn = new Set<string>();

  return {
    admits(socket) {
      socket.on('error', () => undefined);
      const release = mayArrive(socket.remoteAddress ?? '') ? waiting.accept(socket) : null;
      if (release === null) {
        events.refused('rate', null);
        socket.destroy();
        return false;
      }
      const peer = peerOf(socket);
      released.set(peer, release);
      socket.once('close', () => {
        released.delete(peer);
        signedIn.delete(peer);
      });
      return true;
    },

    serve(socket) {
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 60_000);
      socket.on('error', () => undefined);
      const client = handle(socket);
      const check = new PacketCheck(limits.connectBytes, limits.packetBytes);
      // Aedes reads the socket; this listener only sees the same bytes.
      socket.on('data', (chunk: Buffer) => {
        const why = check.read(chunk);
        if (why === null) return;
        // Before that, anybody may have given the name of any machine.
        events.refused(why, signedIn.has(peerOf(socket)) ? client.id : null);
        socket.destroy();
      });
    },

    signedIn(socket) {
      const peer = peerOf(socket);
      released.get(peer)?.();
      if (!released.has(peer)) return;
      signedIn.add(peer);
      waiting.noteSignedIn(socket.remoteAddress ?? '');
    },
  };
}

/**
 * Whether a connection of an address may still arrive now. Each address is counted first, and only
 * what it may do counts for all: nobody who comes too often takes the others' turn. Addresses where
 * a machine signed in are counted apart from those of strangers.
 */
function arrivals(isSignedIn: (address: string) => boolean): (address: string) => boolean {
  const ofAddressInSecond = new RateLimiter(limits.connectsPerAddressPerSecond, 1000);
  const ofAddress = new RateLimiter(limits.connectsPerAddress, 10_000);
  const ofAll = new RateLimiter(limits.connectsPerSecond, 1000);
  return (address) => {
    const now = Date.now();
    const key = addressKey(address);
    const all = isSignedIn(address) ? 'signed in' : 'strangers';
    return ofAddressInSecond.passes(key, now) && ofAddress.passes(key, now) && ofAll.passes(all, now);
  };
}
