import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { RunningFleet } from '../../fleet/main.ts';
import * as api from '../../shared/contracts/fleet-http.ts';
import { adminPassword, call, register, runFleet, testFolder, until } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';
import { putInto, steadyMachine } from '../support/fleet/province.ts';

let folder: ReturnType<typeof testFolder>;
let fleet: RunningFleet;
const good = 'JX-360102-0001';
const poor = 'JX-360102-0002';
const away = 'JX-360428-0001';

beforeAll(async () => {
  folder = testFolder();
  await putInto(folder.path, [
    steadyMachine(good, '360102', 60, 2),
    steadyMachine(poor, '360102', 60, 0),
    steadyMachine(away, '360428', 60, 1),
  ]);
  fleet = await runFleet(folder.path);
  await fleet.tick();
});

afterAll(async () => {
  await fleet.stop();
  folder.remove();
});

const get = async (path: string) => {
  const answer = await call(fleet, `/api/v1${path}`);
  expect(answer.status, path).toBe(200);
  return answer.body;
};

describe('an answer', () => {
  it.each<[string, z.ZodType]>([
    ['/info', api.Info],
    ['/session', api.Session],
    ['/users', api.UserList],
    ['/today', api.Today],
    ['/machines', api.MachineList],
    ['/machines?sort=-issuedYear&q=360102&limit=1', api.MachineList],
    [`/machines/${good}`, api.Machine],
    [`/machines/${poor}`, api.Machine],
    [`/machines/${good}/events?limit=5`, api.EventList],
    [`/machines/${good}/events?order=newest&kind=issued&limit=5`, api.EventList],
    [`/machines/${good}/issues`, api.Issues],
    [`/machines/${good}/stock`, api.StockHistory],
    [`/machines/${good}/pace`, api.PaceCurve],
    [`/machines/${good}/suspensions`, api.SuspensionList],
    [`/machines/${good}/config`, api.ConfigView],
    [`/machines/${good}/commands`, api.CommandList],
    ['/flags', api.FlagList],
    ['/regions', api.AreaTree],
    ['/regions/360000', api.AreaView],
    ['/regions/360100', api.AreaView],
    ['/regions/360102', api.AreaView],
    ['/restock', api.RestockPlan],
    [`/restock?machine=${good}&machine=${away}`, api.RestockPlan],
    ['/reports/issued', api.IssuedReport],
    ['/reports/issued?by=product&from=2025-06&to=2026-02', api.IssuedReport],
    ['/reports/issued?by=machine&region=3601', api.IssuedReport],
    ['/reports/issued?by=machine&region=3601&limit=1', api.IssuedReport],
    ['/reports/year', api.YearReport],
    ['/reports/year?year=2024', api.YearReport],
  ])('of %s is what its schema says, no more and no less', async (path, schema) => {
    const body = await get(path);
    expect(schema.parse(body)).toEqual(body);
  });

  it.each(['', `also=${good}&also=${poor}&`, `without=${poor}&`, `machine=${good}&machine=${away}&`])(
    'tells the same sheet by pages as all at once: %s',
    async (asked) => {
      const whole = await get(`/restock?${asked}`);
      expect(whole.next).toBe(null);
      expect(whole.total).toBe(whole.stops.length);
      const stops: unknown[] = [];
      for (let cursor = ''; ; ) {
        const page = await get(`/restock?${asked}limit=1&cursor=${cursor}`);
        expect([page.total, page.sum, page.takeOutSum]).toEqual([whole.total, whole.sum, whole.takeOutSum]);
        stops.push(...page.stops);
        if (page.next === null || stops.length > whole.total) break;
        cursor = page.next;
      }
      expect(stops).toEqual(whole.stops);
    },
  );

  it.each(['', '&region=3601', '&from=2025-06&to=2026-02'])(
    'tells the same boxes by machine by pages as all at once: %s',
    async (asked) => {
      const whole = await get(`/reports/issued?by=machine${asked}`);
      const rows: unknown[] = [];
      for (let cursor = ''; ; ) {
        const page = await get(`/reports/issued?by=machine${asked}&limit=1${cursor}`);
        expect(page.total).toEqual(whole.total);
        rows.push(...page.rows);
        if (page.next === null || rows.length > whole.rows.length) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(rows).toEqual(whole.rows);
    },
  );

  it('tells the same verdict by pages as all at once', async () => {
    const whole = await get('/reports/year');
    const machines: unknown[] = [];
    for (let cursor = ''; ; ) {
      const page = await get(`/reports/year?limit=1${cursor}`);
      expect([page.areas, page.count]).toEqual([whole.areas, whole.count]);
      machines.push(...page.machines);
      if (page.next === null || machines.length > whole.count.fit) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(machines).toEqual(whole.machines);
  });

  it('tells the same figures on every page', async () => {
    const machine = await get(`/machines/${good}`);
    const issues = await get(`/machines/${good}/issues?from=2000-01-01`);
    const sum = (list: { issued: number }[]) => list.reduce((all, each) => all + each.issued, 0);
    expect(sum(issues.days)).toBe(machine.issued.total);
    expect(issues.hours.reduce((a: number, b: number) => a + b, 0)).toBe(machine.issued.total);
    expect(machine.issued.total).toBe(120);
    const year = (await get('/info')).day.slice(0, 4);
    const province = await get('/regions/360000');
    const report = await get(`/reports/issued?from=${year}-01&to=${year}-12`);
    expect(report.total.issued).toBe(province.issued.year);
    expect(sum(report.rows)).toBe(province.issued.year);
    expect(province.months.reduce((a: number, b: number) => a + b, 0)).toBe(province.issued.year);
    const verdict = await get('/reports/year');
    expect(verdict.machines.find((each: { machine: string }) => each.machine === good).issued).toBe(
      machine.pace.issued,
    );
    expect(verdict.areas[0].average).toBe(province.average);
    const county = province.children.find((each: { code: string }) => each.code === '3601');
    expect(county.machines.total).toBe(2);
  });

  it('of the ledger pages through every line once, both ways', async () => {
    const seqs: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { events: { seq: number }[]; next: string | null } = await get(
        `/machines/${good}/events?limit=37&after=${after}`,
      );
      seqs.push(...page.events.map((event) => event.seq));
      after = page.next;
    }
    const through = (await get(`/machines/${good}`)).ledger.through;
    expect(seqs).toEqual(Array.from({ length: through }, (_, index) => index + 1));
    const back: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { events: { seq: number }[]; next: string | null } = await get(
        `/machines/${good}/events?limit=41&order=newest&after=${after}`,
      );
      back.push(...page.events.map((event) => event.seq));
      after = page.next;
    }
    expect(back).toEqual(seqs.reverse());
  });

  it('of the machines pages through all, by every column, both ways', async () => {
    for (const column of api.MachineSort.options)
      for (const sort of [column, `-${column}`]) {
        const names: string[] = [];
        for (let cursor: string | null = null; ; ) {
          const page: api.MachineList = await get(
            `/machines?sort=${sort}&limit=1${cursor === null ? '' : `&cursor=${cursor}`}`,
          );
          names.push(...page.machines.map((each) => each.machine));
          cursor = page.next;
          if (cursor === null) break;
        }
        expect([...names].sort(), sort).toEqual([good, poor, away].sort());
      }
  });

  it('to a cursor that nobody made is the end of the list', async () => {
    expect(await get('/machines?cursor=bm9uc2Vuc2U')).toMatchObject({ machines: [], next: null });
    expect(await get('/flags?cursor=bm9uc2Vuc2U')).toMatchObject({ flags: [], next: null });
    expect(await get(`/machines/${good}/events?after=bm9uc2Vuc2U`)).toEqual({ events: [], next: null });
  });

  it('finds machines by area, flag, verdict and words', async () => {
    const names = async (query: string) =>
      (await get(`/machines?${query}`)).machines.map((each: { machine: string }) => each.machine);
    expect(await names('region=3604')).toEqual([away]);
    expect(await names('flag=below-pace&region=360102')).toEqual([poor]);
    expect(await names('verdict=on-pace')).toContain(good);
    expect(await names('q=0428')).toEqual([away]);
    expect(await names('q=%25')).toEqual([]);
    expect(await names('product=SP-50')).toEqual([]);
  });

  it.each([
    ['GET', '/machines/JX-0', undefined, 404, 'not-found'],
    ['GET', '/machines?sort=secret', undefined, 422, 'invalid'],
    ['GET', '/machines?cursor=%00', undefined, 422, 'invalid'],
    ['GET', '/regions/999999', undefined, 404, 'not-found'],
    ['GET', '/nowhere', undefined, 404, 'not-found'],
    [
      'POST',
      '/machines',
      { machine: good, name: 'x', region: '360102', site: 'x', inServiceFrom: '2026-01-01' },
      409,
      'exists',
    ],
    [
      'POST',
      '/machines',
      { machine: 'jx', name: 'x', region: '360102', site: 'x', inServiceFrom: '2026-01-01' },
      422,
      'invalid',
    ],
    [
      'POST',
      '/machines',
      { machine: 'JX-NEW', name: 'x', region: '360199', site: 'x', inServiceFrom: '2026-01-01' },
      422,
      'invalid',
    ],
    [
      'POST',
      '/machines',
      { machine: 'JX-NEW', name: 'x', region: '360102', site: 'x', inServiceFrom: '2026-02-30' },
      422,
      'invalid',
    ],
    [
      'POST',
      `/machines/${good}/suspensions`,
      { from: '2026-03-02', until: '2026-03-01', reason: 'moved' },
      422,
      'invalid',
    ],
    ['POST', `/machines/${good}/commands`, { kind: 'dispense' }, 422, 'invalid'],
    ['POST', `/machines/${good}/commands`, { kind: 'clear' }, 422, 'invalid'],
    ['POST', '/flags/none/acknowledge', {}, 404, 'not-found'],
    ['GET', '/reports/issued?from=2026-05&to=2026-04', undefined, 422, 'invalid'],
    ['PATCH', `/machines/${good}`, { inServiceFrom: '0001-01-01' }, 422, 'invalid'],
    ['GET', '/reports/issued?from=0001-01&to=9999-12', undefined, 422, 'invalid'],
    ['GET', `/machines/${good}/stock?from=9999-12-31`, undefined, 422, 'invalid'],
  ])('to a wrong %s %s is a problem', async (method, path, body, status, code) => {
    const answer = await call(fleet, `/api/v1${path}`, { method, body });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(api.Problem.parse(answer.body)).toEqual(answer.body);
  });
});

describe('a flag', () => {
  it('is raised once, acknowledged by a person, cleared by the facts', async () => {
    const [flag] = (await get(`/flags?machine=${away}&kind=offline`)).flags;
    expect(flag).toBeUndefined();
    const name = 'JX-360103-0001';
    const secret = await register(fleet, name, { region: '360103' });
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    const now = Date.now();
    const ledger = new TestLedger().write(lines.booted(now), lines.configured(now), {
      kind: 'lane',
      at: now,
      run: 1,
      up: 1,
      lane: 1,
      state: 'jam',
      reason: 'stuck',
    });
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(3);
    const jam = await until('the jam', async () => {
      await fleet.tick();
      return (await get(`/flags?machine=${name}&kind=lane-jam`)).flags[0];
    });
    expect(jam).toMatchObject({ lane: 1, product: 'CD-M', next: 'clear-lane', acknowledged: null, cleared: null });
    const task = (await get('/today?region=360103')).tasks.find((each: { task: string }) => each.task === 'repair');
    expect(task).toMatchObject({ machine: name, acknowledged: false, flags: [{ id: jam.id }] });
    const seen = await call(fleet, `/api/v1/flags/${jam.id}/acknowledge`, { body: { note: 'Wang goes tomorrow' } });
    expect(seen.body.acknowledged).toMatchObject({ by: 'program', note: 'Wang goes tomorrow' });
    ledger.write({ kind: 'lane', at: now, run: 1, up: 2, lane: 1, state: 'ready', reason: null });
    await kiosk.say('events', ledger.batch(4));
    await kiosk.receipt(4);
    const cleared = await until('the end of the jam', async () => {
      await fleet.tick();
      return (await get(`/flags?machine=${name}&kind=lane-jam&open=false`)).flags[0];
    });
    expect(cleared).toMatchObject({
      id: jam.id,
      acknowledged: { note: 'Wang goes tomorrow' },
      cleared: { reason: 'facts' },
    });
    await kiosk.end();
  });

  it('below pace goes while the machine is suspended, and comes back as another one', async () => {
    const open = async () => {
      await fleet.tick();
      return (await get(`/flags?machine=${poor}&kind=below-pace`)).flags;
    };
    const [before] = await open();
    const { day } = await get('/info');
    const made = await call(fleet, `/api/v1/machines/${poor}/suspensions`, {
      body: { from: '2020-01-01', until: day, reason: 'heat-stop', note: 'July' },
    });
    expect(made.status).toBe(201);
    expect(await open()).toEqual([]);
    expect(await get(`/machines/${poor}`)).toMatchObject({ service: 'suspended', pace: { days: 0 } });
    const gone = await call(fleet, `/api/v1/machines/${poor}/suspensions/${made.body.id}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    const [after] = await open();
    expect(after.id).not.toBe(before.id);
    expect(await get(`/machines/${poor}/suspensions`)).toEqual({ suspensions: [] });
  });
});

describe('a configuration', () => {
  const lane = { lane: 1, product: 'CD-M', capacity: 40, par: 30, locked: null };
  it('is asked for, reaches the kiosk at its next word, and is in force when its ledger says so', async () => {
    const name = 'JX-360104-0001';
    const secret = await register(fleet, name, { region: '360104', lanes: [lane] });
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    const now = Date.now();
    const ledger = new TestLedger().write(
      lines.booted(now),
      lines.configured(now, [{ lane: 1, product: 'CD-S', capacity: 10, par: 10 }]),
    );
    await kiosk.present(ledger);
    expect(await kiosk.hears('config')).toMatchObject({ version: 1, lanes: [lane] });
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(2);
    await fleet.service.settled();
    expect(await get(`/machines/${name}/config`)).toMatchObject({
      asked: { version: 1 },
      inForce: { version: 0 },
      pending: true,
    });
    const locked = { ...lane, locked: 'looked after' };
    const wrong = await call(fleet, `/api/v1/machines/${name}/config`, {
      method: 'PUT',
      body: { basedOn: null, lanes: [locked] },
    });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } });
    const right = await call(fleet, `/api/v1/machines/${name}/config`, {
      method: 'PUT',
      body: { basedOn: 1, lanes: [locked] },
    });
    expect(right.body.asked.version).toBe(2);
    await kiosk.hears('config', (config) => config.version === 2 && config.lanes[0].locked === 'looked after');
    ledger.write(lines.configured(now, [locked], 2));
    await kiosk.say('events', ledger.batch(3));
    await kiosk.receipt(3);
    await fleet.service.settled();
    expect(await get(`/machines/${name}/config`)).toMatchObject({
      inForce: { version: 2, lanes: [locked] },
      pending: false,
    });
    // Its last heartbeat is older than the line: both pages go by the ledger.
    await fleet.tick();
    expect((await get(`/machines/${name}`)).config).toEqual({ asked: 2, inForce: 2 });
    await kiosk.end();
  });

  it('is refused with a stop in it, which has a path of its own', async () => {
    const name = 'JX-360104-0002';
    await register(fleet, name, { region: '360104' });
    for (const stopped of [{ reason: 'broken' }, null]) {
      const body = { basedOn: null, lanes: [lane], stopped };
      const answer = await call(fleet, `/api/v1/machines/${name}/config`, { method: 'PUT', body });
      expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining('/stop') } });
    }
    expect((await get(`/machines/${name}/config`)).asked).toBeNull();
  });
});

describe('a command', () => {
  it('waits for its kiosk, is sent, answered, and never sent again after that', async () => {
    const name = 'JX-360111-0001';
    const secret = await register(fleet, name, { region: '360111' });
    const asked = await call(fleet, `/api/v1/machines/${name}/commands`, { body: { kind: 'clear', lane: 3 } });
    expect(asked.body).toMatchObject({ state: 'queued', kind: 'clear', lane: 3, by: 'program' });
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    await kiosk.present(new TestLedger());
    const heard = await kiosk.hears('commands');
    expect(heard).toEqual({ id: asked.body.id, expires: asked.body.expires, kind: 'clear', lane: 3 });
    await kiosk.say('results', { id: heard.id, state: 'accepted', code: null, detail: null });
    await kiosk.say('results', { id: heard.id, state: 'done', code: 'homed', detail: 'lane 3' });
    const done = await until('done', async () => {
      const [command] = (await get(`/machines/${name}/commands`)).commands;
      return command.state === 'done' ? command : null;
    });
    expect(done.steps.map((step: { state: string }) => step.state)).toEqual(['queued', 'sent', 'accepted', 'done']);
    expect(done.steps[3]).toMatchObject({ code: 'homed', detail: 'lane 3' });
    kiosk.heard.length = 0;
    await kiosk.present(new TestLedger(), { last: 1 });
    await kiosk.hears('receipt');
    expect(kiosk.heard.filter((each) => each.channel === 'commands')).toEqual([]);
    await kiosk.end();
  });
});

describe('people', () => {
  const cookieOf = (headers: Headers): string => headers.get('set-cookie')?.split(';')[0] ?? '';
  const signIn = async (user: string, password: string) =>
    call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });

  it('sign in with a cookie that scripts cannot read, and out again', async () => {
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
  ])('who send %s see nothing', async (_, headers) => {
    for (const path of ['/machines', '/flags', '/stream', '/info', `/machines/${good}/events`])
      expect((await call(fleet, `/api/v1${path}`, { headers: { ...headers } })).status).toBe(401);
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

  it('who guess are slowed down, whoever they claim to be', async () => {
    const codes: string[] = [];
    for (let guess = 0; guess < 7; guess += 1) codes.push((await signIn(`nobody${guess}`, 'guess')).body.code);
    expect(codes[0]).toBe('wrong-password');
    expect(codes.at(-1)).toBe('slow-down');
  });

  it('the last administrator stays', async () => {
    expect((await call(fleet, '/api/v1/users/admin', { method: 'DELETE' })).body.code).toBe('forbidden');
  });
});
