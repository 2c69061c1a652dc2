import { describe, expect, it } from 'vitest';
import type { FigureStore } from '../../../fleet/ports/figure-store.ts';
import type { Ledgers, LinePage, LinePosition } from '../../../fleet/ports/ledgers.ts';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import { addDays, type LocalDay, zoneOf } from '../../../shared/rules/calendar.ts';
import { lines, TestLedger } from '../../support/fleet/kiosk.ts';
import {
  arrived,
  day,
  foldAll,
  noon,
  one,
  product,
  sendAndFold,
  stocked,
  two,
} from '../../support/fleet/two-machines.ts';
import { type OpenedStore, storeWithMachines, type UnderTest } from './under-test.ts';

/**
 * What every implementation of `Ledgers` does; the folded content is read through `FigureStore`.
 */
export function ledgersSuite(
  name: string,
  open: () => Promise<UnderTest<Ledgers & FigureStore & RegistryStore>>,
): void {
  describe(`ledgers: ${name}`, () => {
    const opened = storeWithMachines(open);
    storesLines(opened);
    answersDays(opened);
    foldsLines(opened);
  });
}

function storesLines(opened: OpenedStore<Ledgers & FigureStore & RegistryStore>): void {
  it('accepts what continues a ledger, in one group or in many, and keeps its mark and head', async () => {
    const ledger = stocked().write(...lines.box(noon));
    const report = await opened.store.ingest(
      [arrived(one, ledger.batch(1, 2)), arrived(one, ledger.batch(3, 4)), arrived(one, ledger.batch(2, 5))],
      noon,
    );
    expect(report).toMatchObject({
      stored: true,
      results: [
        { kind: 'new', lines: 2 },
        { kind: 'new', lines: 2 },
        { kind: 'new', lines: 1 },
      ],
    });
    expect(await opened.store.mark(one, ledger.id)).toMatchObject({
      through: 5,
      head: ledger.heads[5],
    });
    expect(await opened.store.mark(two, ledger.id)).toMatchObject({ through: 0 });
    expect(
      await opened.store.ingest(
        [arrived(one, ledger.batch(2, 3)), arrived(one, new TestLedger().write({}, {}).batch(2))],
        noon,
      ),
    ).toMatchObject({
      stored: true,
      results: [{ kind: 'held' }, { kind: 'gap', receipt: { through: 0 } }],
    });
  });

  it('returns exactly the bytes that came, whatever they are', async () => {
    const odd = [
      '{"kind":"x","at":1,"run":1,"up":1}',
      '  spaces and 中文 and \u{1f600}  ',
      '\\',
      '{"a":"\\u0000"}',
      '[]',
    ];
    const ledger = new TestLedger().write(...odd);
    await sendAndFold(opened.store, one, ledger);
    const { events } = await opened.store.events(one, { after: null, order: 'oldest', kinds: [], limit: 100 });
    expect(events.map((event) => event.text ?? JSON.stringify(event.line))).toEqual(odd);
    expect(
      (await opened.store.ingest([arrived(one, new TestLedger(ledger.id).write(...odd, 'more').batch())], noon)).stored,
    ).toBe(true);
    expect(await opened.store.mark(one, ledger.id)).toMatchObject({ through: 6 });
  });

  it('has no ledgers of a machine that sent none', async () => {
    expect(await opened.store.ledgersOf(one)).toEqual([]);
  });
}

function answersDays(opened: OpenedStore<Ledgers & FigureStore & RegistryStore>): void {
  it('returns only the lines of some local days, a page at a time, in whatever order and chunks they came', async () => {
    const { begins, ends } = zoneOf('Asia/Shanghai');
    // The last and the first ms of three days; the clock of the fifth line is a little earlier than
    // that of the line before it.
    const times = [begins(day) - 1, begins(day), ends(day) - 1, ends(day), ends(day) - 1, ends(day) + 1];
    const ledger = new TestLedger().write(...times.map((at) => ({ kind: 'door', at, run: 1, up: 1, state: 'open' })));
    for (const [first, last] of [
      [1, 1],
      [2, 3],
      [4, 5],
      [6, 6],
    ] as const)
      await opened.store.ingest([arrived(one, ledger.batch(first, last))], ends(day) + 1);
    await foldAll(opened.store);
    const seqs = async (from: LocalDay, to: LocalDay, order: 'oldest' | 'newest') => {
      const found: number[] = [];
      for (let after: LinePosition | null = null; ; ) {
        const page: LinePage = await opened.store.events(one, {
          after,
          order,
          kinds: [],
          days: { from, to },
          limit: 2,
        });
        found.push(...page.events.map(({ seq }) => seq));
        after = page.next;
        if (after === null) return found;
      }
    };
    const [before, after] = [addDays(day, -1), addDays(day, 1)];
    for (const [from, to, expected] of [
      [before, before, [1]],
      [day, day, [2, 3, 5]],
      [after, after, [4, 6]],
      [before, day, [1, 2, 3, 5]],
      [before, after, [1, 2, 3, 4, 5, 6]],
      [addDays(day, 2), addDays(day, 9), []],
    ] as const) {
      expect(await seqs(from, to, 'oldest')).toEqual(expected);
      expect(await seqs(from, to, 'newest')).toEqual(expected.toReversed());
    }
  });
}

function foldsLines(opened: OpenedStore<Ledgers & FigureStore & RegistryStore>): void {
  it('folds what is stored exactly once, in any portions, and finds its position again', async () => {
    const ledger = stocked();
    for (let box = 0; box < 6; box += 1) ledger.write(...lines.box(noon + box));
    for (let line = 1; line <= ledger.lines.length; line += 2)
      await opened.store.ingest([arrived(one, ledger.batch(line, Math.min(line + 1, ledger.lines.length)))], noon);
    expect((await opened.store.fold(3)).done).toBe(false);
    await opened.reopen();
    expect(await opened.store.mark(one, ledger.id)).toMatchObject({ through: 15, head: ledger.heads[15] });
    await foldAll(opened.store);
    expect(await opened.store.dayIssuesOf(one, day)).toEqual([{ day, product, issued: 6 }]);
    expect((await opened.store.issues(one, day, day)).hours.filter((boxes) => boxes > 0)).toEqual([6]);
    expect(await opened.store.audit()).toEqual([]);
    expect(await opened.store.rebuild()).toBe(15);
    expect(await opened.store.dayIssuesOf(one, day)).toEqual([{ day, product, issued: 6 }]);
  });
}
