import * as xlsx from '@e965/xlsx';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { csvOf, type Table, titleRows, xlsxOf } from '../../fleet/adapters/http/tables.ts';
import type { FleetStore } from '../../fleet/ports/fleet-store.ts';
import { root } from '../../shared/areas/jiangxi.ts';
import { adminPassword, call, register } from '../support/fleet/fleet.ts';
import { peopleIn, type TestPeople } from '../support/fleet/people.ts';
import { startedFleet } from '../support/fleet/started-fleet.ts';
import { openStore } from '../support/fleet/store.ts';

const fleet = startedFleet();
const hall = 'JX-360102-0001';
const clinic = 'HC-1';

beforeAll(async () => {
  await register(fleet, hall, { name: '３号机', site: '凤凰街道 便民服务中心' });
  await register(fleet, clinic, { name: 'Cafe\u0301\u200b Straße', site: 'clinic' });
  await fleet.tick();
});

describe('a search', () => {
  it.each([
    ['3号机', [hall]],
    ['３号机', [hall]],
    ['ＨＣ－１', [clinic]],
    ['hc-1\u200b', [clinic]],
    ['HC‑1', [clinic]],
    ['Café', [clinic]],
    ['Cafe\u0301', [clinic]],
    ['STRASSE', [clinic]],
    ['凤凰 便民', [hall]],
    ['便民　凤凰', [hall]],
    ['  3号机 凤凰 ', [hall]],
    ['凤凰 clinic', []],
    ['Cafe', []],
  ])('for %j finds %j', async (q, machines) => {
    const { body } = await call(fleet, `/api/v1/machines?q=${encodeURIComponent(q)}`);
    expect(body.machines.map(({ machine }: { machine: string }) => machine)).toEqual(machines);
  });
});

describe('a filter by site', () => {
  it.each(['clinic', 'CLINIC', 'ｃｌｉｎｉｃ'])('finds it as %s', async (site) => {
    const { body } = await call(fleet, `/api/v1/machines?site=${encodeURIComponent(site)}`);
    expect(body.machines.map(({ machine }: { machine: string }) => machine)).toEqual([clinic]);
  });
});

describe('a name, a site, an address, a reason', () => {
  const machine = {
    machine: 'JX-360102-0009',
    name: 'N',
    region: '360102',
    site: 'clinic',
    inServiceFrom: '2026-01-01',
  };

  it.each(['a\u000bb', 'a\u0000b', 'a\u001bb', 'a\bb', 'a\uffff', '\u200b', '\u202e', 'a\ud800', '\u3164', ' '])(
    'that holds %j is refused, and nothing is registered',
    async (text) => {
      for (const field of ['name', 'site'])
        expect((await call(fleet, '/api/v1/machines', { body: { ...machine, [field]: text } })).status).toBe(422);
      expect((await call(fleet, `/api/v1/machines/${machine.machine}`)).status).toBe(404);
      const change = { method: 'PATCH', body: { name: text } };
      expect((await call(fleet, `/api/v1/machines/${hall}`, change)).status).toBe(422);
      const retire = { body: { until: '2026-12-31', reason: text } };
      expect((await call(fleet, `/api/v1/machines/${hall}/retire`, retire)).status).toBe(422);
    },
  );

  it('is kept composed and without invisible characters', async () => {
    expect((await call(fleet, `/api/v1/machines/${clinic}`)).body.name).toBe('Café Straße');
  });

  it('of a recall that grows when it is folded is refused at once', async () => {
    const config = { basedOn: null, lanes: [], recalls: [{ product: 'CD-M', lot: 'ß'.repeat(17) }], limits: {} };
    const path = `/api/v1/machines/${hall}/config`;
    expect((await call(fleet, path, { method: 'PUT', body: config })).status).toBe(422);
    const folded = { ...config, recalls: [{ product: 'CD-M', lot: '２０２６０１Ａ' }] };
    expect((await call(fleet, path, { method: 'PUT', body: folded })).body.asked.recalls).toEqual([
      { product: 'CD-M', lot: '202601A' },
    ]);
  });
});

describe('a user’s name', () => {
  const add = (user: string) =>
    call(fleet, '/api/v1/users', { body: { user, role: 'viewer', area: root, password: 'long enough 1' } });

  it.each(['Admin', 'ADMIN', 'ａｄｍｉｎ', 'аdmin'])(
    'that is another spelling of an existing one is refused: %s',
    async (user) => {
      expect((await add(user)).body).toMatchObject({ code: 'exists' });
    },
  );

  it.each(['ad\u200bmin', 'a\u0000b', '\u200b\u200b', ' ', 'a b'])('with %j is refused', async (user) => {
    expect((await add(user)).status).toBe(422);
  });

  it('signs in, is changed and is removed under each of its spellings', async () => {
    expect((await add(' Ｚhang.San')).body.user).toBe('Zhang.San');
    const session = await call(fleet, '/api/v1/session', { body: { user: 'zhang.san', password: 'long enough 1' } });
    expect(session.body.account.user).toBe('Zhang.San');
    expect(
      (await call(fleet, '/api/v1/users/ZHANG.SAN', { method: 'PATCH', body: { role: 'staff' } })).body,
    ).toMatchObject({ user: 'Zhang.San', role: 'staff' });
    expect((await call(fleet, '/api/v1/users/zhang.san', { method: 'DELETE' })).status).toBe(204);
    expect(
      (await call(fleet, '/api/v1/session', { body: { user: 'ＡＤＭＩＮ', password: adminPassword } })).status,
    ).toBe(200);
  });
});

describe('accounts of an older version', () => {
  let store: FleetStore;
  let signIn: TestPeople['signIn'];

  beforeEach(async () => {
    store = await openStore(':memory:', 0);
    const clock = { now: () => 0 };
    const { users: first } = await peopleIn(store, clock);
    await first.add({ user: 'Bob', role: 'staff', area: root }, 'first-password');
    const [bob] = (await store.users()).filter(({ user }) => user === 'Bob');
    await first.add({ user: 'eve', role: 'viewer', area: root }, 'other-password');
    const [eve] = (await store.users()).filter(({ user }) => user === 'eve');
    if (bob && eve) await store.saveUser({ ...eve, user: 'bob' });
    ({ signIn } = await peopleIn(store, clock));
  });
  afterEach(() => store.close());

  it('that differ only in spelling stay separate; another spelling is neither of them', async () => {
    expect((await signIn('Bob', 'first-password')).principal).toMatchObject({ user: 'Bob', role: 'staff' });
    expect((await signIn('bob', 'other-password')).principal).toMatchObject({ user: 'bob', role: 'viewer' });
    await expect(signIn('BOB', 'first-password')).rejects.toMatchObject({ code: 'wrong-password' });
  });

  it('are slowed down by wrong passwords under any spelling', async () => {
    for (const name of ['Eve', 'EVE', 'ｅve', 'eve', 'eVe'])
      await expect(signIn(name, 'wrong')).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(signIn('evE', 'other-password')).rejects.toMatchObject({ code: 'slow-down' });
  });
});

describe('a sheet', () => {
  const texts = [
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '\u200b=1',
    '\u0001+cmd',
    ' =1',
    '\n=1',
    '\t=1',
    '=1',
    '-1',
    '\ufeff@x',
  ];
  const harmless = ['1号机', '凤凰=1', 'a+b', '（－1）', 'tab\tin it', 'two\nlines'];
  const table = { name: 'sheet', head: ['a'], rows: [...texts, ...harmless].map((text) => [text]) };
  const workbookOf = (table: Table) => ({
    title: ['sheet', 'area', '2026'] as const,
    asOf: 'now',
    tables: [table] as const,
  });
  const read = (book: xlsx.WorkBook, above = 0): string[] =>
    xlsx.utils
      .sheet_to_json<string[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1, raw: true })
      .slice(above + 1)
      .map(([text = '']) => text);

  it('as CSV has no cell that a spreadsheet may take for a formula', () => {
    const cells = read(xlsx.read(csvOf(table, false), { type: 'string', raw: true, FS: ',' }));
    expect(cells.slice(0, texts.length).every((text) => text.startsWith("'"))).toBe(true);
    expect(cells.slice(texts.length)).toEqual(harmless);
  });

  it('has the same content as CSV and as XLSX, also for characters that neither can hold', async () => {
    const odd = { ...table, rows: [...table.rows, ['a\u0000b\u001bc\ud800d\uffff'], ['one\r\ntwo']] };
    const csv = read(xlsx.read(csvOf(odd, false), { type: 'string', raw: true, FS: ',' })).map((text) =>
      text.replace(/^'/, ''),
    );
    expect(read(xlsx.read(await xlsxOf(workbookOf(odd)), { type: 'buffer' }), titleRows)).toEqual(csv);
    expect(csv.slice(-2)).toEqual(['abcd', 'one\ntwo']);
  });
});
