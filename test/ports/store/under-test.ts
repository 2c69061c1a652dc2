import { afterEach, beforeEach } from 'vitest';
import type { Ledgers } from '../../../fleet/ports/ledgers.ts';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import type { MachineId, ProductCode } from '../../../shared/contracts/ids.ts';
import { type LocalDay, parseDay } from '../../../shared/rules/calendar.ts';
import { lines, TestLedger } from '../../support/fleet/kiosk.ts';

/** One implementation of a port under test; `reopen` opens it again with the same content. */
export interface UnderTest<Port> {
  readonly store: Port;
  /** Closes the store and opens it again; null if its content is lost with that. */
  readonly reopen: (() => Promise<Port>) | null;
  readonly close: () => Promise<void>;
}

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

/** A store, opened before each test and closed behind it. */
export interface OpenedStore<Port> {
  readonly store: Port;
  /** Closes and opens the store again, if its content survives that. */
  reopen(): Promise<void>;
}

/** Opens a store with two registered machines for each test of the suite that calls this. */
export const storeWithMachines = <Port extends Pick<RegistryStore, 'saveMachine'>>(
  open: () => Promise<UnderTest<Port>>,
): OpenedStore<Port> =>
  openedStore(open, async (store) => {
    await store.saveMachine(record(one, '360102'));
    await store.saveMachine(record(two, '360428'));
  });

/** Opens a store for each test of the suite that calls this; `prepare` puts something into it. */
export function openedStore<Port>(
  open: () => Promise<UnderTest<Port>>,
  prepare: (store: Port) => Promise<void> = async () => {},
): OpenedStore<Port> {
  let under: UnderTest<Port>;
  let store: Port;
  beforeEach(async () => {
    under = await open();
    store = under.store;
    await prepare(store);
  });
  afterEach(() => under.close());
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      if (under.reopen) store = await under.reopen();
    },
  };
}

/** A batch as it arrived from a machine. */
export const arrived = (machine: MachineId, text: string) => ({ machine, payload: text, bytes: text.length });

/** A ledger that begins with eight boxes in lane 1. */
export const stocked = (): TestLedger =>
  new TestLedger().write(lines.booted(noon), lines.configured(noon), lines.restocked(noon, 8));

/** Folds all that is stored, a few lines at a time. Returns the number of lines. */
export async function foldAll(store: Pick<Ledgers, 'fold'>): Promise<number> {
  let folded = 0;
  for (;;) {
    const report = await store.fold(3);
    folded += report.lines;
    if (report.done) return folded;
  }
}
