import { expect, it } from 'vitest';
import { readLine } from '../../shared/contracts/events.ts';
import { emptyBooks, laneStock } from '../../shared/ledger/books.ts';
import { fold } from '../../shared/ledger/fold.ts';

const stamp = { at: 1, run: 1, up: 1 };
const by = { by: '王芳', person: 'p-1' };
const lane = { lane: 1, product: 'CD-M' };
const test = { lane: 1, purpose: 'test-turn', ...by };
const lines: readonly object[] = [
  { kind: 'booted', ...stamp, version: '1', cause: 'new-disk', ledgerBefore: null },
  {
    kind: 'configured',
    ...stamp,
    version: 1,
    lanes: [{ ...lane, capacity: 20, par: 20 }],
    recalls: [],
    limits: {},
    labelKeys: [],
  },
  { kind: 'counted', ...stamp, ...lane, stock: 2, was: 0, lots: 'kept', reason: 'unbooked', ...by },
  { kind: 'restocked', ...stamp, ...lane, lot: 'B1', expires: '2029-01-31', added: 5, stock: 7, maker: 'x', bag: 'b-1', ...by },
  { kind: 'tested', ...stamp, ...test, state: 'turning', result: null, txn: 7 },
  { kind: 'tested', ...stamp, ...test, state: 'done', result: 'fell-one', txn: 7, fell: 1 },
  { kind: 'removed', ...stamp, ...lane, lot: null, removed: 1, stock: 6, reason: 'test-turn', ...by },
];

/** The fields that versions before staff mode do not know. */
const unknown = new Set(['maker', 'bag', 'fell', 'person', 'labelKeys']);
const asBefore = (line: object): object =>
  Object.fromEntries(
    Object.entries(line).filter(([key]) => !unknown.has(key) && !(key === 'reason' && 'was' in line)),
  );

function folded(all: readonly object[]) {
  const books = emptyBooks();
  all.forEach((line, index) => {
    const read = readLine(JSON.stringify(line));
    if (read.kind !== 'known') throw new Error(JSON.stringify(line));
    fold(books, index + 1, read.event);
  });
  return books;
}

it('an older fleet folds the lines of staff mode to the same books: a test turn is issued to nobody', () => {
  const [now, before] = [folded(lines), folded(lines.map(asBefore))];
  expect(now).toEqual(before);
  expect(now.issued).toBe(0);
  expect([...now.lanes.values()].map(laneStock)).toEqual([6]);
});

it('only a test whose end nobody knows differs there: its lane has to be counted', () => {
  const open = [...lines.slice(0, 5), { ...lines[5], result: 'no-answer', fell: null }];
  expect([...folded(open).lanes.values()].map(({ doubted }) => doubted)).toEqual([true]);
  expect([...folded(open.map(asBefore)).lanes.values()].map(({ doubted }) => doubted)).toEqual([false]);
});
