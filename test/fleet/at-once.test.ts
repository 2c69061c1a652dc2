import { describe, expect, it } from 'vitest';
import { ConfigChange } from '../../shared/contracts/fleet-http.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { replaceIn } from '../support/fleet/store.ts';
import { name, virtualFleet } from '../support/fleet/virtual-fleet.ts';

describe('two people who change one machine at the same time', () => {
  const lane = { lane: 1, product: 'CD-M', capacity: 100, par: 100, locked: null };
  const planned = (locked: string) =>
    ConfigChange.parse({ basedOn: null, lanes: [{ ...lane, locked }], recalls: [], limits: {} });

  it('do not both get their planogram accepted', async () => {
    const { service } = await virtualFleet();
    const [first, second] = await Promise.allSettled([
      service.configuration.configure(name, planned('leaks'), 'ann'),
      service.configuration.configure(name, planned('damp'), 'bob'),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'changed-meanwhile' } });
    expect(service.queries.config(name).asked).toMatchObject({ version: 1, by: 'ann', lanes: [{ locked: 'leaks' }] });
  });

  it('keep what both changed, also over a restart', async () => {
    const fleet = await virtualFleet();
    const { registry } = fleet.service;
    const [, { secret }] = await Promise.all([
      registry.change(name, { name: 'east gate' }, 'test'),
      registry.renewSecret(name),
      registry.change(name, { address: 'Bayi Avenue 1' }, 'test'),
      registry.move(name, { region: '360103', site: 'clinic', from: '2026-06-09' }, 'ann'),
    ]);
    await fleet.restart();
    expect(fleet.service.authenticator.authenticate(name, secret)).toBe('yes');
    expect(fleet.service.state(name)?.record).toMatchObject({
      name: 'east gate',
      address: 'Bayi Avenue 1',
      region: '360103',
      places: [{ until: '2026-06-08' }, { from: '2026-06-09' }],
    });
  });

  it('and a reader at that time sees the state before or after, never half of each', async () => {
    const fleet = await virtualFleet();
    await fleet.service.tick();
    const view = fleet.store.view.bind(fleet.store);
    replaceIn(fleet.store, {
      view: async (machine) => {
        const seen = await view(machine);
        await fleet.service.registry.move(
          name,
          { region: '360103', site: 'campus', name: 'gate', from: '2026-06-09' },
          'ann',
        );
        return seen;
      },
    });
    const { places, ...seen } = await fleet.service.queries.machine(name);
    expect(places.at(-1)).toMatchObject({ region: seen.region, site: seen.site, name: seen.name });
  });

  it('keep both ends of a suspension that both set', async () => {
    const fleet = await virtualFleet();
    const { suspensions } = fleet.service;
    const until = '2026-06-30';
    const { id } = await suspensions.add(name, { from: '2026-06-01', until, reason: 'heat-stop', note: '' }, 'ann');
    await Promise.all([
      suspensions.change(name, id, { from: '2026-06-05' }, 'test'),
      suspensions.change(name, id, { note: 'no power' }, 'test'),
    ]);
    await fleet.restart();
    expect(fleet.service.suspensions.of(name)).toMatchObject([{ from: '2026-06-05', until, note: 'no power' }]);
  });

  it('cannot register one number twice', async () => {
    const { service } = await virtualFleet();
    const wish = { machine: 'JX-360102-0002' as MachineId, region: '360102', site: 'clinic', address: null };
    const [first, second] = await Promise.allSettled(
      ['one', 'other'].map((each) =>
        service.registry.register({ ...wish, name: each, inServiceFrom: '2026-06-01' }, each),
      ),
    );
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'exists' } });
    if (first?.status !== 'fulfilled') throw new Error('nobody registered it');
    expect(service.authenticator.authenticate(wish.machine, first.value.secret)).toBe('yes');
  });

  it('block nobody: a refused change lets the next one in', async () => {
    const { service } = await virtualFleet();
    const [refused, changed] = await Promise.allSettled([
      service.registry.move(name, { region: '360103', site: 'clinic', from: '2020-01-01' }, 'ann'),
      service.registry.change(name, { name: 'east gate' }, 'test'),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'invalid' } });
    expect(changed).toMatchObject({ status: 'fulfilled' });
    expect(service.state(name)?.record.name).toBe('east gate');
  });
});
