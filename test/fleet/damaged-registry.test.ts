import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boxes, bytesOf, damagedFleet, machineAt, recordsOn } from '../support/fleet/damaged-fleet.ts';
import { call, register } from '../support/fleet/fleet.ts';
import { TestKiosk } from '../support/fleet/kiosk.ts';
import { leavesOf, overwrite } from '../support/noise.ts';

const setup = damagedFleet();

describe('a damaged database', () => {
  it('with a gap in its registry keeps the records on both sides, and names what is lost', async () => {
    const machines = 100;
    await setup.fleetThatWas(machines, boxes(1));
    const leaves = leavesOf(setup.file, 'machine');
    expect(leaves.length).toBeGreaterThan(4);
    const holes = [leaves[1] ?? 0, leaves[3] ?? 0];
    const gone = recordsOn(setup.file, holes);
    overwrite(setup.file, holes);
    const said = await setup.startedAgain();
    const { machines: there } = (await call(setup.running, '/api/v1/machines?limit=200')).body;
    const names = Array.from({ length: machines }, (_, index) => machineAt(index + 1));
    const saved = names.filter((name) => setup.running.service.record(name) !== null);
    expect(saved.length).toBeGreaterThan(20);
    expect(saved.length).toBeLessThan(machines);
    expect(said).toMatchObject({ saved: { machines: saved.length, users: 2 } });
    expect([...saved, ...said.lost].sort()).toEqual(names);
    // Everything between the damaged pages is saved too.
    expect(said.lost).toHaveLength(gone);
    expect(said.msg).toMatch(/register the lost machines anew/);
    expect(there.length).toBeLessThanOrEqual(saved.length);
    await register(setup.running, said.lost[0] ?? '');
  });

  it.each([true, false])(
    'keeps its recalls and trips; recalls that are gone come back from the configurations: %s',
    async (isGone) => {
      await setup.fleetThatWas(2, boxes(1));
      await setup.run();
      const wish = { region: '3601', product: 'CD-M', lots: ['A1', 'B2'], reason: 'leaks' };
      expect((await call(setup.running, '/api/v1/recalls', { body: wish })).status).toBe(201);
      const asked = () => setup.running.service.state(machineAt(1))?.config?.areaRecalls ?? [];
      await setup.running.tick();
      expect(asked()).toHaveLength(2);
      await setup.stop();
      overwrite(setup.file, leavesOf(setup.file, isGone ? 'recall' : 'suspension'));
      const said = await setup.startedAgain();
      expect(said).toMatchObject({ saved: { recalls: isGone ? 0 : 1, trips: 0 }, restoredRecalls: isGone ? 1 : 0 });
      if (isGone) expect(said.msg).toMatch(/1 recalls were restored.*check them.*请核对/);
      await setup.running.tick();
      // What is lost is not lifted: the machine is asked for the same as before.
      expect(asked()).toHaveLength(2);
      const { recalls } = (await call(setup.running, '/api/v1/recalls')).body;
      expect(recalls).toMatchObject([
        {
          product: 'CD-M',
          lots: ['A1', 'B2'],
          ended: null,
          region: isGone ? '360102' : '3601',
          by: isGone ? 'recovery' : 'program',
        },
      ]);
    },
  );

  it.each<[string, () => void]>([
    ['whose first page is gone', () => overwrite(setup.file, [1])],
    ['overwritten with noise', () => writeFileSync(setup.file, Buffer.alloc(50_000, 0x5a))],
    ['cut off within a table', () => truncateSync(setup.file, 10_000)],
  ])('%s keeps nothing of its registry, reports that, and is never overwritten', async (_, damage) => {
    await setup.fleetThatWas(2, boxes(1));
    damage();
    const damaged = bytesOf(setup.file);
    const said = await setup.startedAgain();
    expect(said).toMatchObject({ saved: { machines: 0, users: 0 } });
    expect(said.msg).toMatch(/register the machines anew/);
    expect(bytesOf(setup.aside())).toBe(damaged);
    await register(setup.running, machineAt(1));
  });

  it('whose replacement was interrupted by a power cut is replaced by it', async () => {
    const secret = await setup.fleetThatWas(2, boxes(1));
    for (const suffix of ['', '-wal'])
      if (readdirSync(setup.path).includes(`fleet.db${suffix}`))
        writeFileSync(`${setup.file}.new${suffix}`, readFileSync(`${setup.file}${suffix}`));
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${setup.file}${suffix}`, { force: true });
    await setup.run();
    await (await TestKiosk.connect(setup.running, machineAt(1), secret)).end();
  });
});
