import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const { good, away } = machines;
const fleet = startedProvince();
const password = 'ten letters at least';
const cookies = new Map<string, string>();

/** Calls the API as a user. */
const as = (user: string, path: string, body?: unknown) =>
  call(fleet, `/api/v1${path}`, {
    headers: { cookie: cookies.get(user) ?? '' },
    ...(body === undefined ? {} : { body }),
  });

beforeAll(async () => {
  for (const [user, role, area] of [
    ['city', 'staff', '3601'],
    ['other', 'staff', '3604'],
    ['viewer', 'viewer', '3601'],
  ]) {
    await call(fleet, '/api/v1/users', { body: { user, role, area, password } });
    const { headers } = await call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });
    cookies.set(user ?? '', headers.get('set-cookie')?.split(';')[0] ?? '');
  }
});

describe('recalls by HTTP', () => {
  const recall = { region: '3601', product: 'CD-M', lots: ['a 1', 'Ａ1'], reason: 'leaks' };

  it('are entered and ended by those who may act in all of the area', async () => {
    expect((await as('viewer', '/recalls', recall)).status).toBe(403);
    expect((await as('other', '/recalls', recall)).status).toBe(403);
    expect((await as('city', '/recalls', { ...recall, region: '360000' })).status).toBe(403);
    expect((await as('city', '/recalls', { ...recall, lots: [] })).status).toBe(422);
    const made = await as('city', '/recalls', recall);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ lots: ['A1'], by: 'city', ended: null, reference: null });
    const { id } = made.body;
    expect(
      (await as('viewer', `/recalls/${id}/machines`)).body.machines.map((each: { machine: string }) => each.machine),
    ).toContain(good);
    expect((await as('other', `/recalls/${id}`)).status).toBe(404);
    expect((await as('other', `/recalls/${id}/end`, { note: 'no' })).status).toBe(404);
    expect((await as('city', `/recalls/${id}/end`, { note: ' ' })).status).toBe(422);
    expect((await as('city', `/recalls/${id}/end`, { note: 'harmless' })).body.ended).toMatchObject({ by: 'city' });
    expect((await as('city', `/recalls/${id}/end`, { note: 'again' })).status).toBe(409);
  });

  it('of a wider area are seen and not ended by those of a part of it', async () => {
    const { body } = await call(fleet, '/api/v1/recalls', { body: { ...recall, region: '360000' } });
    expect((await as('city', '/recalls')).body.recalls.map(({ id }: { id: string }) => id)).toContain(body.id);
    expect((await as('city', `/recalls/${body.id}/end`, { note: 'no' })).status).toBe(403);
  });

  it('are found by lot in the lanes of their own area only', async () => {
    const seen = async (user: string) =>
      (await as(user, `/lots?lot=${encodeURIComponent('２５０５１２０３')}`)).body.machines.map(
        (each: { machine: string }) => each.machine,
      );
    expect(await seen('city')).toContain(good);
    expect(await seen('city')).not.toContain(away);
    expect(await seen('other')).toEqual([away]);
  });
});

describe('trips by HTTP', () => {
  const trip = { name: 'Monday', day: '2026-11-30', person: 'Wang', region: '360102', machine: [good, away] };

  it('keep the sheet of the moment, are listed, and are closed once; they book nothing', async () => {
    expect((await as('viewer', '/trips', trip)).status).toBe(403);
    expect((await as('other', '/trips', trip)).status).toBe(403);
    expect((await as('city', '/trips', { ...trip, machine: [away] })).status).toBe(422);
    const before = (await as('city', `/machines/${good}`)).body.lanes;
    const made = await as('city', '/trips', trip);
    expect(made.status).toBe(201);
    const { id, plan } = made.body;
    expect(plan.stops.map(({ machine }: { machine: string }) => machine)).toEqual([good]);
    expect((await as('viewer', `/trips/${id}`)).body).toEqual(made.body);
    expect((await as('other', `/trips/${id}`)).status).toBe(404);
    expect((await as('other', `/trips/${id}/close`, { state: 'done' })).status).toBe(404);
    expect((await as('viewer', '/trips')).body).toMatchObject({
      total: 1,
      trips: [{ id, name: 'Monday', person: 'Wang', machines: 1, closed: null }],
    });
    expect((await as('other', '/trips')).body.total).toBe(0);
    const closed = await as('city', `/trips/${id}/close`, { state: 'cancelled', note: 'the road was closed' });
    expect(closed.body.closed).toMatchObject({ state: 'cancelled', by: 'city', note: 'the road was closed' });
    expect((await as('city', `/trips/${id}/close`, { state: 'done' })).status).toBe(409);
    expect((await as('city', `/machines/${good}`)).body.lanes).toEqual(before);
  });

  it('show whom to call as it is now, to those who may see the machine now', async () => {
    const contact = { name: '李医生', telephone: '0791-86212345', hours: '', note: '', checked: '2026-01-15' };
    const path = `/api/v1/machines/${good}/contact`;
    const put = (name: string) => call(fleet, path, { method: 'PUT', body: { ...contact, name } });
    await put('李医生');
    const made = await as('city', '/trips', { ...trip, machine: [good] });
    const shown = async (user: string) => (await as(user, `/trips/${made.body.id}`)).body.plan.stops[0].contact;
    expect(made.body.plan.stops[0].contact).toMatchObject({ name: '李医生' });
    await put('王医生');
    expect(await shown('viewer')).toMatchObject({ name: '王医生' });
    const move = { region: '360428', site: 'hospital', from: new Date().toISOString().slice(0, 10) };
    expect((await call(fleet, `/api/v1/machines/${good}/move`, { body: move })).status).toBe(200);
    await put('陈医生');
    expect(await shown('viewer')).toBeNull();
    const all = await call(fleet, `/api/v1/trips/${made.body.id}`);
    expect(all.body.plan.stops[0].contact).toMatchObject({ name: '陈医生' });
    expect(JSON.stringify(await fleet.store.trip(made.body.id))).not.toContain('医生');
  });
});
