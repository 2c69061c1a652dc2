import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../fleet/limits.ts';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { firstPasswordFile, showFirstPassword } from '../../fleet/start/first-password.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { call, testFolder } from '../support/fleet/fleet.ts';

let folder: ReturnType<typeof testFolder>;
const loopback = { host: '127.0.0.1', port: 0 };
const start = (adminPassword: string | null, http = loopback, now = Date.now) =>
  startFleet(
    FleetConfig.parse({ dataDir: folder.path, mqtt: loopback, http }),
    { adminPassword, apiToken: null },
    pino({ level: 'silent' }),
    { now },
  );
const signIn = (fleet: RunningFleet, password: string) =>
  call(fleet, '/api/v1/session', { body: { user: 'admin', password }, headers: {} });

beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

describe('the first password', () => {
  it('is not lost by a start that fails, nor by one after which nobody signed in', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.on('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(start(null, { ...loopback, port })).rejects.toThrow('http.port');
    taken.close();
    const passwords: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const fleet = await start(null);
      passwords.push(fleet.adminPassword ?? '');
      await fleet.stop();
    }
    expect(passwords.every((password) => password.length >= 16)).toBe(true);
    expect(passwords[0]).not.toBe(passwords[1]);
  });

  it('has to be changed before anything else, and is not made again after that', async () => {
    const fleet = await start(null);
    const password = fleet.adminPassword ?? '';
    const signedIn = await call(fleet, '/api/v1/session', { body: { user: 'admin', password }, headers: {} });
    expect(signedIn.body).toMatchObject({ mustChange: true, account: { user: 'admin' } });
    const headers = { cookie: (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    for (const path of ['/machines', '/info', '/users', '/stream'])
      expect((await call(fleet, `/api/v1${path}`, { headers })).body.code, path).toBe('must-change');
    expect((await call(fleet, '/api/v1/account', { headers })).body.user.state).toBe('must-change');
    const body = { old: password, new: 'quite-another-word' };
    const changed = await call(fleet, '/api/v1/account/password', { body, headers });
    expect(changed.status).toBe(204);
    expect((await call(fleet, '/api/v1/machines', { headers })).status).toBe(401);
    const renewed = { cookie: (changed.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    expect((await call(fleet, '/api/v1/machines', { headers: renewed })).status).toBe(200);
    await fleet.stop();
    const again = await start(null);
    expect(again.adminPassword).toBeNull();
    await again.stop();
  });

  it('is shown on a terminal, or written to a file that the first sign-in removes', async () => {
    const fleet = await start(null);
    const password = fleet.adminPassword ?? '';
    const shown = (isTTY: boolean): string => {
      let text = '';
      const write = (more: string) => {
        text += more;
      };
      showFirstPassword(password, folder.path, { isTTY, write });
      return text;
    };
    const file = firstPasswordFile(folder.path);
    expect(shown(true)).toContain(`密码 ${password}`);
    expect(existsSync(file)).toBe(false);
    expect(shown(false)).toContain(file);
    expect(shown(false)).not.toContain(password);
    expect(readFileSync(file, 'utf8')).toBe(`${password}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await signIn(fleet, password)).status).toBe(200);
    expect(existsSync(file)).toBe(false);
    await fleet.stop();
  });

  it('is no longer accepted after some days, also if somebody signed in with it and did not change it', async () => {
    let now = Date.now();
    const fleet = await start(null, loopback, () => now);
    now += limits.firstPasswordMs;
    expect((await signIn(fleet, fleet.adminPassword ?? '')).body.code).toBe('wrong-password');
    now -= 1;
    expect((await signIn(fleet, fleet.adminPassword ?? '')).body.mustChange).toBe(true);
    now += 1;
    expect((await signIn(fleet, fleet.adminPassword ?? '')).body.code).toBe('wrong-password');
    await fleet.stop();
  });

  it('is refused in one line in both languages if it is easy to guess, and only if it would be used', async () => {
    for (const weak of ['1', 'password12', '          ', 'admin-admin'])
      await expect(start(weak)).rejects.toMatchObject({
        of: 'configuration',
        message: expect.stringMatching(
          /^YAOJU_ADMIN_PASSWORD is too easy to guess.* · YAOJU_ADMIN_PASSWORD 太容易被猜到/,
        ),
      });
    const fleet = await start('quite-another-word');
    expect(fleet.adminPassword).toBeNull();
    const body = { user: 'admin', password: 'quite-another-word' };
    expect((await call(fleet, '/api/v1/session', { body, headers: {} })).body.mustChange).toBe(false);
    await fleet.stop();
    await (await start('1')).stop();
  });
});
