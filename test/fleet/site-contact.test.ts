import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { texts as en } from '../../fleet/console/texts/en/texts.ts';
import { texts as zh } from '../../fleet/console/texts/zh/texts.ts';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { NewSiteContact, TodayQuery } from '../../shared/contracts/fleet-http.ts';
import { callSteps } from '../../shared/rules/next-step.ts';
import { adminPassword, call, register, testFolder, token } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';
import { minute, name, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const machine = 'JX-360102-0001';
const telephone = '0791-86212345转802';
const hours = '周一至周五 8:30–17:00';
const contact = { name: '李医生', telephone, hours, note: '从后门进', checked: '2026-01-15' };

const log: string[] = [];
let folder: ReturnType<typeof testFolder>;
let fleet: RunningFleet;

beforeAll(async () => {
  folder = testFolder();
  const config = FleetConfig.parse({
    dataDir: folder.path,
    mqtt: { host: '127.0.0.1', port: 0 },
    http: { host: '127.0.0.1', port: 0 },
  });
  const output = pino({ level: 'trace' }, { write: (line) => void log.push(line) });
  fleet = await startFleet(config, { adminPassword, apiToken: token }, output);
});
afterAll(async () => {
  await fleet.stop();
  folder.remove();
});

const path = (of = machine) => `/api/v1/machines/${of}/contact`;
const put = (body: object, headers?: Record<string, string>) =>
  call(fleet, path(), { method: 'PUT', body, ...(headers ? { headers } : {}) });
const get = async (of: string) => (await call(fleet, `/api/v1${of}`)).body;

/** Signs a new user in; returns the headers that say who asks. */
async function signedIn(user: string, role: string, area: string): Promise<Record<string, string>> {
  const password = 'ten letters at least';
  await call(fleet, '/api/v1/users', { body: { user, role, area, password } });
  const inside = await call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });
  return { cookie: inside.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

describe('the contact at a site', () => {
  it('is entered by who may edit the machine, with who checked it and when, and seen by who may see it', async () => {
    const secret = await register(fleet, machine);
    const kiosk = await TestKiosk.connect(fleet, machine, secret);
    const now = Date.now();
    const ledger = new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 1), {
      kind: 'lane',
      at: now,
      run: 1,
      up: 2000,
      lane: 1,
      state: 'jam',
      reason: 'jam',
    });
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(4);
    await fleet.service.idle();
    expect((await get(`/machines/${machine}`)).contact).toBeNull();

    const staff = await signedIn('chenyi', 'staff', '3601');
    const viewer = await signedIn('looker', 'viewer', '3601');
    const other = await signedIn('elsewhere', 'staff', '3604');
    expect((await put(contact, viewer)).status).toBe(403);
    expect((await put(contact, other)).status).toBe(404);
    expect((await put(contact, {})).status).toBe(401);
    const entered = await put({ ...contact, telephone: '０７９１-86212345转802' }, staff);
    expect(entered).toMatchObject({ status: 200, body: { contact: { ...contact, by: 'chenyi' } } });

    const asViewer = await call(fleet, `/api/v1/machines/${machine}`, { headers: viewer });
    expect(asViewer.body.contact).toEqual({ ...contact, by: 'chenyi' });
    expect(JSON.stringify((await call(fleet, `/api/v1/machines/${machine}`, { headers: other })).body)).not.toContain(
      '8621',
    );
    const [stop] = (await get(`/restock?machine=${machine}`)).stops;
    expect(stop.contact).toEqual({ ...contact, by: 'chenyi' });
    expect(stop.repairs.map(({ kind }: { kind: string }) => kind)).toEqual(['lane-jam']);
    await kiosk.end();
  });

  it.each([
    ['a number of letters', { telephone: 'call me' }, 'telephone'],
    ['two digits', { telephone: '12' }, 'telephone'],
    ['nothing at all', { name: '', telephone: '', hours: ' ', note: '' }, 'name'],
    ['a day that has not come', { checked: '2199-01-01' }, 'checked'],
    ['no day', { checked: '2026-02-30' }, 'checked'],
  ])('is refused with %s', async (_, wrong, field) => {
    const answer = await put({ ...contact, ...wrong });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(field);
    expect((await get(`/machines/${machine}`)).contact).toMatchObject(contact);
  });

  it('comes with a task whose next step is a call, and with no other; a restart keeps it', async () => {
    const away = await virtualFleet();
    const ledger = new TestLedger().write(
      lines.booted(away.now()),
      lines.configured(away.now()),
      lines.restocked(away.now(), 5),
      { kind: 'lane', at: away.now(), run: 1, up: 2000, lane: 1, state: 'jam', reason: 'jam' },
    );
    away.service.connected(name, 1);
    away.hear(ledger);
    await away.take(ledger);
    const wish = NewSiteContact.parse({ ...contact, checked: '2026-06-01' });
    await away.service.registry.setContact(name, wish, 'chenyi');
    await expect(away.service.registry.setContact(name, { ...wish, checked: '2026-06-02' }, 'x')).rejects.toThrow(
      /has not come yet/,
    );
    away.service.disconnected(name, 1);
    await away.pass(30 * minute);
    await away.restart();
    await away.service.tick();
    const { tasks } = away.service.queries.today(TodayQuery.parse({}), '360000', 'chenyi');
    const contacts = new Map(tasks.map((task) => [task.task, task.contact]));
    expect(contacts.get('reach')).toEqual({ ...wish, by: 'chenyi' });
    expect(contacts.get('repair')).toBeNull();
    expect(JSON.stringify(away.news)).not.toContain('86212345');
  });

  it('says on screen to call the site in just those steps that come with the contact', () => {
    const steps = (texts: typeof zh, words: string) =>
      Object.entries(texts.nextSteps).flatMap(([code, text]) => (text.startsWith(words) ? [code] : []));
    expect(steps(zh, '打电话给点位').toSorted()).toEqual([...callSteps].toSorted());
    expect(steps(en, 'Call the site').toSorted()).toEqual([...callSteps].toSorted());
  });

  it('is in no log, no metric, no list of machines and no message of the stream', async () => {
    const stream = await fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1/stream`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const reader = stream.body?.getReader();
    await put({ ...contact, name: '王医生' });
    await fleet.tick();
    let said = '';
    while (!said.includes('event: registry')) said += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    const places = [
      said,
      log.join(''),
      String((await call(fleet, '/metrics')).body),
      JSON.stringify(await get('/machines')),
      JSON.stringify(await get('/flags')),
      String((await call(fleet, '/api/v1/machines.csv')).body),
      String((await call(fleet, '/api/v1/restock.csv')).body),
      JSON.stringify(await get('/audit?limit=1000')),
      String((await call(fleet, '/api/v1/audit.csv')).body),
    ];
    const [entry] = (await get('/audit?act=setContact&limit=1')).records;
    expect(entry).toMatchObject({ before: { contact: true }, after: { contact: true, checked: contact.checked } });
    for (const text of places) expect(text).not.toMatch(/86212345|王医生|李医生/);
    expect(log.length).toBeGreaterThan(0);
  });

  it('leaves with the machine that moves away, and can be removed', async () => {
    await call(fleet, `/api/v1/machines/${machine}/move`, {
      body: { region: '360103', site: 'hospital', from: '2026-06-01' },
    });
    expect((await get(`/machines/${machine}`)).contact).toBeNull();
    await put(contact);
    expect((await call(fleet, path(), { method: 'DELETE' })).status).toBe(204);
    expect((await get(`/machines/${machine}`)).contact).toBeNull();
  });
});
