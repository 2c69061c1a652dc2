import { expect, it } from 'vitest';
import type { LedgerStore } from '../../../fleet/ledger/ledger-store.ts';
import { addDays } from '../../../shared/rules/calendar.ts';
import { lines, type TestLedger } from '../../support/fleet/kiosk.ts';
import { day, noon, one, product, stocked, two } from '../../support/fleet/two-machines.ts';
import type { OpenedStore } from '../store/under-test.ts';
import {
  allChunks,
  booksOf,
  chunkOf,
  contentOf,
  decisionOf,
  foldOf,
  linesIn,
  type RefusingStore,
  timestampsOf,
  totalOf,
} from './store-content.ts';

type Opened = OpenedStore<RefusingStore>;

/** What folding saves can be read, and replaces what was saved before. */
export function folding(opened: Opened): void {
  savesFolds(opened);
  setsAside(opened);
  refolds(opened);
  forgets(opened);
}

/** Appends a short ledger of each machine in two groups. Returns the ledgers. */
async function appendBoth(store: LedgerStore): Promise<readonly [mine: TestLedger, yours: TestLedger]> {
  const [mine, yours] = [stocked(), stocked()];
  await store.append([chunkOf(one, mine), chunkOf(two, yours)]);
  await store.append([chunkOf(one, mine.write(...lines.box(noon)), 4, 5, noon + 1)]);
  return [mine, yours];
}

function savesFolds(opened: Opened): void {
  it('saves accounts, totals, timestamps and the mark, and has them after a restart', async () => {
    await appendBoth(opened.store);
    const chunks = await allChunks(opened.store);
    const { marks } = await contentOf(opened.store);
    const more = [
      { machine: one, total: totalOf(3) },
      { machine: one, total: totalOf(5, addDays(day, -1)) },
      { machine: two, total: totalOf(7) },
    ];
    const accounts = [one, two].map((machine) => ({ machine, account: `{"of":"${machine}","名":"\\"'"}` }));
    await opened.store.saveFold(foldOf(chunks, 3, { accounts, days: more }));
    for (const reopen of [false, true]) {
      if (reopen) await opened.reopen();
      const { books, ...rest } = await contentOf(opened.store);
      expect(rest).toEqual({
        marks,
        lines: linesIn(chunks.map((chunk) => ({ ...chunk, timestamps: timestampsOf(chunk) }))),
        folded: chunks.at(-1)?.number,
        aside: [],
      });
      expect(books.map(({ account }) => account)).toEqual(accounts.map(({ account }) => account));
      expect(books.map(({ totals }) => totals)).toEqual([[totalOf(5, addDays(day, -1)), totalOf(3)], [totalOf(7)]]);
    }
  });

  it('replaces only the totals and accounts that a fold names', async () => {
    await appendBoth(opened.store);
    const chunks = await allChunks(opened.store);
    await opened.store.saveFold(
      foldOf(chunks, 3, { days: [one, two].map((machine) => ({ machine, total: totalOf(3) })) }),
    );
    await opened.store.saveFold(foldOf(chunks, 4, { accounts: [{ machine: two, account: '{}' }] }));
    const [mine, yours] = await Promise.all([booksOf(opened.store, one), booksOf(opened.store, two)]);
    expect([mine.account, yours.account]).toEqual(['{"boxes":3}', '{}']);
    expect([mine.totals, yours.totals]).toEqual([[totalOf(4)], [totalOf(3)]]);
  });

  it('folds in portions: the mark is where the last one ended, and chunks after it have no timestamps', async () => {
    await appendBoth(opened.store);
    const [first, ...rest] = await allChunks(opened.store);
    await opened.store.saveFold(foldOf(first ? [first] : [], 1));
    expect(await opened.store.foldedThrough()).toBe(first?.number);
    const behind = await opened.store.chunksAfter(await opened.store.foldedThrough(), 100);
    expect(behind).toEqual(rest);
    expect(behind.every(({ timestamps }) => timestamps === null)).toBe(true);
  });

  it('keeps its totals whatever a caller does with those it handed in or got', async () => {
    await appendBoth(opened.store);
    const given = totalOf(3);
    await opened.store.saveFold(foldOf(await allChunks(opened.store), 3, { days: [{ machine: one, total: given }] }));
    const total = async () => (await opened.store.dayTotals(one))(day, product);
    for (const each of [given, await total()]) {
      each?.hours.fill(9);
      Object.assign(each ?? {}, { issued: 99 });
    }
    expect(await total()).toEqual(totalOf(3));
  });
}

function setsAside(opened: Opened): void {
  it('has the machines set aside as the last fold named them, or as they were if it named none', async () => {
    await appendBoth(opened.store);
    const chunks = await allChunks(opened.store);
    const both = [one, two].map((machine, index) => ({ machine, since: index + 1, at: noon, why: `why ${machine}` }));
    for (const [aside, expected] of [
      [both, both],
      [null, both],
      [both.slice(1), both.slice(1)],
      [[], []],
    ] as const) {
      await opened.store.saveFold(foldOf(chunks, 1, { setAside: aside }));
      await opened.reopen();
      expect((await contentOf(opened.store)).aside).toEqual(expected);
    }
  });

  it('moves the mark past chunks of a machine that is set aside, and keeps their timestamps', async () => {
    await appendBoth(opened.store);
    const chunks = await allChunks(opened.store);
    const skipped = chunks.map((chunk) => ({
      chunk,
      timestamps: timestampsOf(chunk, null),
      booked: chunk.machine !== one,
    }));
    const { marks } = await contentOf(opened.store);
    await opened.store.saveFold(foldOf(chunks, 0, { chunks: skipped, accounts: [], days: [] }));
    await opened.reopen();
    const after = await contentOf(opened.store);
    expect(after.marks).toEqual(marks);
    expect(after.lines.filter(({ timestamps }) => timestamps === null)).toEqual([]);
    expect(await opened.store.chunksAfter(after.folded, 100)).toEqual([]);
  });
}

function refolds(opened: Opened): void {
  it('replaces all books of a machine with a decision, and nothing else', async () => {
    const [mine] = await appendBoth(opened.store);
    const chunks = await allChunks(opened.store);
    const aside = [{ machine: two, since: 2, at: noon, why: 'a test' }];
    const totals = [totalOf(3), totalOf(4, addDays(day, -1))].map((total) => ({ machine: one, total }));
    await opened.store.saveFold(
      foldOf(chunks, 3, { setAside: aside, days: [...totals, { machine: two, total: totalOf(8) }] }),
    );
    const before = await contentOf(opened.store);
    const decision = decisionOf('d1', one, mine);
    const [marked] = (await allChunks(opened.store)).filter(({ machine }) => machine === one);
    const timestamps = marked ? timestampsOf(marked, null) : [];
    await opened.store.saveRefold({
      decision,
      account: '{"again":true}',
      days: [totalOf(2)],
      chunks: marked ? [{ chunk: marked, timestamps, booked: true }] : [],
    });
    for (const reopen of [false, true]) {
      if (reopen) await opened.reopen();
      expect(await contentOf(opened.store)).toEqual({
        ...before,
        lines: before.lines.map((each) =>
          each.machine === one && each.seq <= 3 ? { ...each, timestamps: timestamps[each.seq - 1] } : each,
        ),
        books: [{ account: '{"again":true}', totals: [totalOf(2)], decisions: [decision] }, before.books[1]],
      });
    }
  });

  it('has the decisions about a machine by their time, in whatever order they were saved', async () => {
    const [mine, yours] = await appendBoth(opened.store);
    const [late, early, other] = [
      decisionOf('d1', one, mine, noon + 5),
      decisionOf('d2', one, mine, noon + 1),
      decisionOf('d3', two, yours, noon),
    ];
    for (const decision of [late, early, other])
      await opened.store.saveRefold({ decision, account: '{}', days: [], chunks: [] });
    for (const reopen of [false, true]) {
      if (reopen) await opened.reopen();
      expect(await opened.store.decisions(one)).toEqual([early, late]);
      expect(await opened.store.decisions(two)).toEqual([other]);
    }
  });
}

function forgets(opened: Opened): void {
  it('forgets what was folded, and keeps the lines with their timestamps and the decisions', async () => {
    const [mine] = await appendBoth(opened.store);
    const aside = [{ machine: two, since: 2, at: noon, why: 'a test' }];
    await opened.store.saveFold(foldOf(await allChunks(opened.store), 3, { setAside: aside }));
    const decision = decisionOf('d1', one, mine);
    await opened.store.saveRefold({ decision, account: '{}', days: [totalOf(1)], chunks: [] });
    const before = await contentOf(opened.store);
    await opened.store.forgetFolds();
    for (const reopen of [false, true]) {
      if (reopen) await opened.reopen();
      expect(await contentOf(opened.store)).toEqual({
        marks: before.marks,
        lines: before.lines,
        folded: 0,
        aside: [],
        books: [
          { account: null, totals: [], decisions: [decision] },
          { account: null, totals: [], decisions: [] },
        ],
      });
    }
  });
}
