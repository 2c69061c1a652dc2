import { expect, it } from 'vitest';
import type { LedgerEngine } from '../../../../fleet/ledger/engine.ts';
import { VirtualClock } from '../../../../simulators/clock/virtual-clock.ts';
import { FleetDatabase } from '../../../../simulators/world/fleet-database.ts';
import { storeOf } from '../../../../simulators/world/fleet-store.ts';
import { randomOf } from '../../../../simulators/world/random.ts';

it('what a dead process requested from its store is neither done nor answered', async () => {
  const time = new VirtualClock();
  const disk = new FleetDatabase(time, randomOf(1));
  let lives = true;
  const store = storeOf({ lives: () => lives }, disk, {} as LedgerEngine);
  const heard: string[] = [];
  const save = (run: number) => store.saveHeard([{ machine: 'JX-1', heard: run, run }] as never);
  save(1).then(() => heard.push('first'));
  while (time.step(1_000)) await undefined;
  lives = false;
  save(2).then(() => heard.push('second'));
  while (time.step(2_000)) await undefined;
  expect(heard).toEqual(['first']);
  expect(disk.rows.heard.get('JX-1' as never)?.run).toBe(1);
});
