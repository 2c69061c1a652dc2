import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lots, loadBehind, recount, returnToFront, takeFromFront, takeLot } from '../../../shared/ledger/lots.ts';
import { stockOf } from '../../../shared/rules/lot.ts';
import { count, expires, lotName, sound } from '../../support/lots.ts';

const someLots: fc.Arbitrary<Lots> = fc
  .array(fc.tuple(lotName, expires, fc.integer({ min: 1, max: 9 })), { maxLength: 5 })
  .map((loads) => loads.reduce<Lots>((lots, [lot, until, n]) => loadBehind(lots, lot, until, n), []));

describe('the lots of a lane', () => {
  it('grow by what is loaded, shrink by what is taken, and never below nothing', () => {
    fc.assert(
      fc.property(someLots, count, lotName, expires, (lots, n, lot, until) => {
        const stock = stockOf(lots);
        expect(stockOf(loadBehind(lots, lot, until, n))).toBe(stock + n);
        expect(stockOf(returnToFront(lots, lot, until))).toBe(stock + 1);
        expect(stockOf(takeFromFront(lots, n))).toBe(Math.max(0, stock - n));
        expect(stockOf(takeLot(lots, lot, n))).toBe(Math.max(0, stock - n));
        expect(stockOf(recount(lots, n))).toBe(n);
        sound(loadBehind(lots, lot, until, n));
        sound(returnToFront(lots, lot, until));
        sound(takeFromFront(lots, n));
      }),
    );
  });

  it('leave in the order in which they were loaded', () => {
    fc.assert(
      fc.property(someLots, fc.integer({ min: 0, max: 60 }), (lots, n) => {
        const boxes = (of: Lots) => of.flatMap(({ lot, expires: until, count: k }) => Array(k).fill(`${lot} ${until}`));
        expect(boxes(takeFromFront(lots, n))).toEqual(boxes(lots).slice(n));
      }),
    );
  });

  it('give the box back that was thought to have fallen', () => {
    fc.assert(
      fc.property(someLots, (lots) => {
        const [front] = lots;
        if (front) expect(returnToFront(takeFromFront(lots, 1), front.lot, front.expires)).toEqual(lots);
      }),
    );
  });

  it('lose a named lot first, wherever it is', () => {
    fc.assert(
      fc.property(someLots, count, (lots, n) => {
        const of = (each: Lots) => stockOf(each.filter(({ lot }) => lot === 'B'));
        expect(of(takeLot(lots, 'B', n))).toBeLessThanOrEqual(Math.max(0, of(lots) - n));
      }),
    );
  });
});
