import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TelemetryStore } from '../../../fleet/ports/telemetry-store.ts';
import type { LedgerId } from '../../../shared/contracts/ids.ts';
import { noon, one } from '../../support/fleet/two-machines.ts';
import { openedStore, type UnderTest } from './under-test.ts';

/** What every implementation of `TelemetryStore` does. */
export function telemetryStoreSuite(name: string, open: () => Promise<UnderTest<TelemetryStore>>): void {
  describe(`telemetry: ${name}`, () => {
    const opened = openedStore(open);

    it('keeps what kiosks reported over a restart', async () => {
      await opened.store.saveHeard([{ machine: one, heard: noon, run: 3 }]);
      const forked = randomUUID() as LedgerId;
      await opened.store.saveNotice({
        machine: one,
        kind: 'fork',
        ledger: forked,
        through: 3,
        head: null,
        at: noon,
      });
      await opened.store.saveReported({ machine: one, at: noon, received: noon, state: '{}' });
      await opened.reopen();
      expect(await opened.store.heard()).toEqual([{ machine: one, heard: noon, run: 3 }]);
      expect(await opened.store.notices()).toHaveLength(1);
      expect(await opened.store.reported(one)).toMatchObject({ state: '{}' });
      await opened.store.dropNotices(one, 'fork', forked);
      expect(await opened.store.notices()).toHaveLength(1);
      await opened.store.dropNotices(one, 'fork');
      expect(await opened.store.notices()).toEqual([]);
    });
  });
}
