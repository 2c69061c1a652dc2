import { randomUUID } from 'node:crypto';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import { batchMaxLines } from '../../../shared/contracts/batch.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { TestLedger } from './kiosk.ts';
import { openStore } from './store.ts';

const dayMs = 86_400_000;

/** A machine with its ledger, and when it was last heard. */
export interface PastMachine {
  readonly record: MachineRecord;
  readonly ledger: TestLedger;
  readonly heard: number;
}

/**
 * A machine whose ledger gives `perDay` boxes on each of the last `days` days, at noon in Shanghai,
 * refilled in time.
 */
export function steadyMachine(
  machine: string,
  region: string,
  days: number,
  perDay: number,
  now = Date.now(),
): PastMachine {
  const noonToday = Math.floor((now + 8 * 3_600_000) / dayMs) * dayMs + 4 * 3_600_000;
  const start = noonToday - days * dayMs;
  const from = new Date(start + 8 * 3_600_000).toISOString().slice(0, 10);
  const lines: object[] = [];
  let at = start;
  const write = (kind: string, fields: object): void =>
    void lines.push({ kind, at, run: 1, up: at - start, ...fields });
  const lane = { lane: 1, product: 'CD-M' };
  let stock = 0;
  const fill = (): void => {
    write('restocked', { ...lane, lot: '25051203', expires: '2029-05-31', added: 40 - stock, stock: 40, by: 'filler' });
    stock = 40;
  };
  write('booted', { version: '1.0.0', cause: 'start', ledgerBefore: null });
  write('configured', { version: 0, lanes: [{ ...lane, capacity: 40, par: 40 }], recalls: [], limits: {} });
  fill();
  let txn = 0;
  for (let day = 0; day < days; day += 1) {
    at = start + day * dayMs;
    if (stock < perDay + 5) fill();
    for (let box = 0; box < perDay; box += 1) {
      txn += 1;
      stock -= 1;
      at += 60_000;
      const turn = { request: randomUUID(), txn, ...lane };
      write('turning', { ...turn, board: 'LB1', before: txn - 1 });
      at += 2_000;
      write('issued', { ...turn, lot: '25051203' });
    }
  }
  const name = `Machine ${machine}`;
  return {
    record: {
      machine: machine as MachineId,
      name,
      region,
      site: 'clinic',
      address: null,
      inServiceFrom: from,
      inServiceUntil: null,
      registered: start,
      secretHash: '0'.repeat(64),
      places: [{ region, site: 'clinic', name, from, until: null }],
    },
    ledger: new TestLedger().write(...lines),
    heard: now - 2 * dayMs,
  };
}

/** Puts machines into a data folder that no server has open, through the store's own intake. */
export async function putInto(dataDir: string, machines: readonly PastMachine[], now = Date.now()): Promise<void> {
  const store = await openStore(`${dataDir}/fleet.db`, now);
  for (const { record, ledger, heard } of machines) {
    const { machine } = record;
    await store.saveMachine(record);
    await store.saveHeard([{ machine, heard, run: 0 }]);
    for (let first = 1; first <= ledger.lines.length; first += batchMaxLines) {
      const last = Math.min(first + batchMaxLines - 1, ledger.lines.length);
      const text = ledger.batch(first, last);
      const { at: received } = JSON.parse(ledger.lines[last - 1] ?? '{}') as { at: number };
      const taken = await store.ingest([{ machine, payload: text, bytes: text.length, received }], now);
      if (!taken.stored) throw new Error(taken.why);
    }
  }
  while (!(await store.fold(10_000)).done);
  await store.close();
}
