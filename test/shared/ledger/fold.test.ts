import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../shared/contracts/events.ts';
import type { Lane, LedgerId, ProductCode, RequestId, Txn } from '../../../shared/contracts/ids.ts';
import type { Recall } from '../../../shared/contracts/plan.ts';
import { emptyBooks, laneStock, laneUncertain } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';
import { count, expires, lotName, sound } from '../../support/lots.ts';

const laneNumber = fc.integer({ min: 1, max: 4 }).map((n) => n as Lane);
const txn = fc.integer({ min: 1, max: 9 }).map((n) => n as Txn);
const product = fc.constantFrom('CD-M', 'CD-L').map((code) => code as ProductCode);
const request = '00000000-0000-4000-9000-000000000001' as RequestId;
const ledger = '00000000-0000-4000-8000-000000000001' as LedgerId;
const stamp = { at: 0, run: 1, up: 0 };
const about = { txn, lane: laneNumber, product };
const kind = <K extends Event['kind']>(name: K) => fc.constant(name);
const base = { at: fc.constant(0), run: fc.constant(1), up: fc.constant(0) };
const asked = { ...base, request: fc.constant(request), ...about };
const by = fc.constant('王');
const plan = fc
  .uniqueArray(fc.tuple(laneNumber, product, fc.option(fc.constant('locked'))), { selector: ([n]) => n, maxLength: 4 })
  .map((lanes) => lanes.map(([lane, code, locked]) => ({ lane, product: code, capacity: 10, par: 10, locked })));

/** Any line at all, in any order: a foreign or manipulated ledger. */
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: kind('turning'), ...asked, board: fc.constant('B'), before: count, drops: count }),
  fc.record({ kind: kind('issued'), ...asked, lot: lotName }),
  fc.record({ kind: kind('not-issued'), ...asked, reason: fc.constantFrom('no-drop', 'jam') }),
  fc.record({ kind: kind('uncertain'), ...asked, lot: lotName, reason: fc.constant('power-lost') }),
  fc.record({ kind: kind('settled'), ...base, ...about, issued: fc.boolean(), by: fc.constant('board' as const) }),
  fc.record({
    kind: kind('restocked'),
    ...base,
    lane: laneNumber,
    product,
    lot: lotName,
    expires,
    added: count,
    stock: count,
    by,
  }),
  fc.record({
    kind: kind('counted'),
    ...base,
    lane: laneNumber,
    product,
    stock: count,
    was: count,
    lots: fc.constantFrom('kept', 'of-later-versions', undefined),
    by,
  }),
  fc.record({
    kind: kind('removed'),
    ...base,
    lane: laneNumber,
    product,
    lot: lotName,
    removed: count,
    stock: count,
    reason: fc.constantFrom('damaged', 'double-drop', 'homing-drop'),
    by,
  }),
  fc.record({
    kind: kind('lane'),
    ...base,
    lane: laneNumber,
    state: fc.constantFrom('ready' as const, 'empty' as const, 'jam' as const, 'locked' as const),
    reason: fc.constantFrom(null, 'why'),
  }),
  fc.record({
    kind: kind('sensor'),
    ...base,
    state: fc.constantFrom('suspect' as const, 'trusted' as const),
    reason: fc.constant(null),
    turns: fc.array(fc.record({ request: fc.constant(request), ...about, lot: lotName }), { maxLength: 3 }),
  }),
  fc.record({
    kind: kind('configured'),
    ...base,
    version: count,
    lanes: plan,
    recalls: fc.constant<Recall[]>([]),
    limits: fc.constant({}),
  }),
  fc.record({
    kind: kind('tested'),
    ...base,
    lane: laneNumber,
    state: fc.constantFrom('turning' as const, 'done' as const),
    purpose: fc.constant('home' as const),
    result: fc.constant(null),
    by,
  }),
  fc.record({
    kind: kind('booted'),
    ...base,
    version: fc.constant('1'),
    cause: fc.constantFrom('start', 'fork', 'damaged'),
    ledgerBefore: fc.constantFrom(ledger, null),
  }),
);

describe('the fold of any lines in any order', () => {
  const folded = (events: readonly [Event, boolean][]) => {
    const books = emptyBooks();
    for (const [event, first] of events) fold(books, first ? 1 : 2, event);
    return books;
  };
  const anyLines = fc.array(fc.tuple(anyEvent, fc.boolean()), { maxLength: 60 });

  it('never throws, never owes a box, and keeps each uncertain box with its turn', () => {
    fc.assert(
      fc.property(anyLines, (events) => {
        const books = folded(events);
        for (const book of books.lanes.values()) {
          sound(book.lots);
          expect(book.uncertain).toBe([...books.uncertain.values()].filter(({ lane }) => lane === book.lane).length);
          expect(laneUncertain(book)).toBe(book.uncertain + (book.doubted ? laneStock(book) : 0));
          expect(book.drops === null || book.drops.count >= 0).toBe(true);
          if (laneStock(book) + book.uncertain === 0) expect(book.next).toBeNull();
        }
        for (const { lane } of books.uncertain.values()) expect(books.lanes.has(lane)).toBe(true);
        expect(books.issued).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same for the same lines, and does not touch them', () => {
    fc.assert(
      fc.property(anyLines, (events) => {
        const before = structuredClone(events);
        expect(folded(events)).toEqual(folded(events));
        expect(events).toEqual(before);
      }),
    );
  });

  it('can be stopped at any line and continued', () => {
    fc.assert(
      fc.property(anyLines, anyLines, (earlier, later) => {
        const whole = folded([...earlier, ...later]);
        const parts = folded(earlier);
        for (const [event, first] of later) fold(parts, first ? 1 : 2, event);
        expect(parts).toEqual(whole);
      }),
    );
  });
});

describe('a ledger’s first line', () => {
  const filled = () => {
    const books = emptyBooks();
    const lane = 1 as Lane;
    const code = 'CD-M' as ProductCode;
    const restocked = {
      kind: 'restocked',
      ...stamp,
      lane,
      product: code,
      lot: 'A',
      expires: null,
      added: 5,
      stock: 5,
      by: '王',
    } as const;
    const turning = {
      kind: 'turning',
      ...stamp,
      request,
      txn: 3 as Txn,
      lane,
      product: code,
      board: 'B',
      before: 2,
    } as const;
    fold(books, 2, {
      kind: 'configured',
      ...stamp,
      version: 4,
      lanes: [{ lane, product: code, capacity: 10, par: 10 }],
      recalls: [],
      limits: {},
    });
    fold(books, 3, restocked);
    fold(books, 4, turning);
    return books;
  };
  const booted = (ledgerBefore: LedgerId | null) =>
    ({ kind: 'booted', ...stamp, version: '1', cause: 'fork', ledgerBefore }) as const;

  it('that names the earlier one carries everything over, its stock in doubt, its open turn open', () => {
    const books = filled();
    fold(books, 1, booted(ledger));
    expect(books).toMatchObject({ configVersion: 4, turning: { txn: 3 }, lastTxn: 3, ledgerBefore: ledger });
    expect([...books.lanes.values()].map(laneUncertain)).toEqual([5]);
  });

  it('that names none begins with empty books, with no transaction used twice', () => {
    const books = filled();
    fold(books, 1, booted(null));
    expect(books).toMatchObject({ configVersion: 0, turning: null, lastTxn: 3, lanes: new Map() });
  });
});
