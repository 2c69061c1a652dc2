import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const { good, away } = machines;
const fleet = startedProvince();
const password = 'ten letters at least';
const pin = '90731645';
const cookies = new Map<string, string>();

/** Calls the API as a user. */
const as = (user: string, path: string, body?: unknown, method?: string) =>
  call(fleet, `/api/v1${path}`, {
    headers: { cookie: cookies.get(user) ?? '' },
    ...(body === undefined ? {} : { body }),
    ...(method === undefined ? {} : { method }),
  });

beforeAll(async () => {
  for (const [user, role, area] of [
    ['city', 'admin', '3601'],
    ['other', 'admin', '3604'],
    ['keeper', 'staff', '3601'],
  ]) {
    await call(fleet, '/api/v1/users', { body: { user, role, area, password } });
    const { headers } = await call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });
    cookies.set(user ?? '', headers.get('set-cookie')?.split(';')[0] ?? '');
  }
});

const listed = async (user: string): Promise<string[]> =>
  (await as(user, '/staff')).body.staff.map(({ name }: { name: string }) => name);

describe('staff by HTTP', () => {
  const wish = { name: '王芳', role: 'filler', area: '360102', pin };

  it('are entered, changed and stopped by administrators of all of their area', async () => {
    expect((await as('keeper', '/staff', wish)).status).toBe(403);
    expect((await as('other', '/staff', wish)).status).toBe(403);
    expect((await as('city', '/staff', { ...wish, pin: '123456' })).body.code).toBe('weak-pin');
    expect((await as('city', '/staff', { ...wish, pin: '12ab' })).status).toBe(422);
    expect((await as('city', '/staff', { ...wish, machines: [away] })).body.code).toBe('invalid');
    const { status, body } = await as('city', '/staff', { ...wish, machines: [good] });
    expect([status, body.pin, body.machines]).toEqual([201, null, [good]]);
    const path = `/staff/${body.id}`;
    expect((await as('other', path, { role: 'technician' }, 'PATCH')).status).toBe(404);
    expect((await as('city', path, { role: 'technician' }, 'PATCH')).body.role).toBe('technician');
    expect((await as('city', path, { area: '360428' }, 'PATCH')).status).toBe(403);
    const drawn = await as('city', `${path}/pin`, {});
    expect(drawn.body.pin).toMatch(/^\d{6}$/);
    expect((await as('city', path, { stopped: true }, 'PATCH')).body.stopped).toMatchObject({ by: 'city' });
    expect(await listed('city')).toEqual(['王芳']);
    expect(await listed('other')).toEqual([]);
  });

  it('of a wider area are seen in a part of it, and changed only by those who see all of it', async () => {
    const { body } = await call(fleet, '/api/v1/staff', { body: { ...wish, name: '张强', area: '360000' } });
    expect(await listed('other')).toEqual(['张强']);
    expect((await as('other', `/staff/${body.id}`, { stopped: true }, 'PATCH')).status).toBe(403);
  });

  it('have neither PIN nor hash in any answer that can be read', async () => {
    const { hash } = await fleet.service.ofAreas.staff
      .renewPin((await as('city', '/staff')).body.staff[0].id, pin, 'city')
      .then(({ person }) => ({ hash: person.pin }));
    const { paths } = (await call(fleet, '/api/openapi.json')).body;
    const readable = Object.entries(paths as Record<string, Record<string, unknown>>)
      .filter(([path, methods]) => 'get' in methods && !path.includes('stream') && !path.includes('oidc'))
      .map(([path]) => path.replace('{machine}', good).replace('{area}', '360102').replace('{code}', '360102'));
    expect(readable.length).toBeGreaterThan(30);
    for (const path of readable) {
      const response = await fetch(`http://127.0.0.1:${fleet.httpPort}${path}`, {
        headers: { cookie: cookies.get('city') ?? '' },
      });
      const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
      for (const secret of [pin, hash.key, hash.salt]) expect(text.includes(secret), path).toBe(false);
    }
  });
});

describe('settings of screens by HTTP', () => {
  const wish = { basedOn: null, rules: null, phone: '0791-1', discreet: null, volume: null, servicePoints: null };
  const rules = { ages: { from: 60, to: 18 }, interval: null, quota: null };

  it('are made by administrators of the area, and recorded without the telephone number', async () => {
    expect((await as('keeper', '/screen-settings/3601', wish, 'PUT')).status).toBe(403);
    expect((await as('other', '/screen-settings/3601', wish, 'PUT')).status).toBe(403);
    expect((await as('city', '/screen-settings/3601', { ...wish, rules }, 'PUT')).status).toBe(422);
    expect((await as('city', '/screen-settings/3601', wish, 'PUT')).body.own).toMatchObject({ phone: '0791-1' });
    expect((await as('city', '/screen-settings/3601', wish, 'PUT')).status).toBe(409);
    const machine = await as('city', `/machines/${good}/screen-settings`, { ...wish, discreet: true }, 'PUT');
    expect(machine.body.applied.discreet).toEqual({ value: true, from: good });
    expect((await as('keeper', `/machines/${good}/screen-settings`)).body.applied.phone.value).toBe('0791-1');
    expect((await as('city', `/machines/${away}/screen-settings`)).status).toBe(404);
    const { records } = (await as('city', '/audit?act=setAreaScreen')).body;
    expect(records[0].after).toMatchObject({ contact: true, rules: null });
    expect(JSON.stringify(records)).not.toContain('0791-1');
  });
});
