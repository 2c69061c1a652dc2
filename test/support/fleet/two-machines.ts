import type { Ledgers } from '../../../fleet/ports/ledgers.ts';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import type { MachineId, ProductCode } from '../../../shared/contracts/ids.ts';
import { type LocalDay, parseDay } from '../../../shared/rules/calendar.ts';
import { lines, TestLedger } from './kiosk.ts';

/** Noon of `day` in Shanghai. */
export const noon = Date.UTC(2026, 10, 23, 4);
export const day = parseDay('2026-11-23') as LocalDay;
export const one = 'JX-360102-0001' as MachineId;
export const two = 'JX-360428-0001' as MachineId;
export const product = 'CD-M' as ProductCode;

/** A machine that was in one county all year. */
export const record = (machine: MachineId, region: string): MachineRecord => ({
  machine,
  name: machine,
  region,
  site: 'clinic',
  address: null,
  inServiceFrom: '2026-01-01',
  inServiceUntil: null,
  registered: noon,
  secretHash: '0'.repeat(64),
  places: [{ region, site: 'clinic', name: machine, from: '2026-01-01', until: null }],
});

/** Registers both machines, each in a county of its own. */
export async function registerBoth(store: Pick<RegistryStore, 'saveMachine'>): Promise<void> {
  await store.saveMachine(record(one, '360102'));
  await store.saveMachine(record(two, '360428'));
}

/** A batch as it arrived from a machine. */
export const arrived = (machine: MachineId, text: string) => ({ machine, payload: text, bytes: text.length });

/** A ledger that begins with eight boxes in lane 1. */
export const stocked = (): TestLedger =>
  new TestLedger().write(lines.booted(noon), lines.configured(noon), lines.restocked(noon, 8));

/**
 * Folds all that is stored, a few lines at a time. Returns the number of lines. Throws if that does
 * not end.
 */
export async function foldAll(store: Pick<Ledgers, 'fold'>): Promise<number> {
  let folded = 0;
  for (let part = 0; part < 10_000; part += 1) {
    const report = await store.fold(3);
    folded += report.lines;
    if (report.done) return folded;
  }
  throw new Error('folding does not end');
}

/** A machine sends its ledger from a line on, and all that is stored is folded. */
export async function sendAndFold(
  store: Pick<Ledgers, 'ingest' | 'fold'>,
  machine: MachineId,
  ledger: TestLedger,
  first = 1,
  now = noon,
): Promise<void> {
  await store.ingest([arrived(machine, ledger.batch(first))], now);
  await foldAll(store);
}
