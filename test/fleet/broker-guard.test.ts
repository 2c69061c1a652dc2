import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Client } from 'aedes';
import { describe, expect, it } from 'vitest';
import { PacketCheck } from '../../fleet/adapters/mqtt/packet-check.ts';
import { socketGuard } from '../../fleet/adapters/mqtt/socket-guard.ts';
import { limits } from '../../fleet/limits.ts';

const connect = Buffer.from('100c00044d5154540402003c0000', 'hex');

/** Reads the bytes in pieces of this size. */
function check(bytes: Buffer, piece: number): string | null {
  const packets = new PacketCheck(100, 1000);
  for (let at = 0; at < bytes.length; at += piece) {
    const why = packets.read(bytes.subarray(at, at + piece));
    if (why !== null) return why;
  }
  return null;
}

describe.each([1, 2, 3, 5000])('packets that arrive %i bytes at a time', (piece) => {
  const then = (hex: string, ...more: Buffer[]) =>
    check(Buffer.concat([connect, Buffer.from(hex, 'hex'), ...more]), piece);

  it('pass with a message id', () => {
    expect(then('8206000100016100' + 'c000' + '62020100' + 'a2050100000161')).toBeNull();
    expect(then('3003000161' + '32070001610000aabb')).toBeNull();
  });

  it.each(['8206000000016100', 'a2050000000161', '62020000', '40020000', '50020000', '70020000', 'c00062020000'])(
    'are refused with the message id 0: %s',
    (hex) => expect(then(hex)).toBe('protocol'),
  );

  it.each(['340700016100010000', '3c0700016100010000', '360700016100010000'])(
    'are refused with QoS above 1: %s',
    (hex) => expect(then(hex)).toBe('protocol'),
  );

  it('are refused if they are too large, the first one earlier', () => {
    expect(check(Buffer.concat([Buffer.from('1065', 'hex'), Buffer.alloc(101)]), piece)).toBe('oversized');
    expect(then('30e907', Buffer.alloc(1001))).toBe('oversized');
    expect(then('30e807', Buffer.alloc(1000))).toBeNull();
    expect(then('30ffffffff')).toBe('oversized');
  });
});

describe('the guard of the broker’s sockets', () => {
  const refused: [why: string, machine: string | null][] = [];
  const guard = socketGuard(() => ({ id: 'x' }) as Client, { refused: (...it) => void refused.push(it) });
  let port = 0;
  const arrive = (remoteAddress: string) => {
    port += 1;
    const socket = Object.assign(new EventEmitter(), {
      remoteAddress,
      remotePort: port,
      destroyed: false,
      setNoDelay: () => undefined,
      setKeepAlive: () => undefined,
      destroy() {
        socket.destroyed = true;
        socket.emit('close');
      },
    });
    guard.admits(socket as unknown as Socket);
    return socket;
  };

  it('lets others connect while one address comes far too often', () => {
    const flood = Array.from({ length: 3000 }, () => arrive('192.0.2.66'));
    expect(flood.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(
      2 * limits.connectsPerAddressPerSecond,
    );
    expect(refused.length).toBeGreaterThan(2000);
    for (let other = 1; other <= 100; other += 1) expect(arrive(`198.51.100.${other}`).destroyed).toBe(false);
    for (const socket of flood) socket.destroy();
  });

  it.each([
    { signedIn: true, machine: 'x' },
    { signedIn: false, machine: null },
  ])('names the machine of a refused packet only if it is signed in: $signedIn', ({ signedIn, machine }) => {
    const socket = arrive('203.0.113.1');
    guard.serve(socket as unknown as Socket);
    if (signedIn) guard.signedIn(socket as unknown as Socket);
    socket.emit('data', Buffer.from('10ffffffff', 'hex'));
    expect(refused.at(-1)).toEqual(['oversized', machine]);
  });
});
