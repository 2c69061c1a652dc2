import { describe, expect, it } from 'vitest';
import { openWriter } from '../../fleet/adapters/sqlite/database.ts';
import { sqliteStore } from '../../fleet/adapters/sqlite/store.ts';
import type { MachineRecord } from '../../fleet/core/records.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { testFolder } from '../fleet/support/fleet.ts';
import { lines, TestLedger } from '../fleet/support/kiosk.ts';
import { putInto } from '../fleet/support/province.ts';
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

describe('months without a county', () => {
  const machine = 'JX-360102-0001' as MachineId;
  const noon = Date.UTC(2026, 10, 23, 4);

  it('can be written by no statement, and are booked where the machine stood when an older database is opened', async () => {
    const folder = testFolder();
    const file = `${folder.path}/fleet.db`;
    const ledger = new TestLedger().write(
      lines.booted(noon),
      lines.configured(noon),
      lines.restocked(noon, 8),
      ...lines.box(noon),
      ...lines.uncertain(noon),
    );
    await putInto(folder.path, [{ record: recordOf(machine), ledger, heard: noon }]);
    const db = openWriter(file);
    expect(() => db.prepare("INSERT INTO month_total VALUES ('', '2026-11', ?, 'CD-M', 1, 0)").run(machine)).toThrow(
      /without a county/,
    );
    expect(() => db.exec("INSERT INTO county_month VALUES ('', '2026-11', 'CD-M', 1, 0)")).toThrow(/without a county/);
    db.exec("UPDATE month_total SET region = ''; UPDATE county_month SET region = ''");
    db.close();
    const store = sqliteStore(options(file));
    await store.open();
    try {
      expect(await store.months('360000', '2026-11', '2026-11', 'county')).toEqual([
        { key: '360102', month: '2026-11', issued: 1, uncertain: 1 },
      ]);
      expect(await store.months('360102', '2026-11', '2026-11', 'machine')).toEqual([
        { key: machine, month: '2026-11', issued: 1, uncertain: 1 },
      ]);
      expect(await store.audit()).toEqual([]);
    } finally {
      await store.close();
      folder.remove();
    }
  });
});

const recordOf = (machine: MachineId): MachineRecord => ({
  machine,
  name: machine,
  region: '360102',
  site: 'clinic',
  address: null,
  inServiceFrom: '2026-01-01',
  inServiceUntil: null,
  registered: 0,
  secretHash: null,
  places: [{ region: '360102', site: 'clinic', name: machine, from: '2026-01-01', until: null }],
});
