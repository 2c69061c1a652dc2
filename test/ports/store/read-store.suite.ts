import { describe, expect, it } from 'vitest';
import type { TimePosition } from '../../../fleet/ports/page.ts';
import type { ReadStore } from '../../../fleet/ports/read-store.ts';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import type { FlagRecord } from '../../../fleet/registry/records.ts';
import { FlagQuery } from '../../../shared/contracts/fleet-http.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { noon, one, two } from '../../support/fleet/two-machines.ts';
import { storeWithMachines, type UnderTest } from './under-test.ts';

/** A flag, cleared at a time or open. */
const flag = (id: string, machine: MachineId, clearedAt: number | null): FlagRecord => {
  const finding = { kind: 'offline', since: noon } as const;
  const cleared = clearedAt === null ? null : { at: clearedAt, reason: 'facts' as const };
  return {
    id,
    flag: { machine, cause: 'offline', finding, raised: { at: noon, finding }, acknowledged: null, cleared },
  };
};

/** What every implementation of `ReadStore` does. */
export function readStoreSuite(name: string, open: () => Promise<UnderTest<ReadStore & RegistryStore>>): void {
  describe(`read model: ${name}`, () => {
    const opened = storeWithMachines(open);

    it('keeps open flags, and lists the cleared ones of an area, the newest first', async () => {
      const { store } = opened;
      const standing = flag('f1', one, null);
      await store.saveEvaluations([], [standing, flag('f2', one, null), flag('f3', two, null), flag('f4', one, null)]);
      expect(new Set((await store.openFlags()).map(({ id }) => id))).toEqual(new Set(['f1', 'f2', 'f3', 'f4']));
      const cleared = [flag('f2', one, noon), flag('f3', two, noon + 1), flag('f4', one, noon + 2)];
      await store.saveEvaluations([], cleared);
      await opened.reopen();
      expect(await opened.store.openFlags()).toEqual([standing]);
      expect([await opened.store.flag('f4'), await opened.store.flag('f5')]).toEqual([cleared[2], null]);
      const page = (after: TimePosition | null) =>
        opened.store.clearedFlags(FlagQuery.parse({ open: 'false', limit: '1' }), '3601', after);
      const first = await page(null);
      expect(first).toMatchObject({ total: 2, items: [{ id: 'f4' }] });
      expect(await page(first.next)).toMatchObject({ total: 2, items: [{ id: 'f2' }], next: null });
    });

    it('keeps all handling steps of a flag: a record without some of them is refused', async () => {
      const { store } = opened;
      const { id, flag: bare } = flag('f9', one, null);
      const step = { kind: 'noted', at: noon, by: 'wang', note: 'on Thursday', to: null } as const;
      const noted = { id, flag: { ...bare, handling: [step] } };
      const twice = { id, flag: { ...bare, handling: [step, { ...step, at: noon + 1 }] } };
      await store.saveEvaluations([], [{ id, flag: bare }]);
      await store.saveEvaluations([], [noted]);
      await store.saveEvaluations([], [twice]);
      for (const less of [bare, noted.flag])
        await expect(store.saveEvaluations([], [{ id, flag: less }])).rejects.toThrow('never taken back');
      await opened.reopen();
      expect(await opened.store.flag(id)).toEqual(twice);
    });

    it('returns nothing from outside the requested area', async () => {
      expect(await opened.store.clearedFlags(FlagQuery.parse({ open: 'false' }), '3601', null)).toMatchObject({
        total: 0,
        items: [],
      });
      expect([await opened.store.briefs(), await opened.store.rows([one]), await opened.store.visits([one])]).toEqual([
        [],
        [],
        [],
      ]);
      expect(await opened.store.view(one)).toBeNull();
    });
  });
}
