import { linesOf } from '../../fleet/adapters/native/byte-lines.ts';
import { openWriter } from '../../fleet/adapters/sqlite/connection/migrate.ts';
import { sqliteLedgerStore } from '../../fleet/adapters/sqlite/ledger/ledger-store.ts';
import { VirtualClock } from '../../simulators/clock/virtual-clock.ts';
import { FleetDatabase } from '../../simulators/world/fleet-database.ts';
import { randomOf } from '../../simulators/world/random.ts';
import { testFolder } from '../support/fleet/fleet.ts';
import { noon } from '../support/fleet/two-machines.ts';
import type { RefusingStore } from './engine-store/store-content.ts';
import { engineStoreSuite } from './engine-store.suite.ts';

/** The last statements of the store's transactions, for triggers that let them fail. */
const lastWrites = ['INSERT ON chunk', 'INSERT ON chunk_of', 'UPDATE ON meta'];

/** The store on a file that is opened, and how to close it. */
function onFile(file: string): { readonly store: RefusingStore; readonly close: () => void } {
  const db = openWriter(file, noon);
  const store = sqliteLedgerStore(db, () => '360102');
  const refuse = (writes: boolean): void => {
    for (const [index, write] of lastWrites.entries())
      db.exec(
        writes
          ? `CREATE TEMP TRIGGER refuses_${index} AFTER ${write} BEGIN SELECT RAISE(ABORT, 'the test refuses'); END`
          : `DROP TRIGGER refuses_${index}`,
      );
  };
  const append: RefusingStore['append'] = (chunks) =>
    store.append(chunks.map((chunk) => ({ ...chunk, lines: linesOf(Buffer.from(chunk.lines.join('\n'))) })));
  return { store: { ...store, append, refuse }, close: () => void db.close() };
}

engineStoreSuite('SQLite on a file', async () => {
  const folder = testFolder();
  let opened = onFile(`${folder.path}/fleet.db`);
  // `marks` is what an engine calls first.
  await opened.store.marks();
  return {
    store: opened.store,
    reopen: async () => {
      opened.close();
      opened = onFile(`${folder.path}/fleet.db`);
      await opened.store.marks();
      return opened.store;
    },
    close: async () => {
      opened.close();
      folder.remove();
    },
  };
});

/** The world's database with time that goes on until what was asked for is done. */
function onVirtualTime(): RefusingStore & { readonly newProcess: () => void } {
  const time = new VirtualClock();
  const database = new FleetDatabase(time, randomOf(1));
  const done = (commit: Promise<void>): Promise<void> => {
    while (time.step(time.nowMs + 1_000));
    return commit;
  };
  return {
    marks: () => database.marks(),
    append: (chunks) => done(database.append(chunks)),
    chunksAfter: (after, lines) => database.chunksAfter(after, lines),
    chunksOf: (machine, from, through, lines) => database.chunksOf(machine, from, through, lines),
    foldedThrough: () => database.foldedThrough(),
    setAside: () => database.setAside(),
    account: (machine) => database.account(machine),
    dayTotals: (machine) => database.dayTotals(machine),
    decisions: (machine) => database.decisions(machine),
    saveFold: (write) => done(database.saveFold(write)),
    saveRefold: (write) => done(database.saveRefold(write)),
    forgetFolds: () => done(database.forgetFolds()),
    refuse: (writes) => {
      database.refuses = writes;
    },
    newProcess: () => database.newProcess(),
  };
}

engineStoreSuite('the simulated world', async () => {
  const store = onVirtualTime();
  return {
    store,
    reopen: async () => {
      store.newProcess();
      return store;
    },
    close: async () => {},
  };
});
