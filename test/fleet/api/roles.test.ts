import { beforeAll, describe, expect, it } from 'vitest';
import { type Permission, Role } from '../../../shared/contracts/fleet/role.ts';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const fleet = startedProvince();
const password = 'ten letters at least';
const cookies = new Map<Role, string>();

/**
 * What each role may do, written down once more so that a slip in the product's table is noticed.
 */
const expected: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  auditor: ['read', 'audit'],
  technician: ['read', 'act', 'machine', 'enrol'],
  staff: ['read', 'act', 'stock', 'machine'],
  admin: ['read', 'act', 'stock', 'machine', 'enrol', 'audit', 'administer'],
};

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly needed: readonly (Permission | 'own')[];
}

async function operations(): Promise<Operation[]> {
  const { paths } = (await call(fleet, '/api/openapi.json')).body;
  return Object.entries(paths as Record<string, Record<string, Record<string, unknown>>>).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const needed = operation['x-permission'];
      if (needed === undefined) return [];
      const list = (Array.isArray(needed) ? needed : [needed]) as Operation['needed'];
      return [{ method: method.toUpperCase(), path, id: String(operation.operationId), needed: list }];
    }),
  );
}

/** The code of a role's answer to an operation on something that does not exist, without a body. */
async function answerTo(role: Role, { method, path }: Operation): Promise<string> {
  const url = path.replace('{machine}', 'JX-360102-9999').replace(/\{\w+\}/g, '360102');
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${fleet.httpPort}${url}`, {
    method,
    headers: { cookie: cookies.get(role) ?? '' },
    signal: stop.signal,
  });
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const code = isProblem ? ((await response.json()) as { code: string }).code : 'ok';
  stop.abort();
  return code;
}

beforeAll(async () => {
  for (const role of Role.options) {
    const user = `role-${role}`;
    await call(fleet, '/api/v1/users', { body: { user, role, area: '360000', password } });
    const { headers } = await call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });
    cookies.set(role, headers.get('set-cookie')?.split(';')[0] ?? '');
  }
});

describe('roles', () => {
  it('learn what they may do by signing in', async () => {
    for (const role of Role.options) {
      const headers = { cookie: cookies.get(role) ?? '' };
      expect((await call(fleet, '/api/v1/session', { headers })).body.permissions).toEqual(expected[role]);
    }
  });

  it('every operation names the permission that it needs, and only reading needs no more than `read`', async () => {
    const all = await operations();
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter(({ method, needed }) => method !== 'GET' && needed.includes('read'))).toEqual([]);
  });

  it('every operation is refused to every role that lacks its permission, and to no other', async () => {
    const wrong: string[] = [];
    for (const operation of await operations())
      for (const role of Role.options) {
        const may = operation.needed.some((one) => one === 'own' || expected[role].includes(one));
        const code = await answerTo(role, operation);
        if ((code !== 'forbidden') !== may) wrong.push(`${role} ${operation.id}: ${code}`);
      }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['askForConfig', ['stock', 'machine']],
    ['askCommand', ['machine']],
    ['decideOnLines', ['stock']],
    ['addRecall', ['stock']],
    ['stopMachine', ['act']],
    ['closeTrip', ['act']],
    ['registerMachine', ['administer']],
    ['renewSecret', ['administer']],
    ['listUsers', ['administer']],
  ])('%s needs %s', async (id, needed) => {
    expect((await operations()).find((each) => each.id === id)?.needed).toEqual(needed);
  });

  it('a stranger is refused before a body is read', async () => {
    const answer = await call(fleet, '/api/v1/recalls', { body: { nonsense: true }, headers: {} });
    expect(answer.body.code).toBe('not-signed-in');
  });
});

describe('a configuration', () => {
  const path = `/api/v1/machines/${machines.good}/config`;
  const lane = { lane: 1, product: 'CD-M', capacity: 10, par: 10 };
  const put = (role: Role, body: object) =>
    call(fleet, path, { method: 'PUT', body, headers: { cookie: cookies.get(role) ?? '' } });
  const wanted = async () => (await call(fleet, path)).body.asked;

  it('a technician locks lanes and sets limits, and does not touch planogram and recalls', async () => {
    const basedOn = (await wanted())?.version ?? null;
    expect((await put('staff', { basedOn, lanes: [lane], recalls: [], limits: {} })).status).toBe(200);
    const { version } = await wanted();
    const base = { basedOn: version, lanes: [lane], recalls: [], limits: {} };
    for (const change of [
      { lanes: [{ ...lane, par: 9 }] },
      { lanes: [] },
      { lanes: [lane, { ...lane, lane: 2 }] },
      { recalls: [{ product: 'CD-M', lot: null }] },
    ])
      expect((await put('technician', { ...base, ...change })).body.code, JSON.stringify(change)).toBe('forbidden');
    const locked = { lanes: [{ ...lane, locked: 'repair' }], limits: { tempMaxDeciC: 400 } };
    expect((await put('technician', { ...base, ...locked })).status).toBe(200);
    expect((await put('viewer', base)).body.code).toBe('forbidden');
  });
});
