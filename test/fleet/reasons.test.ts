import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningFleet } from '../../fleet/main.ts';
import * as api from '../../shared/contracts/fleet-http.ts';
import { call, register, runFleet, testFolder } from '../support/fleet/fleet.ts';

const machine = 'JX-360102-0001';
const flood = { code: 'flood', zh: '汛情', en: 'Flood' };

describe('the reasons for stops and suspensions', () => {
  let folder: ReturnType<typeof testFolder>;
  let fleet: RunningFleet;
  beforeAll(async () => {
    folder = testFolder();
    fleet = await runFleet(folder.path);
    await register(fleet, machine, { region: '360102' });
  });
  afterAll(async () => {
    await fleet.stop();
    folder.remove();
  });

  const suspend = (reason: string, note: string | null = null) =>
    call(fleet, `/api/v1/machines/${machine}/suspensions`, { body: { from: '2026-01-01', reason, note } });
  const offered = async () =>
    api.Info.parse((await call(fleet, '/api/v1/info')).body).reasons.flatMap((each) => (each.offered ? each.code : []));

  it('are a list with names: others are refused, and the reason other needs a note', async () => {
    expect(await offered()).toEqual(expect.arrayContaining(['renovation', 'event', 'upgrade', 'recall', 'other']));
    expect((await suspend('renovation')).status).toBe(201);
    expect((await suspend('flood')).status).toBe(422);
    expect((await suspend('other')).status).toBe(422);
    expect((await suspend('other', 'a fair in front of it')).status).toBe(201);
    const stop = await call(fleet, `/api/v1/machines/${machine}/stop`, { body: { reason: 'flood' } });
    expect(stop.status).toBe(422);
  });

  it('are the configured ones; what was entered earlier stays readable', async () => {
    await fleet.stop();
    fleet = await runFleet(folder.path, { reasons: [flood] });
    expect(await offered()).toEqual(['flood', 'other']);
    expect((await suspend('flood')).status).toBe(201);
    expect((await suspend('renovation')).status).toBe(422);
    const { body } = await call(fleet, `/api/v1/machines/${machine}/suspensions`);
    const kept = api.SuspensionList.parse(body).suspensions.map(({ reason }) => reason);
    expect(kept.sort()).toEqual(['flood', 'other', 'renovation']);
    const { reasons } = api.Info.parse((await call(fleet, '/api/v1/info')).body);
    expect(reasons).toContainEqual(expect.objectContaining({ code: 'renovation', zh: '装修', offered: false }));
  });
});
