import * as xlsx from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, token } from '../../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../../support/fleet/kiosk.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const fleet = startedProvince();
const name = 'JX-360102-0009';
const path = `/api/v1/machines/${name}`;
const password = 'ten letters at least';
const ledger = new TestLedger();
let secret = '';
let kiosk: TestKiosk;

const post = (act: string, body: object, headers?: Record<string, string>) =>
  call(fleet, `${path}/${act}`, headers ? { body, headers } : { body });
const machine = () => fleet.get(`/machines/${name}`);
const flagsOf = async (): Promise<string[]> =>
  (await machine()).flags.map(({ kind }: { readonly kind: string }) => kind);
/** The machines that the figures of an area, and both reports of it, name as missing. */
const namedIn = async (region: string): Promise<unknown[]> => {
  const year = new Date().getFullYear();
  const answers = [
    await fleet.get(`/regions/${region}`),
    await fleet.get(`/reports/issued?region=${region}`),
    await fleet.get(`/reports/issued?region=${region}&by=machine&limit=1`),
    await fleet.get(`/reports/year?region=${region}&year=${year}`),
  ];
  return answers.map(({ quarantined }) => quarantined.map((each: { readonly machine: string }) => each.machine));
};

async function says(...said: object[]): Promise<void> {
  const first = ledger.lines.length + 1;
  ledger.write(...said);
  await kiosk.say('events', ledger.batch(first));
  await kiosk.receipt(ledger.lines.length);
  await fleet.service.idle();
}

async function cookieOf(user: string, role: string, area: string): Promise<Record<string, string>> {
  await call(fleet, '/api/v1/users', { body: { user, role, area, password } });
  const { headers } = await call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });
  return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '' };
}

beforeAll(async () => {
  const at = Date.now();
  const entered = { machine: name, name: '街道办', region: '360102', site: 'clinic', inServiceFrom: '2026-01-01' };
  secret = (await call(fleet, '/api/v1/machines', { body: entered })).body.secret;
  kiosk = await TestKiosk.connect(fleet, name, secret);
  await says(lines.booted(at), lines.configured(at), lines.restocked(at, 8), ...lines.box(at));
  await fleet.tick();
});
afterAll(() => kiosk.client.endAsync());

describe('quarantine of a machine', () => {
  it('needs a reason, an administrator, and the machine in their area', async () => {
    for (const body of [{}, { why: '' }, { why: ' ' }])
      expect((await post('quarantine', body)).body.code, JSON.stringify(body)).toBe('invalid');
    const why = { why: '疑似改动' };
    expect((await post('quarantine', why, await cookieOf('q-staff', 'staff', '360000'))).status).toBe(403);
    expect((await post('quarantine', why, await cookieOf('q-away', 'admin', '360428'))).status).toBe(404);
    expect((await machine()).quarantine).toBeNull();
  });

  it('refuses to release a machine that is not in quarantine', async () => {
    expect((await post('release', { why: '查清' })).body.code).toBe('not-found');
  });

  it('keeps what comes out of all figures, and says so wherever they are shown', async () => {
    const { status, body } = await post('quarantine', { why: '疑似改动' });
    expect([status, body.quarantine]).toMatchObject([200, { by: 'program', why: '疑似改动' }]);
    expect((await post('quarantine', { why: '再次' })).body.code).toBe('quarantined');
    const county = await cookieOf('q-county', 'admin', '360102');
    expect((await post('release', { why: '不影响' }, county)).status).toBe(403);
    await says(...lines.box(Date.now()), ...lines.box(Date.now()));
    await fleet.tick();
    expect(await machine()).toMatchObject({ issued: { total: 1 }, stock: 7 });
    expect(await flagsOf()).toContain('quarantined');
    expect(await flagsOf()).not.toContain('not-booked');
    expect(await namedIn('360102')).toEqual([[name], [name], [name], [name]]);
    expect(await namedIn('360428')).toEqual([[], [], [], []]);
    const { body: health } = await call(fleet, '/healthz', { headers: {} });
    expect(health).toMatchObject({ notBooked: [], quarantined: [name] });
    const metrics = await (await fetch(`http://127.0.0.1:${fleet.httpPort}/metrics`)).text();
    for (const line of ['yaoju_machines_not_booked 0', 'yaoju_machines_quarantined 1']) expect(metrics).toContain(line);
  });

  it('is said above the tables of every XLSX file of figures', async () => {
    const sheetOf = async (path: string): Promise<string> => {
      const response = await fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const { Sheets, SheetNames } = xlsx.read(await response.arrayBuffer());
      return SheetNames.map((each) => String(Sheets[each]?.A2?.v)).join('\n');
    };
    const lists = ['/machines', '/restock', '/restock-records', '/reports/issued', '/reports/year'];
    for (const each of lists)
      for (const [region, named] of [
        ['360102', true],
        ['360428', false],
      ] as const)
        expect((await sheetOf(`${each}.xlsx?region=${region}`)).includes(name), `${each} ${region}`).toBe(named);
  });

  it('keeps the ledger readable, with its lines since then', async () => {
    const { events } = await fleet.get(`/machines/${name}/events?order=newest&limit=1`);
    expect(events).toMatchObject([{ seq: ledger.lines.length, line: { kind: 'issued' }, corrected: false }]);
  });

  it('leaves the key, commands and other machines alone', async () => {
    const second = await TestKiosk.connect(fleet, name, secret);
    kiosk = second;
    expect((await call(fleet, `${path}/commands`, { body: { kind: 'report' } })).status).toBe(201);
    expect((await fleet.get(`/machines/${machines.good}`)).quarantine).toBeNull();
  });

  it('counts everything once it is released, with the reasons in the audit log', async () => {
    expect((await post('release', {})).body.code).toBe('invalid');
    expect((await post('release', { why: '账目核对无误' })).body.quarantine).toBeNull();
    await fleet.service.idle();
    await fleet.tick();
    expect(await machine()).toMatchObject({ issued: { total: 3 }, stock: 5 });
    expect(await flagsOf()).not.toContain('quarantined');
    expect(await namedIn('360102')).toEqual([[], [], [], []]);
    const { records } = await fleet.get(`/audit?machine=${name}&act=quarantineMachine&act=releaseMachine`);
    const done = records.filter(({ outcome }: { readonly outcome: string }) => outcome === 'done');
    expect(done.map(({ act, why }: { act: string; why: string }) => [act, why])).toEqual([
      ['releaseMachine', '账目核对无误'],
      ['quarantineMachine', '疑似改动'],
    ]);
  });
});
