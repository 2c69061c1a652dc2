import { sqliteStore } from '../../fleet/adapters/sqlite/store.ts';
import { testFolder } from '../fleet/support/fleet.ts';
import { storeSuite } from './store.suite.ts';

const options = (file: string) => ({
  file,
  timeZone: 'Asia/Shanghai',
  clockToleranceMs: 600_000,
  now: Date.UTC(2026, 10, 23, 4),
});

storeSuite('SQLite in memory', async () => {
  const store = sqliteStore(options(':memory:'));
  await store.open();
  return { store, reopen: null, close: () => store.close() };
});

storeSuite('SQLite on disk, in threads', async () => {
  const folder = testFolder();
  let store = sqliteStore(options(`${folder.path}/fleet.db`));
  await store.open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = sqliteStore(options(`${folder.path}/fleet.db`));
      await store.open();
      return store;
    },
    close: async () => {
      await store.close();
      folder.remove();
    },
  };
});
