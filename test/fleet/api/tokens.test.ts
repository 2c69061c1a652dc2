import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiTokens } from '../../../fleet/auth/api-tokens.ts';
import type { TokenRecord } from '../../../fleet/ports/token-store.ts';
import type { UserRecord } from '../../../fleet/registry/user-records.ts';
import { root } from '../../../shared/areas/jiangxi.ts';
import { type CreatedToken, NewToken } from '../../../shared/contracts/fleet/token.ts';
import { call, until } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const fleet = startedProvince();
const { good, away } = machines;

const create = (wish: object) =>
  call(fleet, '/api/v1/tokens', { body: { name: '仓库接口', scope: ['read'], area: '360102', ...wish } });
const withToken = (text: string, path: string, given: Parameters<typeof call>[2] = {}) =>
  call(fleet, `/api/v1${path}`, { ...given, headers: { authorization: `Bearer ${text}` } });
const listed = async (id: string) =>
  (await call(fleet, '/api/v1/tokens')).body.tokens.find((each: { id: string }) => each.id === id);

describe('a token of a program', () => {
  let text = '';
  let id = '';
  beforeAll(async () => {
    const { status, body } = await create({});
    expect(status).toBe(201);
    text = body.text;
    id = body.token.id;
  });

  it('may do what its scope says, in its area, and nothing else', async () => {
    expect((await withToken(text, `/machines/${good}`)).status).toBe(200);
    expect((await withToken(text, `/machines/${away}`)).status).toBe(404);
    expect((await withToken(text, '/machines?region=360428')).status).toBe(403);
    for (const [path, given] of [
      [`/machines/${good}`, { method: 'PATCH', body: { name: 'x' } }],
      [`/machines/${good}/stop`, { body: { reason: 'broken' } }],
      ['/tokens', {}],
      ['/users', {}],
      ['/audit', {}],
    ] as const)
      expect((await withToken(text, path, given)).body.code, path).toBe('forbidden');
  });

  it('acts in its own name, which no user can have', async () => {
    const { body } = await create({ name: 'keeper', scope: ['read', 'act'] });
    await withToken(body.text, `/machines/${good}/contact`, {
      method: 'PUT',
      body: { name: 'Li', checked: '2026-01-01' },
    });
    expect((await withToken(body.text, `/machines/${good}`)).body.contact.by).toBe('@keeper');
    const [entry] = (await call(fleet, '/api/v1/audit?act=setContact')).body.records;
    expect(entry.actor).toEqual({ kind: 'token', name: `keeper (${body.token.id})` });
  });

  it('never administers, whatever is asked for', async () => {
    expect((await create({ scope: ['administer'] })).status).toBe(422);
    expect((await create({ scope: [] })).status).toBe(422);
    expect((await create({ days: 366 })).status).toBe(422);
    expect((await create({ area: '999999' })).status).toBe(403);
  });

  it('is shown once, and stored as a hash only', async () => {
    const db = new Database(`${fleet.dataDir}/fleet.db`, { readonly: true });
    const stored =
      JSON.stringify(db.prepare('SELECT doc FROM token').all()) +
      JSON.stringify(db.prepare('SELECT doc FROM audit_entry').all());
    db.close();
    expect(stored).toContain(id);
    expect(stored).not.toContain(text.slice(-43));
    expect(JSON.stringify(await listed(id))).not.toContain('hash');
  });

  it('shows the hour of its last use', async () => {
    const { lastUsed } = await listed(id);
    expect(lastUsed % 3_600_000).toBe(0);
    expect(lastUsed).toBeGreaterThan(Date.now() - 2 * 3_600_000);
  });

  it('stops working once it is revoked, and stays in the list', async () => {
    const { body } = await create({ name: 'short-lived' });
    const stream = await fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1/stream`, {
      headers: { authorization: `Bearer ${body.text}` },
    });
    expect(stream.status).toBe(200);
    expect((await call(fleet, `/api/v1/tokens/${body.token.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await withToken(body.text, '/info')).status).toBe(401);
    // Its stream has ended too. A tick alone would end it after 15 s, and the test waits for 10 s.
    const ended = stream.text().then(() => true);
    expect(await Promise.race([ended, setTimeout(10_000, false, { ref: false })])).toBe(true);
    expect((await listed(body.token.id)).revoked).toMatchObject({ by: 'program' });
    const refused = await until('the refusal is recorded', async () => {
      return (await call(fleet, '/api/v1/audit?act=token-refused')).body.records[0];
    });
    expect(refused).toMatchObject({ subject: body.token.id, why: 'revoked', address: '127.0.0.1', outcome: 'refused' });
  });

  it('that is guessed is refused, limited and recorded, and right ones still work', async () => {
    const codes = new Set<number>();
    for (let guess = 0; guess < 60; guess += 1)
      codes.add((await withToken(`yj_${id}_${String(guess).padStart(43, 'x')}`, '/info')).status);
    expect([...codes].sort()).toEqual([401, 429]);
    expect((await withToken(text, '/info')).status).toBe(200);
    expect((await call(fleet, '/api/v1/audit?act=token-refused')).body.records.length).toBeLessThan(5);
  });
});

describe('tokens over time', () => {
  let now = Date.UTC(2026, 0, 1);
  const saved = new Map<string, TokenRecord>();
  let maker: UserRecord | null;
  const open = async (environment: string | null = null) => {
    const tokens = new ApiTokens({
      store: {
        tokens: async () => [...saved.values()],
        saveToken: async (record) => void saved.set(record.id, record),
      },
      clock: { now: () => now },
      audit: { noteRepeated: () => undefined },
      users: { get: () => maker },
      environment,
      ended: () => undefined,
    });
    await tokens.open();
    return tokens;
  };
  const admin = { user: 'admin', role: 'admin', area: '360000' } as const;
  const wish: NewToken = { name: 'daily', scope: ['read'], area: '3601', days: 30 };

  beforeEach(() => {
    maker = { ...admin, password: null, created: 0, lastSignIn: null };
  });

  it('work while who made them has an account that may make them', async () => {
    const { text } = await (await open()).create(admin, { ...wish, scope: ['enrol'] });
    const again = await open();
    const works = async (of: Partial<UserRecord> | null) => {
      maker = of && { ...admin, password: null, created: 0, lastSignIn: null, ...of };
      expect(again.mayIssueCodes('@daily', '360102')).toBe(of !== null && Object.keys(of).length === 0);
      return (await again.principalOf(text, '192.0.2.1')) !== null;
    };
    expect(await works({})).toBe(true);
    for (const of of [null, { locked: true }, { role: 'viewer' }, { area: '3604' }, { area: '360102' }] as const)
      expect(await works(of), JSON.stringify(of)).toBe(false);
  });

  it('let programs issue enrolment codes with the scope for it, and in their area alone', async () => {
    const tokens = await open('environment');
    await tokens.create(admin, { ...wish, name: 'reads' });
    await tokens.create(admin, { ...wish, name: 'enrols', scope: ['enrol'] });
    expect(['@reads', '@enrols', 'program'].map((by) => tokens.mayIssueCodes(by, '360102'))).toEqual([
      false,
      true,
      true,
    ]);
    expect(tokens.mayIssueCodes('@enrols', '360402')).toBe(false);
    expect((await open()).mayIssueCodes('program', '360102')).toBe(false);
  });

  it('end when their maker is moved to another area or may no longer administer', async () => {
    const admins = (body: object, method = 'POST', path = '') => call(fleet, `/api/v1/users${path}`, { method, body });
    await admins({ user: 'maker', role: 'admin', area: '3601', password: 'a quiet lake at dawn' });
    const signedIn = await call(fleet, '/api/v1/session', {
      body: { user: 'maker', password: 'a quiet lake at dawn' },
    });
    const headers = { cookie: (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    const { body } = await call(fleet, '/api/v1/tokens', { headers, body: { ...wish, area: '360102' } });
    const works = async () => (await withToken(body.text, '/info')).status === 200;
    expect(await works()).toBe(true);
    for (const changed of [{ area: '3604' }, { area: '360000', role: 'viewer' }]) {
      expect((await admins(changed, 'PATCH', '/maker')).status).toBe(200);
      expect(await works()).toBe(false);
      await admins({ area: '3601', role: 'admin' }, 'PATCH', '/maker');
      expect(await works()).toBe(true);
    }
  });

  it('are kept over a restart, and end on their day', async () => {
    const { text, token } = await (await open()).create(admin, wish);
    const again = await open();
    expect(await again.principalOf(text, '192.0.2.1')).toMatchObject({ user: '@daily', area: '3601' });
    now = token.expires;
    expect(await again.principalOf(text, '192.0.2.1')).toBeNull();
  });

  it('of one area do not read metrics, also if an older version issued them for that', async () => {
    const tokens = await open();
    const metrics = async ({ text, token }: CreatedToken) => {
      const kept = saved.get(token.id);
      if (kept) saved.set(token.id, { ...kept, scope: ['read', 'metrics'] });
      return (await (await open()).principalOf(text, '192.0.2.1'))?.token?.scope;
    };
    expect(await metrics(await tokens.create(admin, wish))).toEqual(['read']);
    expect(await metrics(await tokens.create(admin, { ...wish, area: root }))).toEqual(['read', 'metrics']);
    expect(NewToken.safeParse({ ...wish, scope: ['metrics'] }).success).toBe(false);
    expect(NewToken.safeParse({ ...wish, scope: ['metrics'], area: root }).success).toBe(true);
  });

  it('are limited in what they ask within a minute', async () => {
    const tokens = await open();
    const { text } = await tokens.create(admin, wish);
    const ask = async () => {
      for (let request = 0; request < 6001; request += 1) await tokens.principalOf(text, '192.0.2.1');
    };
    await expect(ask()).rejects.toMatchObject({ code: 'slow-down' });
  });

  it('of the environment may do everything', async () => {
    const tokens = await open('a-long-token-of-the-environment-of-a-server');
    expect(await tokens.principalOf('a-long-token-of-the-environment-of-a-server', '192.0.2.1')).toMatchObject({
      role: 'admin',
      token: { name: 'environment', scope: null },
    });
  });
});
