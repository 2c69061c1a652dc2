import { parentPort, workerData } from 'node:worker_threads';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { DemoLedger } from './ledger.ts';
import { MachineLife } from './life.ts';
import { type ProvinceSeed, provinceOf } from './machine.ts';

/** The order for the thread: the machines whose history it writes, in this order. */
export interface HistoryOrder {
  readonly seed: ProvinceSeed;
  readonly indices: readonly number[];
}

/** One machine's whole history as batches. */
export interface MachineHistory {
  readonly index: number;
  readonly batches: readonly string[];
  readonly lines: number;
}

/** Writes histories as fast as they are requested: one message "next", one machine. */
function serve(order: HistoryOrder): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const machines = provinceOf(order.seed);
  let at = 0;
  port.on('message', () => {
    const machine = machines[order.indices[at] ?? -1];
    at += 1;
    if (!machine) {
      port.close();
      return;
    }
    const ledger = new DemoLedger(sha256Chain, machine.ledger);
    new MachineLife(machine, order.seed.seed, ledger).writeUntil(order.seed.beganAt);
    const batches = ledger.takeBatches();
    const lines = batches.reduce((sum, batch) => sum + batch.split('\n').length - 2, 0);
    port.postMessage({ index: machine.index, batches, lines } satisfies MachineHistory);
  });
}

serve(workerData as HistoryOrder);
