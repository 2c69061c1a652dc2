import { describe, expect, it } from 'vitest';
import type { LineDecision } from '../../../fleet/ledger/uncounted.ts';
import type { FigureStore } from '../../../fleet/ports/figure-store.ts';
import type { Ledgers } from '../../../fleet/ports/ledgers.ts';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import type {
  RestockRecordPage,
  RestockRecordPosition,
  RestockRecordStore,
  StoredRestockRecord,
} from '../../../fleet/ports/restock-record-store.ts';
import { RestockRecordQuery } from '../../../shared/contracts/fleet/restock-record.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { addDays, type LocalDay, zoneOf } from '../../../shared/rules/calendar.ts';
import { lines, TestLedger } from '../../support/fleet/kiosk.ts';
import { arrived, day, foldAll, noon, one, record, two } from '../../support/fleet/two-machines.ts';
import { type OpenedStore, storeWithMachines, type UnderTest } from './under-test.ts';

type Ports = RestockRecordStore & FigureStore & Ledgers & RegistryStore;

const dayMs = 86_400_000;
const stamp = (at: number) => ({ at, run: 1, up: 1000 });
const restocked = (at: number, added: number, of: object = {}) => ({ ...lines.restocked(at, added), ...of });
const counted = (at: number, stock: number, was: number) => ({
  ...{ kind: 'counted', ...stamp(at), lane: 1, product: 'CD-M', stock, was, lots: 'kept', by: '李 梅' },
});
const removed = (at: number, boxes: number, stock: number, reason = 'expired') => ({
  ...{ kind: 'removed', ...stamp(at), lane: 1, product: 'CD-M', lot: '23051203', removed: boxes, stock, reason },
  by: 'Wang Qiang',
});

/** What every implementation of `RestockRecordStore` does, over the ledgers of two machines. */
export function restockRecordStoreSuite(name: string, open: () => Promise<UnderTest<Ports>>): void {
  describe(`restock records: ${name}`, () => {
    const opened = storeWithMachines(open);
    listsRecords(opened);
    agreesWithFigures(opened);
  });
}

/** Two machines' ledgers of three days: all that staff can do, and a box that fell by itself. */
async function written({ store }: { readonly store: Ports }): Promise<void> {
  const lanes = [
    { lane: 1, product: 'CD-M', capacity: 40, par: 40 },
    { lane: 2, product: 'CD-L', capacity: 40, par: 40 },
  ];
  const first = new TestLedger().write(
    lines.booted(noon),
    lines.configured(noon, lanes),
    restocked(noon, 8),
    ...lines.box(noon),
    removed(noon + dayMs, 1, 6, 'double-drop'),
    counted(noon + dayMs, 5, 6),
    removed(noon + 2 * dayMs, 3, 2),
  );
  const second = new TestLedger().write(
    lines.booted(noon),
    lines.configured(noon, lanes),
    restocked(noon, 9, { lane: 2, product: 'CD-L', lot: 'b-1', by: '李梅' }),
    restocked(noon + dayMs, 4, { stock: 4, lot: 'B-1', by: 'ＷＡＮＧ　Qiang' }),
  );
  await store.ingest([arrived(one, first.batch()), arrived(two, second.batch())], noon + 2 * dayMs);
  await foldAll(store);
}

interface Asked extends Record<string, unknown> {
  readonly area?: string;
  readonly days?: readonly [LocalDay, LocalDay];
}

/** All records that fit a question, page by page. */
async function records(
  store: Ports,
  { area = '360000', days, ...asked }: Asked,
  limit = 2,
): Promise<StoredRestockRecord[]> {
  const [from, to] = days ?? [addDays(day, -9), addDays(day, 9)];
  const found: StoredRestockRecord[] = [];
  for (let after: RestockRecordPosition | null = null; ; ) {
    const page: RestockRecordPage = await store.restockRecords(
      RestockRecordQuery.parse({ ...asked, limit }),
      { from, to },
      area,
      after,
    );
    expect(page.records.length).toBeLessThanOrEqual(limit);
    found.push(...page.records);
    after = page.next;
    if (after === null) return found;
  }
}

const short = ({ machine, seq }: StoredRestockRecord): string => `${machine === one ? 'one' : 'two'}:${seq}`;

function listsRecords(opened: OpenedStore<Ports>): void {
  it('lists what staff did, the newest first, by area, days, machine, kind, product, person and lot', async () => {
    await written(opened);
    const of = async (asked: Asked, limit?: number) => (await records(opened.store, asked, limit)).map(short);
    const all = ['one:8', 'two:4', 'one:7', 'two:3', 'one:3'];
    for (const limit of [1, 2, 100]) expect((await of({}, limit)).toSorted()).toEqual(all.toSorted());
    expect(await of({})).toEqual(await of({}, 100));
    expect((await of({}))[0]).toBe('one:8');
    expect(await of({ area: '360102' })).toEqual(['one:8', 'one:7', 'one:3']);
    expect(await of({ area: '3604' })).toEqual(['two:4', 'two:3']);
    expect(await of({ area: '3605' })).toEqual([]);
    expect((await of({ days: [day, day] })).toSorted()).toEqual(['one:3', 'two:3']);
    expect(await of({ days: [addDays(day, 1), addDays(day, 1)], area: '360428' })).toEqual(['two:4']);
    expect(await of({ machine: two, area: '360102' })).toEqual([]);
    expect(await of({ machine: two })).toEqual(['two:4', 'two:3']);
    expect(await of({ kind: ['counted', 'removed'] })).toEqual(['one:8', 'one:7']);
    expect(await of({ product: 'CD-L' })).toEqual(['two:3']);
    expect(await of({ person: '李　梅' })).toEqual(['one:7', 'two:3']);
    expect(await of({ person: 'wang qiang' })).toEqual(['one:8', 'two:4']);
    expect(await of({ lot: 'ｂ-1' })).toEqual(['two:4', 'two:3']);
    expect(await of({ lot: 'B-1', product: 'CD-M' })).toEqual(['two:4']);
    expect(await of({ person: 'nobody' })).toEqual([]);
  });

  it('says what was put in, taken out and counted, in which lane and of which lot', async () => {
    await written(opened);
    const found = await records(opened.store, { machine: one });
    expect(found).toMatchObject([
      { kind: 'removed', lane: 1, product: 'CD-M', lot: '23051203', removed: 3, stock: 2, reason: 'expired' },
      { kind: 'counted', lot: null, added: 0, removed: 0, difference: -1, stock: 5, was: 6, by: '李 梅' },
      { kind: 'restocked', lot: '23051203', expires: '2028-12-31', added: 8, stock: 8, was: null, reason: null },
    ]);
    expect(found[2]).toMatchObject({ day, at: noon, corrected: false, uncounted: null });
  });

  it('follows a machine to the counties where it stood, and takes in one that is registered later', async () => {
    await written(opened);
    const [place] = record(one, '360102').places;
    if (!place) throw new Error('no place');
    await opened.store.saveMachine({
      ...record(one, '360403'),
      places: [
        { ...place, until: '2026-11-23' },
        { ...place, region: '360403', from: '2026-11-24', until: null },
      ],
    });
    const of = async (area: string) => (await records(opened.store, { area })).map(short);
    expect(await of('360102')).toEqual(['one:3']);
    expect(await of('360403')).toEqual(['one:8', 'one:7']);
    const late = 'JX-360733-0009' as MachineId;
    const ledger = new TestLedger().write(lines.booted(noon), lines.configured(noon), lines.restocked(noon, 5));
    await opened.store.ingest([arrived(late, ledger.batch())], noon);
    await foldAll(opened.store);
    expect(await records(opened.store, { machine: late })).toEqual([]);
    await opened.store.saveMachine(record(late, '360733'));
    expect(await records(opened.store, { area: '360733' })).toHaveLength(1);
    expect(await opened.store.audit()).toEqual([]);
  });
}

function agreesWithFigures(opened: OpenedStore<Ports>): void {
  it('adds up to the figures of the days, but for lines that are not counted, before and after a decision', async () => {
    await written(opened);
    // More boxes than the lane holds: such a line is not counted, until a person decides.
    const ledger = new TestLedger().write(
      lines.booted(noon),
      lines.configured(noon),
      lines.restocked(noon, 6),
      restocked(noon, 7, { stock: 13 }),
    );
    await opened.store.ingest([arrived(two, ledger.batch())], noon + 2 * dayMs);
    await foldAll(opened.store);
    const sums = async (machine: MachineId) => {
      const counts = (await records(opened.store, { machine })).filter(({ uncounted }) => uncounted === null);
      const sum = (key: 'added' | 'removed') => counts.reduce((so, each) => so + each[key], 0);
      return [sum('added'), sum('removed')];
    };
    const figures = async (machine: MachineId) => {
      const days = await opened.store.stockHistory(machine, day, addDays(day, 9));
      return [days.reduce((so, each) => so + each.added, 0), days.reduce((so, each) => so + each.removed, 0)];
    };
    expect(await figures(one)).toEqual([8, 4]);
    // One box fell by itself: nobody took it out.
    expect(await sums(one)).toEqual([8, 3]);
    expect(await sums(two)).toEqual(await figures(two));
    const left = (await records(opened.store, { machine: two })).find(({ uncounted }) => uncounted !== null);
    expect(left).toMatchObject({ added: 7, ledger: ledger.id, seq: 4 });
    const decision: LineDecision = {
      ...{ id: 'd1', machine: two, ledger: ledger.id, reason: left?.uncounted ?? 'closed-year', verdict: 'accept' },
      ...{ first: 4, last: 4, note: 'counted by hand', by: 'admin', at: noon + 2 * dayMs },
    };
    await opened.store.decide(decision);
    expect((await records(opened.store, { machine: two })).every(({ uncounted }) => uncounted === null)).toBe(true);
    expect(await sums(two)).toEqual(await figures(two));
    await opened.reopen();
    expect(await opened.store.audit()).toEqual([]);
    const before = await records(opened.store, {});
    await opened.store.rebuild();
    expect(await records(opened.store, {})).toEqual(before);
    expect(before.map(({ at }) => zoneOf('Asia/Shanghai').dayOf(at))).toEqual(before.map((each) => each.day));
  });
}
