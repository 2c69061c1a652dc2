import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { boundConnections } from '../../fleet/adapters/http/guards/connections.ts';
import { isFromForeignPage } from '../../fleet/adapters/http/guards/foreign-pages.ts';
import { hostIn, isOwnHost } from '../../fleet/adapters/http/guards/host-names.ts';
import { proxyAddresses } from '../../fleet/adapters/http/guards/proxies.ts';
import { ConnectionsPerAddress } from '../../fleet/adapters/native/connections-per-address.ts';
import { addressKey } from '../../fleet/address-key.ts';
import { usualDeadlines } from '../../fleet/deadlines.ts';
import { isLoopback } from '../../shared/config/loopback.ts';
import { urlHost } from '../../shared/config/url-host.ts';

describe('the key of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('%s → %s', (address, key) => expect(addressKey(address)).toBe(key));
});

describe('the loopback', () => {
  it.each(['localhost', 'a.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1'])('is %s', (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each(['', '10.0.0.1', '127.0.0.1.evil.example', '128.0.0.1', '127.0.0.256', 'localhost.example', '::2'])(
    'is not %s',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});

describe('names of the server', () => {
  const own = ['203.0.113.9', 'fleet.internal'];
  it.each([
    ['localhost:8080', null, true],
    ['127.0.0.1:8080', null, true],
    ['[::1]:8080', null, true],
    ['198.51.100.3', null, true],
    ['fleet.internal', null, true],
    ['evil.example', null, false],
    ['evil.example:8080', null, false],
    ['127.0.0.1.nip.io', null, false],
    ['', null, false],
    ['a b', null, false],
    ['user@localhost', null, false],
    ['localhost/evil.example', null, false],
    ['fleet.example', ['fleet.example'], true],
    ['FLEET.example.:443', ['fleet.example'], true],
    ['198.51.100.3', ['fleet.example'], false],
    ['203.0.113.9', ['fleet.example'], true],
    ['other.example', ['fleet.example'], false],
  ] as const)('%s, configured: %j → %s', (authority, configured, is) =>
    expect(isOwnHost({ configured, own }, authority)).toBe(is),
  );
  it('are read in one form', () => expect(hostIn('Fleet.Example:8443')).toBe('fleet.example'));
});

describe('a page of another origin', () => {
  const from = (method: string, headers: Record<string, string>, url = '/api/v1/machines', scheme = 'http') =>
    isFromForeignPage({ method, url, scheme, host: 'fleet.example:8080', headers });

  it.each(['cross-site', 'same-site', 'nonsense'])('that is %s changes nothing and reads nothing', (site) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect(from(method, { 'sec-fetch-site': site, origin: 'http://fleet.example:8080' })).toBe(true);
    expect(from('GET', { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' })).toBe(true);
  });

  it('may link to the console and to a file', () => {
    expect(from('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, '/icon.svg')).toBe(false);
    expect(from('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(false);
  });

  it.each(['http://other.example', 'http://fleet.example:9090', 'http://fleet.example', 'null', ''])(
    'is known by its origin %j in a browser that sends nothing else',
    (origin) => {
      expect(from('POST', { origin })).toBe(true);
      expect(from('GET', { origin })).toBe(false);
    },
  );

  it('is not the own page, and no program', () => {
    expect(from('POST', { 'sec-fetch-site': 'same-origin', origin: 'https://proxy.example' })).toBe(false);
    expect(from('POST', { 'sec-fetch-site': 'none' })).toBe(false);
    expect(from('POST', { origin: 'http://fleet.example:8080' })).toBe(false);
    const page = { origin: 'https://fleet.example:8080' };
    expect(from('POST', page, '/', 'https')).toBe(false);
    expect(from('POST', page, '/', 'http')).toBe(true);
    expect(from('POST', {})).toBe(false);
  });
});

describe('a host in a URL', () => {
  it.each(['::1', '127.0.0.1', 'fleet.example'])('is understood: %s', (host) =>
    expect(new URL(`http://${urlHost(host)}:8080/`).port).toBe('8080'),
  );
});

describe('trusted proxies', () => {
  const isProxy = proxyAddresses(['10.1.0.0/16', '192.0.2.1', '2001:db8::/32']);
  it.each(['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.1', '2001:db8:5::1'])('are %s', (address) =>
    expect(isProxy(address)).toBe(true),
  );
  it.each(['10.2.0.1', '192.0.2.2', '2001:db9::1', '', '127.0.0.1'])('are not %s', (address) =>
    expect(isProxy(address)).toBe(false),
  );
});

describe('open connections', () => {
  const from = (remoteAddress: string) =>
    Object.assign(new EventEmitter(), {
      remoteAddress,
      destroyed: false,
      destroy() {
        this.destroyed = true;
      },
    }) as unknown as Socket;
  /** A server where somebody signed in at every address of the documentation's network. */
  const signedIn = (max: number, ofAddress: number) => {
    const connections = new ConnectionsPerAddress<Socket>(max, ofAddress);
    for (const last of [1, 2, 3]) connections.noteSignedIn(`192.0.2.${last}`);
    return connections;
  };

  it('are bounded for each address and for all, until they close', () => {
    const connections = signedIn(3, 2);
    const [first, second] = [from('::ffff:192.0.2.1'), from('192.0.2.1')];
    expect([first, second, from('192.0.2.1')].map((socket) => connections.accept(socket) !== null)).toEqual([
      true,
      true,
      false,
    ]);
    expect(connections.accept(from('192.0.2.2'))).not.toBeNull();
    expect(connections.accept(from('192.0.2.3'))).toBeNull();
    first.emit('close');
    expect(connections.open).toBe(2);
    const release = connections.accept(from('192.0.2.1'));
    release?.();
    release?.();
    expect(connections.open).toBe(2);
  });

  it('of strangers that do nothing make room for new ones when most places are taken', () => {
    const busy = new Set<Socket>();
    const connections = new ConnectionsPerAddress<Socket>(10, 10, (socket) => busy.has(socket));
    connections.noteSignedIn('192.0.2.9');
    const colleague = from('192.0.2.9');
    const strangers = [1, 2, 3, 4, 5, 6, 7].map((last) => from(`192.0.2.${last}`));
    for (const socket of [colleague, ...strangers]) connections.accept(socket);
    const [first, second] = strangers;
    if (first) busy.add(first);
    const newcomer = from('198.51.100.1');
    expect([connections.accept(newcomer) !== null, connections.open]).toEqual([true, 8]);
    expect([colleague, first, second, newcomer].map((socket) => socket?.destroyed)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('of strangers with a request are closed only if all places are taken, those of others never', () => {
    const connections = new ConnectionsPerAddress<Socket>(4, 10, () => true);
    const strangers = [1, 2, 3, 4].map(() => from('192.0.2.1'));
    for (const socket of strangers) connections.accept(socket);
    expect(strangers.map(({ destroyed }) => destroyed)).toEqual([false, false, false, false]);
    expect(connections.accept(from('192.0.2.2'))).not.toBeNull();
    expect(strangers.map(({ destroyed }) => destroyed)).toEqual([true, false, false, false]);
    const full = signedIn(2, 10);
    const own = [from('192.0.2.1'), from('192.0.2.2')];
    for (const socket of own) full.accept(socket);
    expect([full.accept(from('198.51.100.1')), ...own.map(({ destroyed }) => destroyed)]).toEqual([null, false, false]);
  });

  it.each(['connection', 'secureConnection'])('keep their address after they close: %s', (event) => {
    const server = new EventEmitter();
    boundConnections(server as Server, () => false, usualDeadlines);
    // A socket asks the system for its address as long as it is open.
    const socketWith = (address: string | undefined) => {
      let destroyed = false;
      const socket = Object.create(new EventEmitter(), {
        remoteAddress: { get: () => (destroyed ? undefined : address), configurable: true },
        destroyed: { get: () => destroyed },
        destroy: {
          value: () => {
            destroyed = true;
          },
        },
      }) as Socket;
      server.emit(event, socket);
      return socket;
    };
    const [known, unknown] = [socketWith('192.0.2.1'), socketWith(undefined)];
    expect([known.destroyed, unknown.destroyed]).toEqual([false, true]);
    known.destroy();
    expect(known.remoteAddress).toBe('192.0.2.1');
  });

  it('of a proxy are bounded only among all', () => {
    const connections = signedIn(3, 1);
    const accepted = [1, 2, 3, 4].map(() => connections.accept(from('192.0.2.1'), true) !== null);
    expect(accepted).toEqual([true, true, true, false]);
  });
});
