import type { Fact } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { type Books, doubleDrop, homingDrop, laneStock, type Turn } from '../../shared/ledger/books.ts';
import { limitsOf } from './limits.ts';

/**
 * Too many motor turns in a row without a drop: the sensor may be blind, and each of those turns an
 * uncounted box. The machine stops, and one box of each turn is in doubt until a stock-take, so
 * that a machine never empties itself uncounted. A lane has at most as many boxes in doubt as it
 * held: its later turns found none. Turns whose end nobody knows count half: their boxes are in
 * doubt already, and the sensor need not be the cause.
 */
export function suspicion(books: Books, last: Turn, end: 'no-drop' | 'unknown'): Fact | null {
  const turns = books.unseen.filter(({ txn }) => !books.uncertain.has(txn));
  if (end === 'no-drop') turns.push(last);
  const max = limitsOf(books).noDropsBeforeSuspect;
  if (turns.length < max && books.unseen.length + 1 < 2 * max) return null;
  const left = new Map([...books.lanes.values()].map((lane) => [lane.lane, laneStock(lane)]));
  const takesOne = ({ lane }: Turn): boolean => {
    const boxes = left.get(lane) ?? 0;
    left.set(lane, boxes - 1);
    return boxes > 0;
  };
  if (end === 'unknown') takesOne(last);
  const doubted = turns.filter(takesOne).slice(-32);
  return {
    kind: 'sensor',
    state: 'suspect',
    reason: 'no-drops',
    turns: doubted.map(({ request, txn, lane, product, lot }) => ({ request, txn, lane, product, lot })),
  };
}

/**
 * The lines for `boxes` that fell in addition to the requested one; `taken` more of the lane are
 * booked in the same record. No request asked for them, so they are booked as taken out, and the
 * machine stops [rules, hard stop].
 */
export function doubleDrops(books: Books, from: LaneAndLot, taken: number, boxes: number): Fact[] {
  return [unasked(books, from, taken, boxes, doubleDrop), { kind: 'sensor', state: 'suspect', reason: doubleDrop }];
}

type LaneAndLot = Pick<Turn, 'lane' | 'product' | 'lot'>;

function unasked(books: Books, from: LaneAndLot, taken: number, boxes: number, reason: string): Fact {
  const { lane, product, lot } = from;
  const book = books.lanes.get(lane);
  const stock = Math.max(0, (book ? laneStock(book) : 0) - taken - boxes);
  return { kind: 'removed', lane, product, lot, removed: boxes, stock, reason, by: 'board' };
}

/**
 * The most unbooked boxes that a single turn can have dropped. If there are more, the counter
 * itself is in doubt.
 */
const maxInOneTurn = 2;

/**
 * Compares the lane's drop counter with the books [LBP/1, `LANE`]: it shows boxes that fell after
 * their turn had ended.
 * - If the lane's motor was homed since, they fell then, and are booked as taken out.
 * - If its last turn gave nothing, the box came late, and the turn is settled as issued.
 * - If its last turn gave one box, a second one fell.
 * - If the motor could not have dropped that many since, nothing is booked from the counter, and
 *   the machine stops.
 */
export function lateDrops(books: Books, lane: Lane, board: string, counted: number): Fact[] {
  const book = books.lanes.get(lane);
  if (!book?.drops || book.drops.board !== board || books.turning?.lane === lane || books.testing) return [];
  const extra = counted - book.drops.count;
  if (extra <= 0 || books.sensor === 'suspect') return [];
  const from = { lane, product: book.product, lot: book.lots[0]?.lot ?? null };
  if (book.drops.homed && extra <= maxInOneTurn) return [unasked(books, from, 0, extra, homingDrop)];
  const { late } = book.drops;
  if (late !== null && extra === 1)
    return [{ kind: 'settled', txn: late, lane, product: book.product, issued: true, by: 'board' }];
  if (late === null && extra < maxInOneTurn) return doubleDrops(books, from, 0, extra);
  return [{ kind: 'sensor', state: 'suspect', reason: 'drop-counter' }];
}
