import { describe, expect, it } from 'vitest';
import { type Event, readLine } from '../../../shared/contracts/events.ts';
import { emptyBooks, laneStock, laneUncertain } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';

const stamp = { at: 1_790_000_000_000, run: 1, up: 0 };

function event(fields: Record<string, unknown>): Event {
  const read = readLine(JSON.stringify({ ...stamp, ...fields }));
  return read.kind === 'known' ? read.event : expect.fail(read.kind);
}

describe('a ledger that continues after damage', () => {
  it('has no certain box until a stock-take, and keeps what it knew', () => {
    const books = emptyBooks();
    const lanes = [1, 2].map((lane) => ({ lane, product: 'CD-M', capacity: 10, par: 10 }));
    const load = {
      kind: 'restocked',
      product: 'CD-M',
      lot: 'A1',
      expires: '2090-12-31',
      added: 5,
      stock: 5,
      by: 'wang',
    };
    const booted = { kind: 'booted', version: '1', ledgerBefore: null };
    const lines = [
      event({ ...booted, cause: 'start' }),
      event({ kind: 'configured', version: 0, lanes, recalls: [], limits: {} }),
      event({ ...load, lane: 1 }),
      event({ ...load, lane: 2 }),
      event({ ...booted, cause: 'start' }),
    ];
    for (const [index, each] of lines.entries()) fold(books, index + 1, each);
    const uncertain = () => [...books.lanes.values()].map((lane) => [laneStock(lane), laneUncertain(lane)]);
    expect(uncertain()).toEqual([
      [5, 0],
      [5, 0],
    ]);
    fold(books, 6, event({ ...booted, cause: 'damaged' }));
    expect(uncertain()).toEqual([
      [5, 5],
      [5, 5],
    ]);
    fold(books, 7, event({ kind: 'counted', lane: 1, product: 'CD-M', stock: 4, was: 5, by: 'wang' }));
    expect(uncertain()).toEqual([
      [4, 0],
      [5, 5],
    ]);
  });
});
