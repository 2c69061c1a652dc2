import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { LedgerStore } from '../../device/ports.ts';
import { headBy, newLedgerId, replayed } from '../support/device/ledgers.ts';

/** A store that can be closed and, if it outlives its process, opened again with its content. */
export interface StoreUnderTest {
  readonly store: LedgerStore & { close(): void };
  /** Closes the store and opens it again; null if its content is lost with its process. */
  readonly reopen: (() => StoreUnderTest) | null;
}

/** Makes the stores of a test; they are closed after it. */
interface Stores {
  fresh(): StoreUnderTest;
  /** Checks a store now and after a restart. */
  nowAndAfterRestart(one: StoreUnderTest, look: (store: LedgerStore) => void): void;
}

const numbered = (ledger: string, lines: readonly string[]) =>
  lines.map((line, index): [string, number, string] => [ledger, index + 1, line]);

const someLines = fc.array(
  fc.oneof(
    fc.json({ maxDepth: 1 }).filter((text) => !text.includes('\n')),
    fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => JSON.stringify({ kind: 'x', text })),
  ),
  { minLength: 1, maxLength: 12 },
);

/** Every promise of LedgerStore; a ledger store must pass it. */
export function ledgerStoreSuite(name: string, make: () => StoreUnderTest): void {
  describe(`a ledger store: ${name}`, () => {
    const open: StoreUnderTest[] = [];
    const stores: Stores = {
      fresh() {
        const made = make();
        open.push(made);
        return made;
      },
      nowAndAfterRestart(one, look) {
        look(one.store);
        const next = one.reopen?.();
        if (!next) return;
        open.push(next);
        look(next.store);
      },
    };
    afterEach(() => {
      for (const { store } of open.splice(0)) store.close();
    });

    linesOf(stores);
    atomicity(stores);
    ledgersOf(stores);
  });
}

/** What was appended can be read, also after a restart. */
function linesOf({ fresh, nowAndAfterRestart }: Stores): void {
  it('begins with a ledger of no lines', () => {
    const { store } = fresh();
    expect(store.last).toBe(0);
    expect(store.head).toBe(headBy(store.ledger, []));
    expect(store.headAt(0)).toBe(store.head);
    expect(store.position).toBeNull();
    expect(replayed(store)).toEqual([]);
  });

  it('keeps every line as its bytes, in order, with its number and its chain, also over a restart', () => {
    fc.assert(
      fc.property(fc.array(someLines, { minLength: 1, maxLength: 4 }), (batches) => {
        const first = fresh();
        const { store } = first;
        for (const batch of batches) store.append(batch);
        const lines = batches.flat();
        const { ledger } = store;
        nowAndAfterRestart(first, (each) => {
          expect(each.ledger).toBe(ledger);
          expect(each.last).toBe(lines.length);
          expect(each.head).toBe(headBy(each.ledger, lines));
          expect(replayed(each)).toEqual(numbered(each.ledger, lines));
          for (let seq = 0; seq <= lines.length; seq++)
            expect(each.headAt(seq)).toBe(headBy(each.ledger, lines.slice(0, seq)));
        });
      }),
      { numRuns: 20 },
    );
  });

  it('reads from any line on, never past the end and never before the first', () => {
    const { store } = fresh();
    store.append(['1', '2', '3', '4', '5']);
    expect(store.read(2, 3)).toEqual(['2', '3', '4']);
    expect(store.read(4, 100)).toEqual(['4', '5']);
    expect(store.read(6, 10)).toEqual([]);
    expect(store.read(1, 0)).toEqual([]);
    expect(store.read(1, -1)).toEqual([]);
    expect(store.read(0, 2)).toEqual(['1', '2']);
  });

  it('has no chain state without a line', () => {
    const { store } = fresh();
    store.append(['1']);
    expect(store.headAt(2)).toBeNull();
    expect(store.headAt(-1)).toBeNull();
    expect(store.headAt(0.5)).toBeNull();
  });

  it('appends nothing as nothing', () => {
    const { store } = fresh();
    store.append([]);
    expect(store.last).toBe(0);
  });

  it('replays many pages in order', () => {
    const { store } = fresh();
    const lines = Array.from({ length: 1_537 }, (_, index) => `{"n":${index}}`);
    store.append(lines);
    expect(replayed(store)).toEqual(numbered(store.ledger, lines));
  });
}

/** A transaction is written completely, or not at all. */
function atomicity({ fresh }: Stores): void {
  it('writes all of an append or nothing', () => {
    const { store } = fresh();
    store.append(['a']);
    const poison = ['b', 'c', undefined as unknown as string];
    expect(() => store.append(poison)).toThrow();
    expect(store.last).toBe(1);
    expect(store.head).toBe(headBy(store.ledger, ['a']));
    store.append(['b']);
    expect(replayed(store)).toEqual(numbered(store.ledger, ['a', 'b']));
  });

  it('writes all of a new ledger or nothing', () => {
    const { store } = fresh();
    const { ledger } = store;
    store.append(['a']);
    expect(() => store.begin(newLedgerId(), ['b', undefined as unknown as string])).toThrow();
    expect(() => store.begin(ledger, ['the same ledger twice'])).toThrow();
    expect(store.ledger).toBe(ledger);
    store.append(['b']);
    expect(replayed(store)).toEqual(numbered(ledger, ['a', 'b']));
  });
}

/** Several ledgers one after the other, and the position. */
function ledgersOf({ fresh, nowAndAfterRestart }: Stores): void {
  it('begins a new ledger after the old one, which can still be replayed', () => {
    const first = fresh();
    const { store } = first;
    const old = store.ledger;
    const next = newLedgerId();
    store.append(['a', 'b']);
    store.begin(next, ['c']);
    store.append(['d']);
    nowAndAfterRestart(first, (each) => {
      expect(each.ledger).toBe(next);
      expect(each.last).toBe(2);
      expect(each.head).toBe(headBy(next, ['c', 'd']));
      expect(each.headAt(1)).toBe(headBy(next, ['c']));
      expect(each.read(1, 10)).toEqual(['c', 'd']);
      expect(replayed(each)).toEqual([...numbered(old, ['a', 'b']), ...numbered(next, ['c', 'd'])]);
    });
  });

  it('keeps the last position', () => {
    const first = fresh();
    const { store } = first;
    const { ledger } = store;
    store.keepPosition({ ledger, through: 3, timeMs: 1_700_000_000_000 });
    store.keepPosition({ ledger, through: 2, timeMs: 1_700_000_000_001 });
    const kept = { ledger, through: 2, timeMs: 1_700_000_000_001 };
    nowAndAfterRestart(first, (each) => expect(each.position).toEqual(kept));
  });
}
