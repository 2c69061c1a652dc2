import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../shared/contracts/events.ts';
import type { Lane, ProductCode } from '../../../shared/contracts/ids.ts';
import { type Books, emptyBooks } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';
import type { Lots } from '../../../shared/ledger/lots.ts';
import { stockOf } from '../../../shared/rules/lot.ts';

const lane = 1 as Lane;
const product = 'CD-M' as ProductCode;
const stamp = { at: 0, run: 1, up: 0, by: '王', lane, product };
type Load = readonly [lot: string | null, boxes: number];

function loaded(loads: readonly Load[]): Books {
  const books = emptyBooks();
  const lanes = [{ lane, product, capacity: 30, par: 30 }];
  fold(books, 2, { kind: 'configured', at: 0, run: 1, up: 0, version: 1, lanes, recalls: [], limits: {} });
  for (const [lot, added] of loads) {
    const expires = lot === null ? null : '2028-12-31';
    fold(books, 2, { kind: 'restocked', ...stamp, lot, expires, added, stock: 0 });
  }
  return books;
}
const counted = (stock: number, lots?: string): Event => ({
  kind: 'counted',
  ...stamp,
  stock,
  was: 0,
  ...(lots === undefined ? {} : { lots }),
});
const lotsOf = (books: Books): Lots => books.lanes.get(lane)?.lots ?? [];
const known = (lots: Lots): number => stockOf(lots.filter(({ lot }) => lot !== null));

const someLoads = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', null), fc.integer({ min: 1, max: 5 })), {
  maxLength: 5,
});
const aCount = fc.integer({ min: 0, max: 30 });

describe('a count that keeps the lots', () => {
  it('has as many boxes as were counted, and loses a known one only if no unknown one is left', () => {
    fc.assert(
      fc.property(someLoads, aCount, (loads, stock) => {
        const books = loaded(loads);
        const before = lotsOf(books);
        fold(books, 3, counted(stock, 'kept'));
        expect(stockOf(lotsOf(books))).toBe(stock);
        expect(known(lotsOf(books))).toBe(Math.min(known(before), stock));
      }),
    );
  });

  it('has the same result after any wrong counts as alone', () => {
    fc.assert(
      fc.property(someLoads, fc.array(aCount, { maxLength: 4 }), aCount, (loads, wrong, right) => {
        const corrected = loaded(loads);
        for (const stock of wrong) fold(corrected, 3, counted(stock, 'kept'));
        fold(corrected, 3, counted(right, 'kept'));
        const once = loaded(loads);
        fold(once, 3, counted(right, 'kept'));
        expect(lotsOf(corrected)).toEqual(lotsOf(once));
      }),
    );
  });
});

describe('a count of an older kiosk', () => {
  it('is folded as it was then: missing boxes from the front, surplus ones at the back', () => {
    const books = loaded([
      ['A', 3],
      ['B', 3],
    ]);
    const B = { lot: 'B', expires: '2028-12-31' };
    fold(books, 3, counted(2));
    expect(lotsOf(books)).toEqual([{ ...B, count: 2 }]);
    fold(books, 4, counted(4));
    expect(lotsOf(books)).toEqual([
      { ...B, count: 2 },
      { lot: null, expires: null, count: 2 },
    ]);
    fold(books, 5, counted(3));
    expect(lotsOf(books)).toEqual([
      { ...B, count: 1 },
      { lot: null, expires: null, count: 2 },
    ]);
  });
});
