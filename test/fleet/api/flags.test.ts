import { describe, expect, it } from 'vitest';
import { call, register, until } from '../../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../../support/fleet/kiosk.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const { poor, away } = machines;
const fleet = startedProvince();
const { get } = fleet;

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

  it('below pace is cleared while the machine is suspended, and is raised again as another one', async () => {
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
    const gone = await call(fleet, `/api/v1/machines/${poor}/suspensions/${made.body.id}?why=cooler`, {
      method: 'DELETE',
    });
    expect(gone.status).toBe(204);
    const [after] = await open();
    expect(after.id).not.toBe(before.id);
    expect(await get(`/machines/${poor}/suspensions`)).toMatchObject({ suspensions: [] });
  });
});
