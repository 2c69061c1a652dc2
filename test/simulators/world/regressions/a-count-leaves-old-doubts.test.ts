import { expect, it } from 'vitest';
import { suspicion } from '../../../../device/core/sensor.ts';
import type { Fact } from '../../../../shared/contracts/events.ts';
import { emptyBooks, laneStock } from '../../../../shared/ledger/books.ts';
import { fold } from '../../../../shared/ledger/fold.ts';

const request = '5a6f103c-d466-40a4-889d-baf824434d85';
const about = { request, lane: 1, product: 'CD-M' };

function booksOf(facts: readonly object[]) {
  const books = emptyBooks();
  facts.forEach((fact, index) => {
    fold(books, index + 1, { at: 1, run: 1, up: index, ...(fact as Fact) } as never);
  });
  return books;
}

const lane = { lane: 1, product: 'CD-M', capacity: 10, par: 10 };
const opening = [
  { kind: 'booted', version: '1', cause: 'new-disk', ledgerBefore: null },
  { kind: 'configured', version: 0, lanes: [lane], recalls: [], limits: {} },
  { kind: 'restocked', lane: 1, product: 'CD-M', lot: 'L1', expires: '2030-01-01', added: 5, stock: 5, by: 'w' },
];
const turned = (txn: number) => ({ kind: 'turning', ...about, txn, board: 'B', before: txn - 1 });
const counted = { kind: 'counted', lane: 1, product: 'CD-M', stock: 5, was: 5, by: 'w' };

it('an uncertain box of a ledger that was given up is over with the next stock-take', () => {
  const books = booksOf([
    ...opening,
    turned(1),
    { kind: 'uncertain', ...about, txn: 1, lot: 'L1', reason: 'power-lost' },
    counted,
  ]);
  expect(books.uncertain.size).toBe(0);
  expect(books.lanes.get(1 as never)?.uncertain).toBe(0);
});

it('a turn that gave nothing before a stock-take is not put in doubt after it', () => {
  const gaveNothing = (txn: number) => [turned(txn), { kind: 'not-issued', ...about, txn, reason: 'no-drop' }];
  const books = booksOf([...opening, ...gaveNothing(1), ...gaveNothing(2), counted, turned(3)]);
  const { turning } = books;
  expect(turning && suspicion(books, turning, 'no-drop')).toBeNull();
  const lanes = [...books.lanes.values()];
  expect(lanes.map(laneStock)).toEqual([5]);
});
