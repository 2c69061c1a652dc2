import { sha256Chain } from '../../../device/adapters/chain.ts';
import { dayOf } from '../../../simulators/demo/days.ts';
import { DemoLedger } from '../../../simulators/demo/ledger.ts';
import { MachineLife } from '../../../simulators/demo/life.ts';
import { provinceOf } from '../../../simulators/demo/machine.ts';
import { register } from '../../../simulators/demo/registry.ts';
import { now, openForPast } from './past.ts';

/** Machines of the demo: one with each trouble, and of those without trouble only quiet ones. */
const machines = 70;
const boxesAtMost = 150;

/**
 * Puts a small province of the demo into a data folder: each machine's lines before its record, as
 * the demo does.
 */
export async function putSeeded(dataDir: string): Promise<void> {
  const store = await openForPast(dataDir);
  const seed = { seed: 7, machines, beganAt: now, beganDay: dayOf(now) };
  for (const machine of provinceOf(seed)) {
    if (machine.trouble === null && machine.boxesAYear > boxesAtMost) continue;
    const ledger = new DemoLedger(sha256Chain, machine.ledger);
    new MachineLife(machine, seed.seed, ledger).writeUntil(now);
    const batches = ledger.takeBatches().map((payload) => ({
      machine: machine.machine,
      payload,
      bytes: Buffer.byteLength(payload),
    }));
    const taken = await store.ingest(batches, now);
    if (!taken.stored) throw new Error(taken.why);
    // Every third time it is folded before it is registered, as happens if others are ingested at
    // the same time.
    if (machine.index % 3 === 0) while (!(await store.fold(5000)).done);
    await register(store, machine);
  }
  while (!(await store.fold(5000)).done);
  await store.close();
}
