import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orderRate } from '../../../device/adapters/http/order-rate.ts';
import { peerUser } from '../../../device/adapters/http/peer-user.ts';
import { staffPin } from '../../../device/adapters/http/staff-pin.ts';
import { privateFiles } from '../../../device/adapters/private-files.ts';
import { pinSlowdown } from '../../../device/agent/pin-slowdown.ts';
import { serveAgent } from '../../support/device/kiosk-http.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const secret = 'the secret of the screen';
const callers = (user: number | null) => ({ secret, ownUser: 1001, userOf: () => user });
const order = () => ({ request: randomUUID(), product: 'CD-M' });
const orderBy = async (user: number | null, headers: Record<string, string> = {}) => {
  const { ask } = await serveAgent({ callers: callers(user) });
  return (await ask('/api/dispense', order(), { headers })).json() as { code: string };
};

describe('a box', () => {
  it.each([1001, 0])('may be ordered by a program of the agent’s own user or the administrator: %i', async (user) =>
    expect(await orderBy(user)).toMatchObject({ code: 'board-lost' }),
  );

  it.each([1002, 65534, null])(
    'may not be ordered by a program of another user, or of nobody knows whom: %s',
    async (user) => {
      expect(await orderBy(user)).toMatchObject({ code: 'not-the-screen' });
      expect(await orderBy(user, { authorization: 'Bearer wrong' })).toMatchObject({ code: 'not-the-screen' });
      expect(await orderBy(user, { authorization: `Basic ${secret}` })).toMatchObject({ code: 'not-the-screen' });
    },
  );

  it('may be ordered by the screen with its secret, as any user', async () => {
    const key = 'a secret without spaces'.replaceAll(' ', '-');
    const { ask } = await serveAgent({ callers: { ...callers(1002), secret: key } });
    const ordered = await ask('/api/dispense', order(), { headers: { authorization: `Bearer ${key}` } });
    expect(ordered.json()).toMatchObject({ code: 'board-lost' });
  });

  it('may not be ordered by a page of another server, even on this computer', async () => {
    expect(await orderBy(1001, { origin: 'http://localhost:3000' })).toMatchObject({ code: 'not-the-screen' });
  });
});

describe('orders within an hour', () => {
  it('are bounded, and a repeated request counts once', () => {
    let up = 0;
    const rate = orderRate(() => up, 3);
    for (const id of ['a', 'b', 'a', 'a', 'c']) expect(rate.waitMs(id)).toBeNull();
    up = 1000;
    expect(rate.waitMs('d')).toBe(3_599_000);
    expect(rate.waitMs('a')).toBeNull();
    up = 3_600_000;
    expect(['d', 'e', 'f', 'g'].map((id) => rate.waitMs(id) === null)).toEqual([true, true, true, false]);
  });
});

describe('wrong PINs', () => {
  const noLog = (_: string, message: string) => expect.fail(message);
  const start = (path: string, up = () => 0) => staffPin('4711', pinSlowdown(up, privateFiles(path, noLog).pins));
  const checks = (pin: ReturnType<typeof start>, caller: string, entered: string, times: number) =>
    Array.from({ length: times }, () => pin.check(entered, caller).pin);

  it('still count after a restart', () => {
    const path = freshDirectory();
    expect(checks(start(path), 'user 5', '0000', 4)).toEqual(['wrong', 'wrong', 'wrong', 'wait']);
    for (let restart = 0; restart < 5; restart += 1) expect(checks(start(path), 'user 5', '4711', 1)).toEqual(['wait']);
    let up = 0;
    const later = start(path, () => up);
    expect(later.check('4711', 'user 5')).toEqual({ pin: 'wait', waitMs: 1000 });
    up = 1000;
    expect(later.check('4711', 'user 5').pin).toBe('right');
    expect(checks(start(path), 'user 5', '4711', 1)).toEqual(['right']);
  });

  it('of one user keep no other waiting', () => {
    const pin = start(freshDirectory());
    expect(checks(pin, 'user 6', '0000', 50).at(-1)).toBe('wait');
    expect(checks(pin, 'user 5', '4711', 1)).toEqual(['right']);
    for (let user = 0; user < 200; user += 1) pin.check('0000', `user ${user}`);
    expect(checks(pin, 'user 5', '4711', 1)).toEqual(['right']);
  });

  it('are read from a damaged or foreign file as none', () => {
    for (const text of ['', '{', '[]', '{"user 5":-1}', '{"user 5":"9"}']) {
      const path = freshDirectory();
      writeFileSync(join(path, 'wrong-pins.json'), text);
      expect(checks(start(path), 'user 5', '4711', 1)).toEqual(['right']);
    }
  });
});

describe('private files', () => {
  it('can be read by their owner only, follow no link, and fail without an exception', () => {
    const path = freshDirectory();
    const target = join(path, 'target');
    symlinkSync(target, join(path, 'screen.key.new'));
    symlinkSync(target, join(path, 'screen.key'));
    const logged: string[] = [];
    const log = (_: string, message: string) => void logged.push(message);
    const files = privateFiles(path, log);
    files.keepScreenKey();
    expect(existsSync(target)).toBe(false);
    expect(readFileSync(join(path, 'screen.key'), 'utf8')).toBe(`${files.screenKey}\n`);
    expect(statSync(join(path, 'screen.key')).mode & 0o777).toBe(0o600);
    expect(logged).toEqual([]);
    privateFiles(join(path, 'nowhere'), log).keepScreenKey();
    mkdirSync(join(path, 'full', 'wrong-pins.json', 'x'), { recursive: true });
    privateFiles(join(path, 'full'), log).pins.write({ 'user 5': 1 });
    expect(logged).toHaveLength(2);
  });
});

describe('the user of a connection', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const row = (local: string, remote: string, user: number) =>
    `   1: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000  ${user}        0 99 1 0 20 4 24 10 -1`;
  const v4 = [
    head,
    row('0100007F:1BA8', '0100007F:C350', 7),
    row('0200007F:C350', '0100007F:1BA8', 8),
    row('0100007F:C350', '0100007F:1BA8', 1001),
  ];
  const v6 = [head, row('00000000000000000000000001000000:C350', '00000000000000000000000001000000:1BA8', 1002)];
  const read = (list: string) => (list.endsWith('6') ? v6 : v4).join('\n');
  const from = (remoteAddress: string, localAddress: string) => ({
    remoteAddress,
    remotePort: 50_000,
    localAddress,
    localPort: 7080,
  });

  it('is that of the other end, by its whole address', () => {
    expect(peerUser(from('127.0.0.1', '127.0.0.1'), read)).toBe(1001);
    expect(peerUser(from('::ffff:127.0.0.1', '::ffff:127.0.0.1'), read)).toBe(1001);
    expect(peerUser(from('127.0.0.2', '127.0.0.1'), read)).toBe(8);
    expect(peerUser(from('::1', '::1'), read)).toBe(1002);
    expect(peerUser(from('127.0.0.3', '127.0.0.1'), read)).toBeNull();
    expect(peerUser({ ...from('127.0.0.1', '127.0.0.1'), remotePort: undefined }, read)).toBeNull();
    expect(peerUser(from('127.0.0.1', '127.0.0.1'), () => expect.fail('no list'))).toBeNull();
  });

  it.runIf(process.platform === 'linux')('is read from the kernel', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const client = createConnection(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
    const [socket] = (await once(server, 'connection')) as [Socket];
    expect(peerUser(socket)).toBe(process.getuid?.());
    client.destroy();
    socket.destroy();
    server.close();
  });
});

describe('a stream', () => {
  it('always has a place for the screen, whatever programs of other users open', async () => {
    let user = 1002;
    const { port } = await serveAgent({ callers: { ...callers(null), userOf: () => user } });
    const open = async (): Promise<string> => {
      const socket = createConnection(port, '127.0.0.1');
      socket.write('GET /api/stream HTTP/1.1\r\nhost: localhost\r\n\r\n');
      const [bytes] = (await once(socket, 'data')) as [Buffer];
      return bytes.toString().slice(9, 12);
    };
    const foreign = [];
    for (let each = 0; each < 6; each += 1) foreign.push(await open());
    expect(foreign).toEqual(['200', '200', '200', '200', '503', '503']);
    user = 1001;
    expect(await open()).toBe('200');
  });
});
