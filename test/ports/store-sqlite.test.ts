import { describe, expect, it } from 'vitest';
import { openWriter } from '../../fleet/adapters/sqlite/connection/migrate.ts';
import { testFolder } from '../support/fleet/fleet.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { putInto } from '../support/fleet/province.ts';
import { openStore } from '../support/fleet/store.ts';
import { one as machine, noon, record } from '../support/fleet/two-machines.ts';
import { storeSuite } from './store.suite.ts';

storeSuite('SQLite in memory', async () => {
  const store = await openStore(':memory:', noon);
  return { store, reopen: null, close: () => store.close() };
});

storeSuite('SQLite on disk, in threads', async () => {
  const folder = testFolder();
  const open = () => openStore(`${folder.path}/fleet.db`, noon);
  let store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    close: async () => {
      await store.close();
      folder.remove();
    },
  };
});

describe('months without a county', () => {
  it('can be written by no statement, and are booked at the machine’s place when an older database is opened', async () => {
    const folder = testFolder();
    const file = `${folder.path}/fleet.db`;
    const ledger = new TestLedger().write(
      lines.booted(noon),
      lines.configured(noon),
      lines.restocked(noon, 8),
      ...lines.box(noon),
      ...lines.uncertain(noon),
    );
    await putInto(folder.path, [{ record: record(machine, '360102'), ledger, heard: noon }]);
    const db = openWriter(file);
    expect(() => db.prepare("INSERT INTO month_total VALUES ('', '2026-11', ?, 'CD-M', 1, 0)").run(machine)).toThrow(
      /without a county/,
    );
    expect(() => db.exec("INSERT INTO county_month VALUES ('', '2026-11', 'CD-M', 1, 0)")).toThrow(/without a county/);
    db.exec("UPDATE month_total SET region = ''; UPDATE county_month SET region = ''");
    db.close();
    const store = await openStore(file, noon);
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

describe('boxes in doubt that an older version booked', () => {
  it('are booked again, once, on the day on which they came into doubt', async () => {
    const folder = testFolder();
    const file = `${folder.path}/fleet.db`;
    const october = Date.UTC(2026, 9, 20, 4);
    const later = october + 30 * 86_400_000;
    const ledger = new TestLedger().write(
      lines.booted(october),
      lines.configured(october),
      lines.restocked(october, 8),
      ...lines.uncertain(october),
      ...lines.uncertain(october),
    );
    const first = JSON.parse(ledger.lines[3] ?? '') as Record<string, unknown>;
    const { request, txn, lane, product } = first;
    const stamp = { at: later, run: 1, up: 2000 };
    ledger.write({ kind: 'settled', ...stamp, request, txn, lane, product, issued: true, by: 'count' });
    await putInto(folder.path, [{ record: record(machine, '360102'), ledger, heard: later }], later);
    const figures = async () => {
      const store = await openStore(file, later);
      try {
        return {
          months: await store.months('360102', '2026-10', '2026-11', 'county'),
          account: JSON.parse(await store.account(machine)).doubts,
          audit: await store.audit(),
        };
      } finally {
        await store.close();
      }
    };
    try {
      const booked = await figures();
      expect(booked.months).toEqual([
        { key: '360102', month: '2026-10', issued: 0, uncertain: 1 },
        { key: '360102', month: '2026-11', issued: 1, uncertain: 0 },
      ]);
      expect(booked.account).toHaveLength(1);
      const db = openWriter(file);
      db.exec(`DELETE FROM meta WHERE key = 'doubts';
        UPDATE day_total SET uncertain = 2, settled = 0 WHERE uncertain > 0; UPDATE day_total SET settled = 1 WHERE uncertain = 0;
        UPDATE month_total SET uncertain = 2 WHERE month = '2026-10'; UPDATE month_total SET uncertain = -1 WHERE month = '2026-11';
        UPDATE county_month SET uncertain = 2 WHERE month = '2026-10'; UPDATE county_month SET uncertain = -1 WHERE month = '2026-11';
        UPDATE account SET doc = json_remove(doc, '$.doubts')`);
      db.close();
      expect(await figures()).toEqual({ ...booked, audit: [] });
    } finally {
      folder.remove();
    }
  });
});
