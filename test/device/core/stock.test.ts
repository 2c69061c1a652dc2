import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { lane, one, planned, product, refused } from '../../support/device/values.ts';

const unknown = { kind: 'unknown', reason: 'power-lost' } as const;
const done = { kind: 'done', warnings: [] };
const day = 86_400_000;

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a restock', () => {
  it('goes behind the existing boxes, and the front lot falls first', () => {
    kiosk = testKiosk().ready(2);
    kiosk.restock(1, 3, 'CD-M', 'B2', '2029-06-30');
    kiosk.restock(1, 1, 'CD-M', 'B2', '2029-06-30');
    expect(kiosk.lane(1).lots).toEqual([
      { lot: 'A1', expires: '2028-12-31', count: 2 },
      { lot: 'B2', expires: '2029-06-30', count: 4 },
    ]);
    for (let n = 0; n < 3; n++) kiosk.dispense(1, one);
    expect(kiosk.lines('issued').map(({ lot }) => lot)).toEqual(['A1', 'A1', 'B2']);
  });

  it('is all or nothing', () => {
    kiosk = testKiosk().ready(5);
    const before = kiosk.last();
    const lanes = [1, 2].map((n) => ({
      lane: lane(n),
      product: product('CD-M'),
      lot: 'B2',
      expires: '2029-06-30',
      added: n === 1 ? 5 : 6,
    }));
    expect(kiosk.reply(kiosk.hand({ kind: 'restock', by: '王', lanes }))).toEqual(refused('over-capacity', 2));
    expect(kiosk.last()).toBe(before);
  });

  it('of two lots into one lane counts both against its capacity', () => {
    kiosk = testKiosk().ready(0);
    const load = { lane: lane(1), product: product('CD-M'), expires: '2029-06-30', added: 6 };
    const lanes = [
      { ...load, lot: 'A' },
      { ...load, lot: 'B' },
    ];
    expect(kiosk.reply(kiosk.hand({ kind: 'restock', by: '王', lanes }))).toEqual(refused('over-capacity', 1));
  });

  it('leaves room for boxes that may still be in the lane', () => {
    kiosk = testKiosk().ready(10);
    kiosk.dispense(1, unknown);
    expect(kiosk.lane(1)).toMatchObject({ stock: 9, uncertain: 1 });
    expect(kiosk.restock(1, 1)).toEqual(refused('over-capacity', 1));
  });

  it('is refused for the wrong product, an unknown lane, an expired lot and a recalled one', () => {
    kiosk = testKiosk().ready(0);
    expect(kiosk.restock(1, 1, 'CD-L')).toEqual(refused('wrong-product', 1));
    expect(kiosk.restock(7, 1)).toEqual(refused('unknown-lane', 7));
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2026-05-31')).toEqual(refused('already-expired', 1));
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2026-06-30')).toEqual(refused('already-expired', 1));
    kiosk.hear('config', {
      version: 1,
      lanes: [planned(1)],
      recalls: [{ product: product('CD-M'), lot: 'bad-7' }],
    });
    expect(kiosk.restock(1, 1, 'CD-M', 'BAD-7')).toEqual(refused('lot-recalled', 1));
  });

  it('warns of a lot without expiry and of an earlier one behind a later one', () => {
    kiosk = testKiosk().ready(1);
    expect(kiosk.restock(1, 1, 'CD-M', 'B', '2027-12-31')).toMatchObject({
      warnings: [{ lane: 1, code: 'earlier-behind-later' }],
    });
    expect(kiosk.restock(2, 1, 'CD-M', null, null)).toMatchObject({ warnings: [{ lane: 2, code: 'no-expiry' }] });
  });

  it('puts a lane that ran empty back in service', () => {
    kiosk = testKiosk().ready(1);
    kiosk.dispense(1, { kind: 'none', reason: 'no-drop' });
    expect(kiosk.lane(1).state).toBe('empty');
    kiosk.restock(1, 3);
    expect(kiosk.lane(1).state).toBe('ready');
  });
});

describe('a stock-take', () => {
  it('books the difference and overwrites nothing', () => {
    kiosk = testKiosk().ready(5);
    kiosk.count(1, 3);
    expect(kiosk.lines('counted')).toMatchObject([{ stock: 3, was: 5 }]);
    kiosk.count(1, 6);
    expect(kiosk.lines('counted')).toMatchObject([
      { stock: 3, was: 5 },
      { stock: 6, was: 3 },
    ]);
  });

  it.each([
    { counted: 3, settled: [true, true], was: 3, uncertain: 0 },
    { counted: 4, settled: [true, false], was: 4, uncertain: 0 },
    { counted: 5, settled: [false, false], was: 5, uncertain: 0 },
    { counted: 2, settled: [true, true], was: 3, uncertain: 0 },
    { counted: 7, settled: [false, false], was: 5, uncertain: 0 },
  ])('of $counted settles two uncertain boxes before it finds a difference', ({ counted, settled, was, uncertain }) => {
    kiosk = testKiosk().ready(5);
    kiosk.dispense(1, unknown);
    kiosk.dispense(1, unknown);
    kiosk.count(1, counted);
    expect(kiosk.lines('settled').map(({ issued }) => issued)).toEqual(settled);
    expect(kiosk.lines('counted')).toMatchObject([{ stock: counted, was }]);
    expect(kiosk.lane(1)).toMatchObject({ stock: counted, uncertain });
  });

  it('may find more than the changed planogram has room for', () => {
    kiosk = testKiosk().ready(8);
    kiosk.hear('config', { version: 1, lanes: [planned(1, 'CD-M', 4), planned(2)] });
    expect(kiosk.count(1, 8)).toEqual(done);
    expect(kiosk.count(1, 9)).toEqual(refused('over-capacity', 1));
  });

  it('is all or nothing, and names no lane twice', () => {
    kiosk = testKiosk().ready(5);
    const before = kiosk.last();
    const lanes = (...pairs: [number, number][]) => pairs.map(([n, stock]) => ({ lane: lane(n), stock }));
    const count = (...pairs: [number, number][]) =>
      kiosk.reply(kiosk.hand({ kind: 'count', by: '王', lanes: lanes(...pairs) }));
    expect(count([1, 3], [2, 11])).toEqual(refused('over-capacity', 2));
    expect(count([1, 3], [9, 1])).toEqual(refused('unknown-lane', 9));
    expect(count([1, 3], [1, 4])).toEqual(refused('lane-twice', null));
    expect(kiosk.last()).toBe(before);
  });
});

describe('boxes taken out', () => {
  it('are the unfit ones first, then from the front', () => {
    kiosk = testKiosk().ready(2);
    kiosk.restock(1, 2, 'CD-M', 'EARLY', '2026-07-10');
    kiosk.pass(20 * day);
    expect(kiosk.remove(1, 3)).toEqual(done);
    expect(kiosk.lines('removed')).toMatchObject([
      { lot: 'EARLY', removed: 2, stock: 2 },
      { lot: 'A1', removed: 1, stock: 1 },
    ]);
    expect(kiosk.lane(1).lots).toEqual([{ lot: 'A1', expires: '2028-12-31', count: 1 }]);
  });

  it('are of the given lot, and never more than there are', () => {
    kiosk = testKiosk().ready(2);
    kiosk.restock(1, 2, 'CD-M', 'B2', '2029-06-30');
    expect(kiosk.remove(1, 3, 'B2')).toEqual(refused('not-so-many', 1));
    expect(kiosk.remove(1, 2, 'B2')).toEqual(done);
    expect(kiosk.remove(1, 3)).toEqual(refused('not-so-many', 1));
    expect(kiosk.lane(1).stock).toBe(2);
  });

  it('do not include uncertain ones: the lane must be counted first', () => {
    kiosk = testKiosk().ready(2);
    kiosk.dispense(1, unknown);
    expect(kiosk.remove(1, 2)).toEqual(refused('not-so-many', 1));
    kiosk.count(1, 2);
    expect(kiosk.remove(1, 2)).toEqual(done);
  });
});
