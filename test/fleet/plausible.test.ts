import { describe, expect, it } from 'vitest';
import { readAccount, writeAccount } from '../../fleet/ledger/account-text.ts';
import { limits } from '../../fleet/limits.ts';
import { Folded } from '../support/fleet/folded.ts';
import { lines } from '../support/fleet/kiosk.ts';

const now = Date.UTC(2026, 5, 1, 2);
const one = 'a0000000-0000-4000-8000-000000000001';
const two = 'a0000000-0000-4000-8000-000000000002';
const begun = (lanes?: object[]) => [lines.booted(now), lines.configured(now, lanes)];
const many = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const stamp = { at: now, run: 1, up: 5000 };
const turn = (txn: number, lane = 1) => ({
  request: 'b0000000-0000-4000-8000-000000000001',
  txn,
  lane,
  product: 'CD-M',
});
const turning = (txn: number, up = 5000, lane = 1) => ({
  kind: 'turning',
  ...stamp,
  up,
  ...turn(txn, lane),
  board: 'LB1',
  before: null,
});
const issued = (txn: number, up = 8000, lane = 1) => ({ kind: 'issued', ...stamp, up, ...turn(txn, lane), lot: null });
const settled = (txn: number, by = 'board') => {
  const { request: _, ...of } = turn(txn);
  return { kind: 'settled', ...stamp, ...of, issued: true, by };
};
const counted = (stock: number, was: number) => ({
  kind: 'counted',
  ...stamp,
  lane: 1,
  product: 'CD-M',
  stock,
  was,
  by: 'filler',
});
const removed = (boxes: number, reason = 'damaged') => ({
  kind: 'removed',
  ...stamp,
  lane: 1,
  product: 'CD-M',
  lot: null,
  removed: boxes,
  stock: 0,
  reason,
  by: 'filler',
});

describe('lines that no machine could have written truly', () => {
  it('two million boxes in one batch are not in stock', () => {
    const books = new Folded().takes(one, [...begun(), ...many(200, () => lines.restocked(now, 10_000))], now);
    expect([books.stock, books.waiting]).toEqual([0, { 'over-capacity': [200, 0, 2_000_000] }]);
    const unplanned = new Folded().takes(one, [lines.booted(now), lines.restocked(now, 5, 77)], now);
    expect([unplanned.stock, unplanned.waiting]).toEqual([0, { 'unplanned-lane': [1, 0, 5] }]);
  });

  it('20,000 boxes without a turn count for nothing', () => {
    const books = new Folded().takes(one, begun(), now);
    for (let part = 0; part < 20; part += 1)
      books.takes(
        one,
        many(1000, (n) => issued(part * 1000 + n + 1)),
        now,
      );
    expect([books.issued(), books.account.books.issued]).toEqual([0, 0]);
    expect(books.waiting).toEqual({ 'no-turn': [20_000, 20_000, 0] });
    expect(books.timestamps.at(-1)?.uncounted).toBe('no-turn');
  });

  it('a turn gives one box, and only if it was begun', () => {
    const books = new Folded().takes(one, [...begun(), lines.restocked(now, 5), turning(1), issued(1)], now);
    books.takes(
      one,
      [issued(1), issued(2), settled(3), settled(1), { ...issued(4), kind: 'not-issued', reason: 'jam' }],
      now,
    );
    expect([books.issued(), books.stock]).toEqual([1, 4]);
    expect(books.waiting).toEqual({ 'no-turn': [5, 4, 0] });
  });

  it('a turn that gave nothing may give its box late, once, by the board’s report', () => {
    const notIssued = { kind: 'not-issued', ...stamp, up: 8000, ...turn(1), reason: 'no-drop' };
    const begin = [...begun(), lines.restocked(now, 5), { ...turning(1), drops: 0 }, notIssued];
    const late = new Folded().takes(one, [...begin, settled(1), settled(1)], now);
    expect([late.issued(), late.waiting]).toEqual([1, { 'no-turn': [1, 1, 0] }]);
    const byCount = new Folded().takes(one, [...begin, settled(1, 'count')], now);
    expect(byCount.issued()).toBe(0);
  });

  it('more boxes than the lane held are left out, and the turn is removed with its end', () => {
    const boxes = [1, 2, 3].flatMap((txn) => [turning(txn), issued(txn)]);
    const books = new Folded().takes(one, [...begun(), lines.restocked(now, 2), ...boxes], now);
    expect([books.issued(), books.stock]).toEqual([2, 0]);
    expect(books.waiting).toEqual({ 'lane-empty': [2, 1, 0] });
  });

  it('boxes that repeatedly come faster than motors turn are left out', () => {
    const lanes = many(10, (n) => ({ lane: n + 1, product: 'CD-M', capacity: 10, par: 10 }));
    const loaded = [...begun(lanes), ...lanes.map(({ lane }) => lines.restocked(now, 10, lane))];
    const given = (everyMs: number, fastestTurnMs?: number) => {
      const boxes = many(100, (n) => {
        const up = 5000 + n * everyMs;
        const lane = 1 + Math.floor(n / 10);
        return [turning(n + 1, up, lane), issued(n + 1, up + 1, lane)];
      });
      const books = new Folded([], fastestTurnMs).takes(one, [...loaded, ...boxes.flat()], now);
      return [books.issued(), books.waiting['too-fast']?.[0] ?? 0];
    };
    expect(given(200)).toEqual([100, 0]);
    expect(given(0)).toEqual([limits.quickBoxes, 100 - limits.quickBoxes]);
    expect(given(100)[0]).toBeGreaterThan(50);
    expect(given(100)[0]).toBeLessThan(60);
    expect(given(100, 100)).toEqual([100, 0]);
    expect(given(0, 0)).toEqual([100, 0]);
  });

  it('a box that hung, seen as soon as the next turn begins, is counted', () => {
    const missed = { kind: 'not-issued', ...stamp, up: 8000, ...turn(1), reason: 'no-drop' };
    const told = [turning(1), missed, turning(2, 9000), issued(2, 9001), turning(3, 9100), issued(3, 9101)];
    const books = new Folded().takes(one, [...begun(), lines.restocked(now, 5), ...told], now);
    expect([books.issued(), books.waiting]).toEqual([2, {}]);
  });

  it('10,000 boxes counted as missing or taken out of an empty lane make no difference', () => {
    const books = new Folded().takes(one, [...begun(), counted(0, 10_000), removed(10_000)], now);
    expect(books.totals.every(({ removed: out, difference }) => out === 0 && difference === 0)).toBe(true);
    expect(books.waiting).toEqual({ 'lane-empty': [2, 0, 20_000] });
    expect(new Folded().takes(one, [...begun(), counted(11, 0)], now).waiting).toEqual({ 'over-capacity': [1, 0, 11] });
  });

  it('9,999 lanes and 20,000 lots are not stored', () => {
    const lanes = many(9999, (n) => lines.restocked(now, 1, n + 1, `P-${n}`));
    expect(new Folded().takes(one, [...begun(), ...lanes], now).account.books.lanes.size).toBe(1);
    const before = '00000000-0000-4000-8000-000000000000';
    const unknown = new Folded().takes(one, [lines.booted(now, 1, before), ...lanes], now);
    expect(unknown.account.books.lanes.size).toBe(limits.lanes);
    const lots = many(20_000, (n) => lines.restocked(now, 1, 1, 'CD-M', `L${n}`));
    const [lane] = new Folded().takes(one, [...begun(), ...lots], now).account.books.lanes.values();
    expect(lane?.lots.length).toBe(10);
  });

  it('cannot be hidden by turns that never give a box', () => {
    const blind = many(500, (n) => [
      turning(n + 1),
      { kind: 'not-issued', ...stamp, ...turn(n + 1), reason: 'no-drop' },
    ]);
    const books = new Folded().takes(one, [...begun(), lines.restocked(now, 2), ...blind.flat()], now);
    expect(books.account.books.unseen.length).toBe(limits.unseenTurns);
  });
});

describe('a ledger that continues after missing lines', () => {
  const before = [...begun(), lines.restocked(now, 5), turning(7)];
  const anew = lines.booted(now, 2, one);

  it('may end the turn that the earlier ledger began, although that was never reported', () => {
    const books = new Folded().takes(one, [...begun(), lines.restocked(now, 5)], now);
    books.takes(two, [anew, issued(7), issued(8)], now);
    expect([books.issued(), books.stock, books.waiting]).toEqual([1, 4, { 'no-turn': [1, 1, 0] }]);
    const told = new Folded().takes(one, before, now).takes(two, [anew, issued(7), issued(8)], now);
    expect([told.issued(), told.waiting]).toEqual([1, { 'no-turn': [1, 1, 0] }]);
  });

  it('may settle turns of missing lines, as many as a lane can hold, and none in a lane that was counted since', () => {
    const known = new Folded().takes(one, [...begun(), lines.restocked(now, 5)], now);
    const boxes = many(limits.laneBoxes + 1, (n) => settled(n + 1, 'count'));
    known.takes(two, [anew, ...boxes], now);
    expect([known.issued(), known.waiting]).toEqual([limits.laneBoxes, { 'no-turn': [1, 1, 0] }]);
    const counts = new Folded().takes(one, [...begun(), lines.restocked(now, 5)], now);
    counts.takes(two, [anew, settled(1, 'count'), counted(4, 4), settled(2, 'count')], now);
    expect([counts.issued(), counts.waiting]).toEqual([1, { 'no-turn': [1, 1, 0] }]);
  });

  it('may give out boxes that were loaded unseen, as many as a lane can hold', () => {
    const books = new Folded().takes(one, begun(), now);
    const boxes = many(limits.laneBoxes + 1, (n) => [turning(n + 1), issued(n + 1, 8000 + 3000 * n)]).flat();
    books.takes(two, [anew, ...boxes], now);
    expect(books.issued()).toBe(limits.laneBoxes);
    expect(books.waiting).toEqual({ 'lane-empty': [2, 1, 0] });
  });

  it('must agree with its books again once the lane is counted', () => {
    const books = new Folded().takes(one, before, now);
    books.takes(two, [anew, issued(7), counted(1, 4), turning(8), issued(8), turning(9), issued(9)], now);
    expect([books.issued(), books.waiting]).toEqual([2, { 'lane-empty': [2, 1, 0] }]);
  });

  it('may end a turn that it left open while another ledger came between', () => {
    const books = new Folded().takes(one, before, now);
    books.takes(two, [lines.booted(now), lines.configured(now)], now).takes(one, [issued(7), issued(8)], now);
    expect([books.issued(), books.waiting]).toEqual([1, { 'no-turn': [1, 1, 0] }]);
  });

  it('keeps this over a restart', () => {
    const books = new Folded().takes(one, before, now).takes(two, [anew], now);
    expect(readAccount(writeAccount(books.account))).toEqual(books.account);
  });
});
