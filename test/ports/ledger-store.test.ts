import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { openLedger, openMemoryLedger } from '../../device/adapters/sqlite-ledger.ts';
import { MachineId } from '../../shared/contracts/ids.ts';
import { Disk } from '../../simulators/world/disk.ts';
import { diskStore } from '../../simulators/world/disk-store.ts';
import { newLedgerId } from '../support/device/ledgers.ts';
import { ledgerStoreSuite, type StoreUnderTest } from './ledger-store.suite.ts';

const root = mkdtempSync(join(tmpdir(), 'yaoju-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;

function onFile(dataDir: string): StoreUnderTest {
  const store = openLedger({
    dataDir,
    machine: MachineId.parse('JX-360102-0001'),
    chain: sha256Chain,
    newLedger: newLedgerId,
    dated: () => 'now',
    say: () => {},
  });
  return {
    store,
    reopen() {
      store.close();
      return onFile(dataDir);
    },
  };
}

ledgerStoreSuite('SQLite on a file', () => {
  made += 1;
  return onFile(join(root, String(made)));
});

ledgerStoreSuite('SQLite in memory', () => ({ store: openMemoryLedger(sha256Chain, newLedgerId()), reopen: null }));

/** The store of an agent on a disk of the world; nobody watches the writes. */
function onDisk(disk: Disk): StoreUnderTest {
  const store = diskStore(disk, { point: () => {}, recorded: () => {} });
  return { store: Object.assign(store, { close: () => {} }), reopen: () => onDisk(disk) };
}

ledgerStoreSuite('a disk of the simulated world', () => onDisk(new Disk(sha256Chain, newLedgerId())));
