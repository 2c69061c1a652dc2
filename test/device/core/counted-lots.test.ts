import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';

const one = { kind: 'one' } as const;
const A = { lot: 'A1', expires: '2028-12-31' };
const B = { lot: 'B2', expires: '2029-06-30' };
const unknown = { lot: null, expires: null };
const done = { kind: 'done', warnings: [] };
const undated = { kind: 'done', warnings: [{ lane: 1, code: 'no-expiry' }] };

let kiosk: TestKiosk;
afterEach(() => kiosk.check());
const lots = () => kiosk.lane(1).lots;

/** A kiosk whose lane 1 holds `a` boxes of lot A and, after them, `b` of lot B. */
function filled(a: number, b = 0): TestKiosk {
  kiosk = testKiosk().ready(a);
  if (b > 0) kiosk.restock(1, b, 'CD-M', B.lot, B.expires);
  return kiosk;
}

describe('a stock-take that is corrected', () => {
  it('from too many to right leaves the lots as they were', () => {
    filled(6);
    expect(kiosk.count(1, 10)).toEqual(undated);
    expect(lots()).toEqual([
      { ...A, count: 6 },
      { ...unknown, count: 4 },
    ]);
    expect(kiosk.count(1, 6)).toEqual(done);
    expect(lots()).toEqual([{ ...A, count: 6 }]);
  });

  it('from none to right brings back both lots in their order', () => {
    filled(3, 3);
    expect(kiosk.count(1, 0)).toEqual(done);
    expect(lots()).toEqual([]);
    expect(kiosk.count(1, 6)).toEqual(done);
    expect(lots()).toEqual([
      { ...A, count: 3 },
      { ...B, count: 3 },
    ]);
  });

  it('from two to one keeps the dated box', () => {
    filled(1);
    kiosk.count(1, 2);
    kiosk.count(1, 1);
    expect(lots()).toEqual([{ ...A, count: 1 }]);
  });

  it('over several attempts, and over boxes that fell meanwhile, has the result of one correct count', () => {
    filled(3, 3);
    kiosk.count(1, 4);
    kiosk.dispense(1, one);
    kiosk.count(1, 9);
    kiosk.count(1, 2);
    kiosk.count(1, 5);
    expect(lots()).toEqual([
      { ...A, count: 2 },
      { ...B, count: 3 },
    ]);
  });

  it('after a restart still knows what was there before', () => {
    filled(3, 3);
    kiosk.count(1, 0);
    kiosk.restart();
    expect(kiosk.count(1, 6)).toEqual(done);
    expect(lots()).toEqual([
      { ...A, count: 3 },
      { ...B, count: 3 },
    ]);
  });
});

describe('a stock-take', () => {
  it('takes missing boxes from those without a lot first, wherever they are', () => {
    filled(2);
    kiosk.restock(1, 2, 'CD-M', null, null);
    kiosk.restock(1, 2, 'CD-M', B.lot, B.expires);
    kiosk.count(1, 4);
    expect(lots()).toEqual([
      { ...A, count: 2 },
      { ...B, count: 2 },
    ]);
    kiosk.count(1, 3);
    expect(lots()).toEqual([
      { ...A, count: 1 },
      { ...B, count: 2 },
    ]);
  });

  it('that finds more than there ever was reports that the rest has no date', () => {
    filled(3);
    kiosk.count(1, 1);
    expect(kiosk.count(1, 5)).toEqual(undated);
    expect(lots()).toEqual([
      { ...A, count: 3 },
      { ...unknown, count: 2 },
    ]);
  });

  it('does not correct an earlier one after staff put boxes in', () => {
    filled(4);
    kiosk.count(1, 2);
    kiosk.restock(1, 2, 'CD-M', B.lot, B.expires);
    expect(kiosk.count(1, 5)).toEqual(undated);
    expect(lots()).toEqual([
      { ...A, count: 2 },
      { ...B, count: 2 },
      { ...unknown, count: 1 },
    ]);
  });

  it('does not correct an earlier one after staff took boxes out', () => {
    filled(4);
    kiosk.count(1, 2);
    kiosk.remove(1, 1);
    kiosk.count(1, 3);
    expect(lots()).toEqual([
      { ...A, count: 1 },
      { ...unknown, count: 2 },
    ]);
  });

  it('restores a box that was in doubt, with its lot and date, without a warning', () => {
    filled(2);
    kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
    expect(kiosk.count(1, 2)).toEqual(done);
    expect(lots()).toEqual([{ ...A, count: 2 }]);
  });
});
