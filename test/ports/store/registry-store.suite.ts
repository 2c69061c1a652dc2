import { describe, expect, it } from 'vitest';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import type { CommandRecord } from '../../../fleet/registry/records.ts';
import { AreaRecall } from '../../../shared/contracts/fleet/recall.ts';
import { DesiredConfig } from '../../../shared/contracts/plan.ts';
import { noon, one, two } from '../../support/fleet/two-machines.ts';
import { storeWithMachines, type UnderTest } from './under-test.ts';

/** What every implementation of `RegistryStore` does. */
export function registryStoreSuite(name: string, open: () => Promise<UnderTest<RegistryStore>>): void {
  describe(`registry: ${name}`, () => {
    const opened = storeWithMachines(open);

    it('keeps the registry over a restart', async () => {
      const suspension = {
        id: 's1',
        machine: one,
        from: '2026-07-01',
        until: null,
        reason: 'heat-stop' as const,
        note: null,
        by: 'admin',
        entered: noon,
      };
      await opened.store.saveSuspension(suspension);
      await opened.store.saveConfig({
        machine: one,
        config: DesiredConfig.parse({ version: 1, lanes: [] }),
        at: noon,
        by: 'admin',
      });
      await opened.store.saveConfig({
        machine: one,
        config: DesiredConfig.parse({ version: 2, lanes: [] }),
        at: noon,
        by: 'admin',
      });
      await opened.reopen();
      expect((await opened.store.machines()).map((each) => each.machine)).toEqual([one, two]);
      expect(await opened.store.suspensions()).toEqual([suspension]);
      expect((await opened.store.configs()).map((each) => each.config.version)).toEqual([2]);
    });

    it('keeps recalls of areas, open and ended, over a restart', async () => {
      const recall = { region: '3601', product: 'CD-M', lots: null, reason: 'leaks', reference: null };
      const read = (id: string, more: object = {}) =>
        AreaRecall.parse({ ...recall, id, at: noon, by: 'ann', ended: null, ...more });
      await opened.store.saveRecall(read('a'));
      await opened.store.saveRecall(read('b', { lots: ['A1'] }));
      const ended = read('a', { ended: { at: noon, by: 'bob', note: 'over' } });
      await opened.store.saveRecall(ended);
      await opened.reopen();
      expect(await opened.store.recalls()).toEqual([ended, read('b', { lots: ['A1'] })]);
    });

    it('keeps commands until they are over, and pages through them, the newest first', async () => {
      const command = (id: string, asked: number, state: CommandRecord['state']): CommandRecord => ({
        id,
        machine: one,
        kind: 'report',
        lane: null,
        state,
        asked,
        by: 'admin',
        expires: asked + 1,
        steps: [],
      });
      for (const [index, state] of (['queued', 'done', 'sent'] as const).entries())
        await opened.store.saveCommand(command(`c${index}`, noon + index, state));
      expect((await opened.store.openCommands()).map((each) => each.id)).toEqual(['c0', 'c2']);
      const first = await opened.store.commands(one, null, 2);
      expect(first.items.map((each) => each.id)).toEqual(['c2', 'c1']);
      expect((await opened.store.commands(one, first.next, 2)).items.map((each) => each.id)).toEqual(['c0']);
    });
  });
}
