import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FleetStore } from '../../fleet/ports/fleet-store.ts';
import { composeReader } from '../../fleet/store/reader.ts';
import { composeWriter } from '../../fleet/store/writer.ts';
import { RestockRecordQuery } from '../../shared/contracts/fleet/restock-record.ts';
import { lotKey } from '../../shared/contracts/spelling.ts';
import { addDays } from '../../shared/rules/calendar.ts';
import { call, runFleet, testFolder } from '../support/fleet/fleet.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { openStore, storeOptions } from '../support/fleet/store.ts';
import { arrived, day, noon, one, product, registerBoth, sendAndFold, two } from '../support/fleet/two-machines.ts';
import { rowsOf } from '../support/old-database.ts';

let folder: ReturnType<typeof testFolder>;
let file: string;

beforeEach(() => {
  folder = testFolder();
  file = join(folder.path, 'fleet.db');
});
afterEach(() => folder.remove());

const lots = ['A1', 'ａ 1', 'B2', null] as const;

const withLot = (said: object[], lot: string | null): object[] =>
  said.map((line) => ('lot' in line ? { ...line, lot } : line));

const roundBoxes = 50;

/**
 * Lines of a filled lane that is emptied: boxes of several lots, uncertain ones among them. Those
 * are settled at the end, but for the last round.
 */
function round(number: number, isLast: boolean): object[] {
  const at = noon + number * 1000;
  const settled: object[] = [];
  const turns = Array.from({ length: roundBoxes }, (_, index) => {
    const lot = lots[index % lots.length] ?? null;
    if (index % 5 !== 0) return withLot(lines.box(at + index), lot);
    const said = lines.uncertain(at + index);
    const { txn } = said[1] ?? { txn: 0 };
    const end = { kind: 'settled', at, run: 1, up: 9000, txn, lane: 1, product, by: 'board', issued: true };
    if (!isLast || index % 3 === 0) settled.push(end);
    return withLot(said, lot);
  });
  return [lines.restocked(at, roundBoxes), ...turns.flat(), ...settled];
}

const filled = (rounds: number): TestLedger =>
  new TestLedger().write(
    lines.booted(noon),
    lines.configured(noon, [{ lane: 1, product, capacity: 200, par: 200 }]),
    ...Array.from({ length: rounds }, (_, index) => round(index, index === rounds - 1)).flat(),
  );

async function send(store: FleetStore, machine: typeof one, ledger: TestLedger, first = 1): Promise<void> {
  for (let from = first; from <= ledger.lines.length; from += 40) {
    const text = ledger.batch(from, Math.min(from + 39, ledger.lines.length));
    await store.ingest([arrived(machine, text)], noon + 60_000);
  }
  while (!(await store.fold(10_000)).done);
}

/** The store on a file in this thread, which opens faster than threads do. */
async function openHere(path: string): Promise<{ store: FleetStore; close: () => Promise<void> }> {
  const options = storeOptions(path, noon);
  const { calls, db } = await composeWriter(options);
  const reader = composeReader(options);
  const close = async () => {
    reader.close();
    db.close();
  };
  return { store: { ...calls, ...reader.calls } as unknown as FleetStore, close };
}

const derived = (table: string): boolean =>
  ['restock_record', 'lot_total', 'lot_uncertain', 'unfilled'].includes(table);

/** Takes everything out that an older version did not write. */
function makeOld(path: string): void {
  const db = new Database(path);
  db.exec(
    "DELETE FROM restock_record; DELETE FROM lot_total; DELETE FROM lot_uncertain; DELETE FROM meta WHERE key = 'restock_records'",
  );
  db.close();
}

const allLots = { product, lots: null };
const ofA1 = { product, lots: ['A1'] };

const issues = async (store: FleetStore) => [
  await store.lotIssues([one, two], allLots),
  await store.lotIssues([one, two], ofA1),
];

const records = (store: FleetStore) =>
  store.restockRecords(RestockRecordQuery.parse({}), { from: addDays(day, -9), to: addDays(day, 9) }, '360000', null);

describe('filling in what was folded before there were such rows', () => {
  it('gives the same rows after a crash behind any step; figures are exact all the time', async () => {
    const first = await openHere(file);
    await registerBoth(first.store);
    await send(first.store, one, filled(2));
    await send(first.store, two, filled(1));
    const before = await issues(first.store);
    await first.close();
    const expected = rowsOf(file, derived);
    expect(expected.lot_total?.length).toBeGreaterThan(3);
    expect(expected.lot_uncertain?.length).toBeGreaterThan(3);
    makeOld(file);
    const copies: string[] = [];
    const { store, close } = await openHere(file);
    for (let left = 2; left > 0; ) {
      expect(await issues(store)).toEqual(before);
      expect((await records(store)).unfilled).toBe(left);
      const copy = join(folder.path, `after-${copies.length}.db`);
      copyFileSync(file, copy);
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      copies.push(copy);
      left = (await store.fill(40)).left;
    }
    expect(await records(store)).toMatchObject({ unfilled: 0 });
    expect(await store.audit()).toEqual([]);
    await close();
    expect(rowsOf(file, derived)).toEqual(expected);
    expect(copies.length).toBeGreaterThan(6);
    for (const copy of copies) {
      const again = await openHere(copy);
      while ((await again.store.fill(40)).left > 0);
      expect(await issues(again.store)).toEqual(before);
      await again.close();
      expect(rowsOf(copy, derived), copy).toEqual(expected);
    }
  });

  it('takes in lines that come meanwhile', async () => {
    const ledger = filled(2);
    const half = ledger.lines.length >> 1;
    const first = await openHere(file);
    await registerBoth(first.store);
    await first.store.ingest([arrived(one, ledger.batch(1, half))], noon + 60_000);
    while (!(await first.store.fold(10_000)).done);
    await first.close();
    makeOld(file);
    const { store, close } = await openHere(file);
    await send(store, one, ledger, half + 1);
    const during = await issues(store);
    while ((await store.fill(40)).left > 0);
    expect(await issues(store)).toEqual(during);
    expect(await store.audit()).toEqual([]);
    await store.rebuild();
    expect(await issues(store)).toEqual(during);
    await close();
  });

  it('is said by the lists, by health and in the log, and ends while the server runs', async () => {
    const { store, close } = await openHere(file);
    expect(await store.fill(40)).toEqual({ left: 0, total: 0 });
    await registerBoth(store);
    await send(store, one, filled(1));
    await close();
    makeOld(file);
    const running = await runFleet(folder.path);
    try {
      const { body } = await call(running, '/api/v1/restock-records');
      expect(body.unfilled).toBeTypeOf('number');
      await running.service.filling.idle();
      expect((await call(running, '/api/v1/restock-records')).body).toMatchObject({ unfilled: 0 });
      expect((await call(running, '/healthz')).body).toMatchObject({ filling: null });
    } finally {
      await running.stop();
    }
  });
});

describe('boxes by lot', () => {
  it('are those that the lines say, in any spelling, with later settlements', async () => {
    const turn = fc.record({
      way: fc.constantFrom('issued', 'uncertain', 'settled-issued', 'settled-not'),
      lot: fc.constantFrom(...lots),
      of: fc.constantFrom('CD-M', 'CD-L'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 12 }), fc.subarray(['A1', 'B2']), async (turns, wanted) => {
        const store = await openStore(':memory:', noon);
        try {
          await registerBoth(store);
          const lanes = ['CD-M', 'CD-L'].map((each, index) => ({
            lane: index + 1,
            product: each,
            capacity: 20,
            par: 20,
          }));
          const ledger = new TestLedger().write(
            lines.booted(noon),
            lines.configured(noon, lanes),
            lines.restocked(noon, 20, 1, 'CD-M'),
            lines.restocked(noon, 20, 2, 'CD-L'),
          );
          let issued = 0;
          let uncertain = 0;
          for (const { way, lot, of } of turns) {
            const lane = of === 'CD-M' ? 1 : 2;
            const said = withLot(way === 'issued' ? lines.box(noon, lane, of) : lines.uncertain(noon, lane, of), lot);
            ledger.write(...said);
            const { txn } = (said[1] ?? {}) as { txn?: number };
            if (way.startsWith('settled'))
              ledger.write({
                ...{ kind: 'settled', at: noon, run: 1, up: 9000, txn, lane, product: of, by: 'board' },
                issued: way === 'settled-issued',
              });
            const key = lotKey(lot);
            if (of !== 'CD-M' || key === null || !wanted.includes(key)) continue;
            if (way === 'issued' || way === 'settled-issued') issued += 1;
            if (way === 'uncertain') uncertain += 1;
          }
          await sendAndFold(store, one, ledger);
          expect((await store.lotIssues([one], { product, lots: wanted })).get(one)).toMatchObject({
            issued,
            uncertain,
          });
        } finally {
          await store.close();
        }
      }),
      { numRuns: 20 },
    );
  });
});
