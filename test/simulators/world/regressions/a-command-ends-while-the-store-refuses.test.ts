import { expect, it } from 'vitest';
import { answered } from '../../../../fleet/registry/commands.ts';
import type { CommandRecord } from '../../../../fleet/registry/records.ts';
import { CommandService } from '../../../../fleet/service/commands.ts';
import { StoreStatus } from '../../../../fleet/service/store-status.ts';
import type { MachineState } from '../../../../fleet/state/machine-state.ts';
import type { MachineId } from '../../../../shared/contracts/ids.ts';

const id = '5a6f103c-d466-40a4-889d-baf824434d85';
const record = {
  id,
  machine: 'JX-1',
  kind: 'report',
  lane: null,
  state: 'sent',
  asked: 0,
  by: 'w',
  expires: 600_000,
  steps: [],
};

it('the end of a command is stored once the store works again', async () => {
  let refuses = true;
  const kept: CommandRecord[] = [];
  const store = {
    saveCommand: async (saved: CommandRecord) => {
      if (refuses) throw new Error('disk full');
      kept.push(saved);
    },
  };
  const state = { commands: new Map([[id, { record, lastSent: 0 }]]) } as unknown as MachineState;
  const service = new CommandService({
    store,
    storeStatus: new StoreStatus(() => {}),
    broker: { send: () => {} },
    clock: { now: () => 1_000 },
    ids: { uuid: () => id },
    machines: new Map([['JX-1' as MachineId, state]]),
    emit: () => {},
  });
  const result = { id: id as never, state: 'done' as const, code: null, detail: null };
  service.change(state, id, (command, now) => answered(command, result, now));
  await Promise.resolve();
  expect(kept).toEqual([]);
  refuses = false;
  service.tick(2_000);
  await Promise.resolve();
  expect(kept.map(({ state: now }) => now)).toEqual(['done']);
  service.tick(3_000);
  await Promise.resolve();
  expect(kept).toHaveLength(1);
});
