import { describe, expect, it } from 'vitest';
import { configMessage } from '../../fleet/registry/config-view.ts';
import { NewStaff, StaffPerson } from '../../shared/contracts/fleet/staff.ts';
import { DesiredConfig } from '../../shared/contracts/plan.ts';
import { StaffMember } from '../../shared/contracts/staff.ts';
import { pinHash } from '../../simulators/world/pins.ts';
import { TestLedger } from '../support/fleet/kiosk.ts';
import { asked, city, type Fleet, registered, takeOver } from '../support/fleet/recalls.ts';
import { name, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const minute = 60_000;
const chosen = '907316';
const person = NewStaff.parse({ name: '王芳', role: 'filler', area: city });

const staffOf = (fleet: Fleet, machine: string) => fleet.service.state(machine)?.config?.staff;
const namesAt = (fleet: Fleet, machine: string) => staffOf(fleet, machine)?.map((each) => each.name) ?? null;

describe('the staff of machines', () => {
  it('are in the configurations of their area, and in no other', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const away = await registered(fleet, 'AWAY-1', '360403');
    const { person: added, pin } = await fleet.service.ofAreas.staff.add({ ...person, pin: chosen }, 'ann');
    await fleet.pass(minute);
    expect(pin).toBeNull();
    const { id } = added;
    expect(staffOf(fleet, here)).toEqual([{ id, name: '王芳', role: 'filler', pin: pinHash(chosen) }]);
    expect(staffOf(fleet, away)).toBeUndefined();
    const message = DesiredConfig.parse(JSON.parse(configMessage(fleet.service.state(here)?.config as never)));
    expect(message.staff?.map((each) => StaffMember.parse(each))).toHaveLength(1);
    // Lanes that nobody knows yet cannot be sent, so neither can staff.
    expect(fleet.service.ofAreas.screens.ofMachine(name).state).toBe('not-asked');
    expect(fleet.service.ofAreas.screens.ofMachine(here).state).toBe('waiting');
    await takeOver(fleet, here, new TestLedger());
    expect(fleet.service.ofAreas.screens.ofMachine(here).state).toBe('in-force');
  });

  it('have no PIN and no hash in what a configuration shows', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    await fleet.service.ofAreas.staff.add({ ...person, pin: chosen }, 'ann');
    await fleet.pass(minute);
    const shown = [
      fleet.service.queries.config(here),
      asked(fleet, here),
      await fleet.service.ofAreas.staff.list('360000'),
      fleet.service.ofAreas.screens.ofMachine(here),
    ];
    const { key, salt } = pinHash(chosen);
    for (const each of shown)
      for (const secret of [key, salt, chosen]) expect(JSON.stringify(each)).not.toContain(secret);
    expect(shown[2]).toEqual([expect.objectContaining({ name: '王芳' })]);
    expect(StaffPerson.strict().safeParse((shown[2] as unknown[])[0]).success).toBe(true);
  });

  it('who are stopped leave every machine, and the last one leaves an empty list', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const { staff } = fleet.service.ofAreas;
    const { person: a } = await staff.add({ ...person, pin: chosen }, 'ann');
    await fleet.pass(minute);
    const version = asked(fleet, here)?.version ?? 0;
    await staff.change(a.id, { stopped: true }, 'bob');
    await fleet.pass(minute);
    expect(asked(fleet, here)?.version).toBe(version + 1);
    expect(staffOf(fleet, here)).toEqual([]);
    expect(staff.find(a.id)?.stopped).toMatchObject({ by: 'bob' });
    await staff.change(a.id, { stopped: false }, 'bob');
    await fleet.pass(minute);
    expect(namesAt(fleet, here)).toEqual(['王芳']);
  });

  it('may be limited to machines of their area, and follow a machine that moves', async () => {
    const fleet = await virtualFleet();
    const one = await registered(fleet, 'HERE-1', '360103');
    const two = await registered(fleet, 'HERE-2', '360103');
    const { staff } = fleet.service.ofAreas;
    const { person: a } = await staff.add({ ...person, machines: [one] }, 'ann');
    await fleet.pass(minute);
    expect([namesAt(fleet, one), namesAt(fleet, two)]).toEqual([['王芳'], null]);
    await staff.change(a.id, { machines: [] }, 'ann');
    await fleet.service.registry.move(two, { region: '360403', site: 'clinic', from: '2026-06-02' }, 'bob');
    await fleet.pass(minute);
    expect([namesAt(fleet, one), namesAt(fleet, two)]).toEqual([['王芳'], null]);
    await fleet.service.registry.move(one, { region: '360403', site: 'clinic', from: '2026-06-02' }, 'bob');
    await fleet.pass(minute);
    expect(namesAt(fleet, one)).toEqual([]);
    await expect(staff.change(a.id, { machines: [two] }, 'ann')).rejects.toMatchObject({ code: 'invalid' });
  });

  it('get a drawn PIN once, another one on request, and never a weak one', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const { staff } = fleet.service.ofAreas;
    const { person: a, pin } = await staff.add(person, 'ann');
    expect(a.pin).toEqual(pinHash(pin ?? ''));
    await fleet.pass(minute);
    const version = asked(fleet, here)?.version ?? 0;
    expect((await staff.renewPin(a.id, chosen, 'ann')).pin).toBeNull();
    await fleet.pass(minute);
    expect(asked(fleet, here)?.version).toBe(version + 1);
    expect(staffOf(fleet, here)?.[0]?.pin).toEqual(pinHash(chosen));
    await expect(staff.renewPin(a.id, '123456', 'ann')).rejects.toMatchObject({ code: 'weak-pin' });
    await expect(staff.add({ ...person, pin: '111111' }, 'ann')).rejects.toMatchObject({ code: 'weak-pin' });
  });

  it('survive a restart of the fleet, which asks for nothing again', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    await fleet.service.ofAreas.staff.add({ ...person, pin: chosen }, 'ann');
    await fleet.pass(minute);
    const version = asked(fleet, here)?.version;
    await fleet.restart();
    await fleet.pass(3 * minute);
    expect(asked(fleet, here)?.version).toBe(version);
    expect(namesAt(fleet, here)).toEqual(['王芳']);
  });
});
