import { describe, expect, it } from 'vitest';
import type { FigureStore } from '../../../fleet/ports/figure-store.ts';
import type { Ledgers } from '../../../fleet/ports/ledgers.ts';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { addDays, formatDay } from '../../../shared/rules/calendar.ts';
import { lines, TestLedger } from '../../support/fleet/kiosk.ts';
import { day, noon, one, product, record, sendAndFold, stocked } from '../../support/fleet/two-machines.ts';
import { type OpenedStore, storeWithMachines, type UnderTest } from './under-test.ts';

/**
 * What every implementation of `FigureStore` does, over the books of `Ledgers`. Times are
 * Shanghai's.
 */
export function figureStoreSuite(
  name: string,
  open: () => Promise<UnderTest<FigureStore & Ledgers & RegistryStore>>,
): void {
  describe(`figures: ${name}`, () => {
    const opened = storeWithMachines(open);
    figuresByTime(opened);
    figuresByPlace(opened);
  });
}

function figuresByTime(opened: OpenedStore<FigureStore & Ledgers & RegistryStore>): void {
  it('cuts days in Shanghai, to the second', async () => {
    const midnight = Date.UTC(2026, 10, 22, 16);
    const ledger = new TestLedger().write(
      lines.booted(midnight - 9000),
      lines.configured(midnight - 9000),
      lines.restocked(midnight - 9000, 8),
    );
    ledger.write(...lines.box(midnight - 1), ...lines.box(midnight));
    await sendAndFold(opened.store, one, ledger, 1, midnight + 60_000);
    expect(await opened.store.dayIssuesOf(one, addDays(day, -2))).toEqual([
      { day: addDays(day, -1), product, issued: 1 },
      { day, product, issued: 1 },
    ]);
    const { events } = await opened.store.events(one, { after: null, order: 'oldest', kinds: ['issued'], limit: 10 });
    expect(events.map((event) => event.day)).toEqual(['2026-11-22', '2026-11-23']);
    expect((await opened.store.issues(one, addDays(day, -1), day)).hours).toEqual([1, ...Array<number>(22).fill(0), 1]);
  });

  it('books an uncertain box separately from the issued ones, and as issued only once it is settled so', async () => {
    const turns = [lines.uncertain(noon), lines.uncertain(noon)];
    const ledger = stocked().write(...lines.box(noon), ...turns.flat());
    await sendAndFold(opened.store, one, ledger);
    const booked = async () => {
      const [row] = await opened.store.months('360102', '2026-11', '2026-11', 'county');
      const [last] = (await opened.store.stockHistory(one, day, day)).slice(-1);
      return [row?.issued, row?.uncertain, last?.stock, last?.uncertain];
    };
    expect(await booked()).toEqual([1, 2, 5, 2]);
    expect(await opened.store.dayIssuesOf(one, day)).toEqual([{ day, product, issued: 1 }]);
    const settled = (turn: { txn?: number } | undefined, issued: boolean) => ({
      kind: 'settled',
      at: noon,
      run: 1,
      up: 9000,
      lane: 1,
      product,
      issued,
      by: 'board',
      txn: turn?.txn,
    });
    ledger.write(settled(turns[0]?.[0], true), settled(turns[1]?.[0], false));
    await sendAndFold(opened.store, one, ledger, ledger.lines.length - 1);
    expect(await booked()).toEqual([2, 0, 6, 0]);
    expect(await opened.store.audit()).toEqual([]);
  });
}

function figuresByPlace(opened: OpenedStore<FigureStore & Ledgers & RegistryStore>): void {
  it('keeps boxes at the machine’s place on their day, also after it is moved', async () => {
    const ledger = stocked().write(...lines.box(noon - 40 * 86_400_000), ...lines.box(noon));
    await sendAndFold(opened.store, one, ledger);
    const sum = async (area: string) =>
      (await opened.store.months(area, '2026-01', '2026-12', 'county')).reduce((all, row) => all + row.issued, 0);
    const before = [await sum('360102'), await sum('360000')];
    const moved = record(one, '360428');
    const from = formatDay(addDays(day, -3));
    await opened.store.saveMachine({
      ...moved,
      places: [
        {
          ...record(one, '360102').places[0],
          from: '2026-01-01',
          until: formatDay(addDays(day, -4)),
        } as MachineRecord['places'][number],
        { region: '360428', site: 'clinic', name: one, from, until: null },
      ],
    });
    expect(before).toEqual([2, 2]);
    expect([(await sum('360102')) + (await sum('360428')), await sum('360000')]).toEqual([2, 2]);
    expect(await sum('360428')).toBeGreaterThan(0);
    expect(await opened.store.audit()).toEqual([]);
  });

  it('books what was folded before its machine was registered at its place, once it is', async () => {
    const late = 'JX-360428-0007' as MachineId;
    const ledger = stocked().write(...lines.box(noon - 40 * 86_400_000), ...lines.box(noon));
    await sendAndFold(opened.store, late, ledger);
    const issued = async (by: 'county' | 'machine') =>
      (await opened.store.months('360000', '2000-01', '2099-12', by)).reduce((all, row) => all + row.issued, 0);
    expect([await issued('county'), await issued('machine')], 'nobody knows yet where it stands').toEqual([0, 0]);
    await opened.store.saveMachine(record(late, '360428'));
    expect([await issued('county'), await issued('machine')]).toEqual([2, 2]);
    expect(await opened.store.audit()).toEqual([]);
  });

  it('returns nothing from outside the requested area', async () => {
    expect(await opened.store.monthsOf('3604', '2026-01', '2026-12', [one])).toEqual([]);
    expect(await opened.store.totals('3604')).toEqual([]);
    expect(await opened.store.yearIssues(2026, [one])).toEqual([]);
  });
}
