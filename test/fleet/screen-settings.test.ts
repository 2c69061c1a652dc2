import { describe, expect, it } from 'vitest';
import { distanceM } from '../../fleet/registry/nearby.ts';
import { ScreenWish } from '../../shared/contracts/fleet/screen.ts';
import { TestLedger } from '../support/fleet/kiosk.ts';
import { asked, city, registered, takeOver } from '../support/fleet/recalls.ts';
import { virtualFleet } from '../support/fleet/virtual-fleet.ts';

const minute = 60_000;
const day = 86_400_000;
const rules = { ages: { from: 18, to: 60 }, interval: { every: 'days', days: 22 }, quota: null };
const nothing = { rules: null, phone: null, discreet: null, volume: null, servicePoints: null };
const wish = (more: object = {}) => ScreenWish.parse({ basedOn: null, ...nothing, ...more });

describe('what is set for screens', () => {
  it('reaches the machines of an area; a nearer setting takes precedence, field by field', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const away = await registered(fleet, 'AWAY-1', '360403');
    const { screens } = fleet.service.ofAreas;
    await screens.setForArea('360000', wish({ rules, phone: '0791-12345', discreet: false }), 'ann');
    await screens.setForArea(city, wish({ phone: '0791-54321' }), 'ann');
    await screens.setForMachine(here, wish({ discreet: true }), 'bob');
    await fleet.pass(minute);
    expect(asked(fleet, here)?.screen).toMatchObject({ phone: '0791-54321', discreet: true });
    expect(asked(fleet, here)?.screen?.eligibility).toMatchObject([{ ages: { from: 18, to: 60 } }]);
    expect(asked(fleet, away)?.screen).toMatchObject({ phone: '0791-12345', discreet: false });
    const { applied, own, state } = screens.ofMachine(here);
    expect(own).toMatchObject({ discreet: true, rules: null, by: 'bob' });
    expect([applied.rules.from, applied.phone.from, applied.discreet.from, applied.volume.from]).toEqual([
      '360000',
      city,
      here,
      null,
    ]);
    expect(state).toBe('waiting');
    await takeOver(fleet, here, new TestLedger());
    expect(screens.ofMachine(here).state).toBe('in-force');
    expect(screens.ofArea('360000').machines).toEqual({ total: 3, waiting: 2, own: [here] });
  });

  it('asks for nothing while nothing is set, and for nothing again once it is', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    await fleet.pass(3 * minute);
    expect(asked(fleet, here)).toMatchObject({ version: 1 });
    expect(asked(fleet, here)?.screen).toBeUndefined();
    expect(fleet.service.ofAreas.screens.ofMachine(here).state).toBe('none');
    await fleet.service.ofAreas.screens.setForArea(city, wish({ phone: '120' }), 'ann');
    await fleet.pass(3 * minute);
    expect(asked(fleet, here)?.version).toBe(2);
  });

  it('keeps the rules of earlier days, and replaces those that have not begun', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const { screens } = fleet.service.ofAreas;
    const versions = () => screens.ofMachine(here).applied.rules.value.map(({ from, interval }) => [from, interval]);
    const enter = (more: object) =>
      screens.setForArea(city, wish({ rules: { ...rules, ...more }, basedOn: screens.own({ area: city })?.at }), 'ann');
    const days = (n: number) => ({ every: 'days', days: n });
    await screens.setForArea(city, wish({ rules }), 'ann');
    const first = versions()[0]?.[0];
    fleet.skip(day);
    await enter({ interval: days(7), from: '2027-01-01' });
    await enter({ interval: days(10) });
    expect(versions()).toEqual([
      [first, days(22)],
      [expect.any(String), days(10)],
    ]);
    await expect(screens.setForArea(city, wish({ rules }), 'bob')).rejects.toMatchObject({ code: 'changed-meanwhile' });
  });

  it('names the nearest places by their distance, and is not sent again for their date alone', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const near = await registered(fleet, 'NEAR-1', '360104');
    const { registry, ofAreas } = fleet.service;
    const at = (lat: number, lon: number) => ({ position: { lat, lon } });
    await registry.change(here, at(28.68, 115.86), 'ann');
    await registry.change(near, { ...at(28.69, 115.86), name: '东湖机' }, 'ann');
    const servicePoints = [
      { name: '没有坐标', phone: '0791-1' },
      { name: '社区', ...at(28.68, 115.87) },
      { name: '远', ...at(29.5, 115.9) },
    ];
    await ofAreas.screens.setForArea(city, wish({ servicePoints }), 'ann');
    await fleet.pass(minute);
    const screen = asked(fleet, here)?.screen;
    expect(screen?.nearby.map(({ name }) => name)).toEqual(['社区', '东湖机', '远']);
    expect(screen?.nearby[1]?.distanceM).toBe(distanceM({ lat: 28.68, lon: 115.86 }, { lat: 28.69, lon: 115.86 }));
    expect(screen?.nearbyAsOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    const version = asked(fleet, here)?.version ?? 0;
    fleet.skip(2 * day);
    await fleet.pass(2 * minute);
    expect(asked(fleet, here)?.version).toBe(version);
    fleet.skip(40 * day);
    await fleet.pass(2 * minute);
    expect(asked(fleet, here)?.version).toBe(version + 1);
    await registry.retire(near, { until: '2027-12-31', reason: 'x' });
    await fleet.pass(2 * minute);
    expect(asked(fleet, here)?.screen?.nearby.map(({ name }) => name)).toEqual(['社区', '远', '没有坐标']);
  });

  it('measures distances on the earth', () => {
    expect(distanceM({ lat: 28.68, lon: 115.86 }, { lat: 28.68, lon: 115.86 })).toBe(0);
    // One degree of latitude is a ninetieth of a quarter of the earth's circumference.
    expect(distanceM({ lat: 28, lon: 115 }, { lat: 29, lon: 115 })).toBe(111_195);
  });

  it('survives a restart of the fleet', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    await fleet.service.ofAreas.screens.setForArea(city, wish({ rules }), 'ann');
    await fleet.pass(minute);
    const before = asked(fleet, here);
    await fleet.restart();
    await fleet.pass(2 * minute);
    expect(asked(fleet, here)).toEqual(before);
  });
});
