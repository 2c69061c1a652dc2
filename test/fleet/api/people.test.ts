import { describe, expect, it } from 'vitest';
import { adminPassword, call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const { good, away } = machines;
const fleet = startedProvince();

describe('people', () => {
  const cookieOf = (headers: Headers): string => headers.get('set-cookie')?.split(';')[0] ?? '';
  const signIn = async (user: string, password: string) =>
    call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });

  it('sign in with a cookie that scripts cannot read, and sign out again', async () => {
    const inside = await signIn('admin', adminPassword);
    expect(inside.body.account).toEqual({ user: 'admin', role: 'admin', area: '360000' });
    expect(inside.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    const headers = { cookie: cookieOf(inside.headers) };
    expect((await call(fleet, '/api/v1/machines', { headers })).status).toBe(200);
    expect((await call(fleet, '/api/v1/session', { method: 'DELETE', headers })).status).toBe(204);
    expect((await call(fleet, '/api/v1/machines', { headers })).body.code).toBe('not-signed-in');
  });

  it.each([
    ['nothing', {}],
    ['a wrong token', { authorization: 'Bearer nonsense' }],
    ['no bearer', { authorization: 'Basic YTpi' }],
    ['a made-up cookie', { cookie: 'yaoju_session=nonsense' }],
  ])('who send %s get nothing', async (_, headers) => {
    for (const path of ['/machines', '/flags', '/stream', '/info', `/machines/${good}/events`])
      expect((await call(fleet, `/api/v1${path}`, { headers: { ...headers } })).status).toBe(401);
  });

  it('are sent to no identity provider if none is configured', async () => {
    expect((await call(fleet, '/api/v1/session/ways', { headers: {} })).body).toEqual({ oidc: null });
    for (const path of ['', '/callback'])
      expect((await call(fleet, `/api/v1/session/oidc${path}`, { headers: {} })).status).toBe(404);
  });

  it('are limited to their area and their role', async () => {
    const made = await call(fleet, '/api/v1/users', {
      body: { user: 'nanchang', role: 'viewer', area: '3601', password: 'ten letters at least' },
    });
    expect(made.status).toBe(201);
    expect(JSON.stringify(made.body)).not.toContain('scrypt');
    const headers = { cookie: cookieOf((await signIn('nanchang', 'ten letters at least')).headers) };
    const as = (path: string, body?: unknown) =>
      call(fleet, `/api/v1${path}`, { headers, ...(body === undefined ? {} : { body }) });
    const seen = (await as('/machines')).body.machines.map((each: { region: string }) => each.region);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((region: string) => region.startsWith('3601'))).toBe(true);
    expect((await as(`/machines/${away}`)).status).toBe(404);
    for (const path of [`/machines/${away}/events`, `/machines/${away}/pace`, `/machines/${away}/config`])
      expect((await as(path)).status).toBe(404);
    for (const path of [
      '/regions/360000',
      '/regions/3604',
      '/machines?region=3604',
      '/flags?region=360000',
      '/restock?region=360428',
      '/today?region=3604',
      '/reports/year?region=360000',
      '/stream?region=3604',
    ])
      expect((await as(path)).body.code, path).toBe('forbidden');
    expect((await as('/restock')).body.region).toBe('3601');
    expect((await as(`/restock?machine=${away}`)).body.stops).toEqual([]);
    expect((await as('/regions')).body.areas.every((area: { code: string }) => area.code.startsWith('3601'))).toBe(
      true,
    );
    expect((await as('/users')).body.code).toBe('forbidden');
    expect((await as(`/machines/${good}/commands`, { kind: 'report' })).body.code).toBe('forbidden');
    expect((await as(`/machines/${good}/suspensions`, { from: '2026-01-01', reason: 'moved' })).body.code).toBe(
      'forbidden',
    );
    await call(fleet, '/api/v1/users/nanchang', { method: 'DELETE' });
    expect((await as('/machines')).status).toBe(401);
  });

  it('who guess passwords are slowed down, also for a name that nobody has', async () => {
    const codes: string[] = [];
    for (let guess = 0; guess < 7; guess += 1) codes.push((await signIn('nobody', 'guess')).body.code);
    expect(codes[0]).toBe('wrong-password');
    expect(codes.at(-1)).toBe('slow-down');
  });

  it("can't remove the last administrator", async () => {
    expect((await call(fleet, '/api/v1/users/admin', { method: 'DELETE' })).body.code).toBe('forbidden');
  });
});
