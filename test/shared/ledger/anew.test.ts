import { describe, expect, it } from 'vitest';
import { type Event, readLine } from '../../../shared/contracts/events.ts';
import { type Books, emptyBooks, uncountedLanes } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';

const lane = (number: number, product = 'CD-M') => ({ lane: number, product, capacity: 10, par: 10 });
const plan = (...lanes: object[]) => ({ kind: 'configured', version: 0, lanes, recalls: [], limits: {} });
const booted = (more: object = {}) => ({
  kind: 'booted',
  version: '1',
  cause: 'new-disk',
  ledgerBefore: null,
  ...more,
});
const restocked = {
  kind: 'restocked',
  lane: 1,
  product: 'CD-M',
  lot: 'A',
  expires: null,
  added: 3,
  stock: 3,
  by: 'li',
};
const counted = { kind: 'counted', lane: 1, product: 'CD-M', stock: 7, was: 3, by: 'li' };

/** Folds lines of a ledger, as they are read from the disk. */
function books(...facts: readonly object[]): Books {
  const all = emptyBooks();
  for (const [index, fact] of facts.entries()) {
    const read = readLine(JSON.stringify({ at: 1, run: 1, up: 1, ...fact }));
    fold(all, index + 1, read.kind === 'known' ? read.event : (expect.fail('unreadable') as Event));
  }
  return all;
}

describe('a ledger that begins without an earlier one', () => {
  it('does not know the content of the lanes of its first run, until boxes are put in or counted', () => {
    expect(uncountedLanes(books(booted(), plan(lane(2), lane(1))))).toEqual([1, 2]);
    expect(uncountedLanes(books(booted(), plan(lane(1), lane(2)), restocked))).toEqual([2]);
    expect(uncountedLanes(books(booted(), plan(lane(1), lane(2)), counted))).toEqual([2]);
    expect(
      uncountedLanes(books(booted(), plan(lane(1)), { ...booted(), run: 2 }, { ...plan(lane(1), lane(2)), run: 2 })),
    ).toEqual([1]);
  });

  it('does not know it until a stock-take if a ledger was lost', () => {
    for (const why of [{ missing: true }, { cause: 'damaged' }]) {
      expect(uncountedLanes(books(booted(why), plan(lane(1)), restocked))).toEqual([1]);
      expect(uncountedLanes(books(booted(why), plan(lane(1)), restocked, counted))).toEqual([]);
    }
  });

  it('keeps this if the lane is planned for another product meanwhile', () => {
    const all = books(booted({ missing: true }), plan(lane(1)), plan(lane(1, 'SP-50')));
    expect(all.lanes.get(1 as never)?.product).toBe('SP-50');
    expect(uncountedLanes(all)).toEqual([1]);
  });

  it('differs from one that continues a ledger', () => {
    expect(
      uncountedLanes(books(booted({ ledgerBefore: '6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b11' }), plan(lane(1)))),
    ).toEqual([]);
  });
});
