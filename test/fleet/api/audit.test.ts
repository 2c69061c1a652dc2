import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditActs } from '../../../shared/contracts/fleet/audit.ts';
import { auditEntry } from '../../support/fleet/audit.ts';
import { call, until } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';
import { replaceIn } from '../../support/fleet/store.ts';

const fleet = startedProvince();
const password = 'ten letters at least';
const { good, away } = machines;

async function cookieOf(user: string): Promise<string> {
  const { headers } = await call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });
  return headers.get('set-cookie')?.split(';')[0] ?? expect.fail(`${user} cannot sign in`);
}

const people = [
  { user: 'auditor-nanchang', role: 'auditor', area: '3601' },
  { user: 'auditor-all', role: 'auditor', area: '360000' },
  { user: 'keeper', role: 'staff', area: '360102' },
  { user: 'looker', role: 'viewer', area: '360102' },
];
const cookies = new Map<string, string>();
const as = (user: string, path: string, given: Parameters<typeof call>[2] = {}) =>
  call(fleet, `/api/v1${path}`, { ...given, headers: { cookie: cookies.get(user) ?? '' } });

beforeAll(async () => {
  for (const each of people) {
    expect((await call(fleet, '/api/v1/users', { body: { ...each, password } })).status).toBe(201);
    cookies.set(each.user, await cookieOf(each.user));
  }
});

/** The newest entries that match, as the auditor of everything sees them. */
const entries = async (query: string) => (await as('auditor-all', `/audit?${query}`)).body.records;

describe('a change in the audit log', () => {
  it('says who did what to which machine, from where, before and after', async () => {
    const { body: before } = await as('keeper', `/machines/${good}`);
    await as('keeper', `/machines/${good}`, { method: 'PATCH', body: { name: 'Renamed' } });
    expect((await entries(`machine=${good}`))[0]).toMatchObject({
      actor: { kind: 'user', name: 'keeper' },
      address: '127.0.0.1',
      act: 'changeMachine',
      machine: good,
      region: '360102',
      before: { name: before.name },
      after: { name: 'Renamed' },
      outcome: 'done',
    });
  });

  it('names what it made, and what was there before it was removed', async () => {
    const span = { from: '2026-01-05', until: '2026-01-06', reason: 'broken' };
    const { body } = await as('keeper', `/machines/${good}/suspensions`, { body: span });
    const path = `/machines/${good}/suspensions/${body.id}`;
    await as('keeper', path, { method: 'PATCH', body: { until: '2026-01-07' } });
    const silent = await as('keeper', path, { method: 'DELETE' });
    expect(silent.body).toMatchObject({ code: 'invalid', detail: expect.stringContaining('why') });
    await as('keeper', `${path}?why=entered%20twice`, { method: 'DELETE' });
    const [dropped, , changed, added] = await entries(
      `machine=${good}&act=suspendMachine&act=changeSuspension&act=dropSuspension`,
    );
    expect(added).toMatchObject({ act: 'suspendMachine', subject: body.id, before: null, after: span });
    expect(changed).toMatchObject({
      subject: body.id,
      before: { until: '2026-01-06' },
      after: { until: '2026-01-07' },
    });
    expect(dropped).toMatchObject({
      act: 'dropSuspension',
      before: { from: '2026-01-05', until: '2026-01-07' },
      why: 'entered twice',
    });
  });

  it('that the server refuses is there as refused, with the reason', async () => {
    expect((await as('keeper', `/machines/${good}/suspensions/none`, { method: 'DELETE' })).status).toBe(404);
    expect((await entries('act=dropSuspension'))[0]).toMatchObject({ outcome: 'refused', subject: 'none' });
  });

  it('that the user may not make is there too, however often it is tried, in a few entries', async () => {
    const tries = Array.from({ length: 20 }, () => as('looker', `/machines/${good}/resume`, { method: 'POST' }));
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([403]));
    const refused = await until('the refusal is recorded', async () => {
      const found = (await entries('user=looker')).filter(({ act }: { act: string }) => act === 'resumeMachine');
      return found.length > 0 && found;
    });
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ machine: good, outcome: 'refused', why: 'forbidden' });
  });

  it('of a user says which user, and that a password was set, and not which', async () => {
    await call(fleet, '/api/v1/users/looker', {
      method: 'PATCH',
      body: { area: '3601', password: 'another long one' },
    });
    expect((await entries('user=looker&act=changeUser'))[0]).toMatchObject({
      actor: { kind: 'token' },
      user: 'looker',
      before: { area: '360102' },
      after: { area: '3601' },
    });
  });

  it('is not made if it cannot be recorded', async () => {
    const { appendAuditEntry } = fleet.store;
    replaceIn(fleet.store, { appendAuditEntry: () => Promise.reject(new Error('database or disk is full')) });
    try {
      const { status, body } = await as('keeper', `/machines/${good}`, { method: 'PATCH', body: { name: 'Untraced' } });
      expect([status, body.code]).toEqual([503, 'unavailable']);
      expect((await as('keeper', '/machines.csv')).status).toBe(503);
      expect((await as('keeper', `/machines/${good}`)).body.name).toBe('Renamed');
    } finally {
      replaceIn(fleet.store, { appendAuditEntry });
    }
  });
});

describe('an export', () => {
  it('is in the audit log with its filters, and not with what was left out', async () => {
    expect((await as('keeper', '/machines.csv?region=360102&link=down&lang=en')).status).toBe(200);
    expect((await entries('act=export'))[0]).toMatchObject({
      actor: { name: 'keeper' },
      subject: 'machines.csv',
      region: '360102',
      after: { query: { region: '360102', link: ['down'], sort: 'machine' } },
      outcome: 'done',
    });
  });
});

describe('the audit log', () => {
  it('is shown to auditors and administrators only', async () => {
    for (const path of ['/audit', '/audit/verify', '/audit.csv', '/audit.xlsx'])
      expect([(await as('keeper', path)).status, (await as('auditor-all', path)).status]).toEqual([403, 200]);
  });

  it('shows an auditor what concerns their own area only', async () => {
    await call(fleet, `/api/v1/machines/${away}`, { method: 'PATCH', body: { name: 'Far away' } });
    const seen = (await as('auditor-nanchang', '/audit?limit=1000')).body.records as { region: string }[];
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.filter(({ region }) => !region.startsWith('3601'))).toEqual([]);
    expect((await as('auditor-nanchang', `/audit?machine=${away}`)).body.records).toEqual([]);
    expect((await as('auditor-nanchang', '/audit?region=360428')).status).toBe(403);
    expect((await entries(`machine=${away}`))[0]).toMatchObject({ after: { name: 'Far away' } });
  });

  it('filters by days of the fleet’s time zone, and refuses days that are not in order', async () => {
    const { body: info } = await call(fleet, '/api/v1/info');
    expect((await entries(`from=${info.day}&to=${info.day}`)).length).toBeGreaterThan(3);
    expect(await entries('to=2026-01-01')).toEqual([]);
    expect((await as('auditor-all', '/audit?from=2026-02-01&to=2026-01-01')).status).toBe(422);
  });

  it('is exported in both languages', async () => {
    const zh = (await as('auditor-all', '/audit.csv')).body as string;
    expect(zh).toContain('操作人');
    expect(zh).toContain('修改机器信息');
    expect(zh).toContain('名称: Renamed');
    const en = (await as('auditor-all', '/audit.csv?lang=en&act=dropSuspension')).body as string;
    expect(en).toContain('Removed days that do not count');
    expect(en).not.toContain('Changed what is known');
  });

  it('is exported with an old entry that lacks its address', async () => {
    const { address: _, ...lacking } = auditEntry({ at: Date.now(), outcome: 'done' });
    await fleet.store.appendAuditEntry(lacking as ReturnType<typeof auditEntry>);
    for (const format of ['csv', 'xlsx'])
      expect((await as('auditor-all', `/audit.${format}?user=wang`)).status).toBe(200);
    expect((await entries('user=wang'))[0]).toMatchObject({ outcome: 'done', address: null });
  });

  it('has no password and no secret in it', async () => {
    const { body } = await call(fleet, `/api/v1/machines/${good}/secret`, { method: 'POST' });
    const db = new Database(`${fleet.dataDir}/fleet.db`, { readonly: true });
    const text = (db.prepare('SELECT doc FROM audit_entry').pluck().all() as string[]).join('\n');
    db.close();
    expect(text).toContain('renewSecret');
    for (const secret of [password, 'another long one', body.secret]) expect(text).not.toContain(secret);
  });

  it('is sound, and no statement changes or deletes an entry', async () => {
    const { body } = await as('auditor-all', '/audit/verify');
    expect(body).toMatchObject({ sound: true, breaks: [] });
    expect(body.last.seq).toBe(body.entries);
    const db = new Database(`${fleet.dataDir}/fleet.db`);
    for (const statement of [
      "UPDATE audit_entry SET doc = '{}' WHERE seq = 2",
      'DELETE FROM audit_entry WHERE seq = 2',
      "INSERT OR REPLACE INTO audit_entry SELECT 2, at, region, act, machine, actor, user, of, head, '{}' FROM audit_entry WHERE seq = 3",
    ])
      expect(() => db.exec(statement), statement).toThrow(/audit log/);
    db.close();
  });

  it('shows where somebody changed the file itself', async () => {
    const db = new Database(`${fleet.dataDir}/fleet.db`);
    db.exec('DROP TRIGGER audit_entry_is_not_changed; DROP TRIGGER audit_entry_is_not_deleted');
    const changed = db.prepare("SELECT min(seq) FROM audit_entry WHERE doc LIKE '%keeper%'").pluck().get() as number;
    const missing = changed + 3;
    db.prepare("UPDATE audit_entry SET doc = replace(doc, 'keeper', 'looker') WHERE seq = ?").run(changed);
    db.prepare('DELETE FROM audit_entry WHERE seq = ?').run(missing);
    db.close();
    expect((await as('auditor-all', '/audit/verify')).body).toMatchObject({
      sound: false,
      breaks: [
        { from: changed, to: changed, why: 'changed' },
        { from: missing, to: missing, why: 'missing' },
      ],
    });
  });
});

it('every operation that changes something has a name in the audit log', async () => {
  const { paths } = (await call(fleet, '/api/openapi.json')).body;
  const changing = Object.values(paths as Record<string, Record<string, { operationId: string }>>).flatMap((methods) =>
    Object.entries(methods).flatMap(([method, { operationId }]) => (method === 'get' ? [] : operationId)),
  );
  const ofTheDoor = ['signIn', 'signOut', 'passkeyOptions', 'signInByPasskey'];
  const acts: readonly string[] = auditActs;
  expect(changing.filter((id) => !acts.includes(id) && !ofTheDoor.includes(id))).toEqual([]);
});
