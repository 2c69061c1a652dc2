import type { EventOf } from '../../contracts/events.ts';
import type { Books, Turn } from '../books.ts';
import { changeLane, dropsPlus, putLane } from '../lane-book.ts';
import { boxesMoved } from '../lane-lots.ts';
import { oneLess, returnToFront } from '../lots.ts';
import { closeTurn } from './turns.ts';

/** A turn ended and nobody knows how. */
export function applyUncertain(event: EventOf<'uncertain'>, books: Books): void {
  const turn = closeTurn(books, event.txn);
  if (turn) books.unseen.push(turn);
  becomeUncertain(books, turn ?? { ...event, expires: null, board: '', before: null, drops: null });
}

/**
 * The result of an uncertain turn is known. A turn that had been booked as `not-issued` may also
 * prove to have given a box.
 */
export function applySettled({ txn, lane, product, issued, by }: EventOf<'settled'>, books: Books): void {
  const uncertain = books.uncertain.get(txn);
  // If two kiosks write as one machine, the other one's turn may have the same number in another
  // lane: it stays uncertain.
  const turn = uncertain?.lane === lane ? uncertain : null;
  if (turn) books.uncertain.delete(txn);
  if (issued) {
    books.issued += 1;
    const unseen = books.unseen.findIndex((each) => each.txn === txn);
    // The board saw it fall, so the turns before it are no sign of a blind sensor. A count proves
    // it for this turn alone.
    if (unseen >= 0) books.unseen.splice(by === 'board' ? 0 : unseen, by === 'board' ? unseen + 1 : 1);
  }
  changeLane(books, lane, product, (book) => {
    if (!turn) return issued ? { ...boxesMoved(book, oneLess), drops: dropsPlus(book, 1) } : book;
    const settled = { ...book, uncertain: Math.max(0, book.uncertain - 1) };
    return issued ? settled : boxesMoved(settled, (lots) => returnToFront(lots, turn.lot, turn.expires));
  });
}

/**
 * The sensor cannot be trusted, so turns without a drop become uncertain; or somebody has checked
 * it.
 */
export function applySensor(event: EventOf<'sensor'>, books: Books): void {
  books.sensor = event.state;
  books.unseen.length = 0;
  // The values of the drop counters from before the check prove nothing any more.
  if (event.state === 'trusted') for (const lane of books.lanes.values()) putLane(books, { ...lane, drops: null });
  for (const turn of event.turns ?? []) {
    const expires = books.lanes.get(turn.lane)?.lots[0]?.expires ?? null;
    becomeUncertain(books, { ...turn, expires, board: '', before: null, drops: null });
  }
}

/**
 * Takes the front box of the turn's lane out of the stock and keeps it as one that may have fallen.
 */
function becomeUncertain(books: Books, turn: Turn): void {
  if (books.uncertain.has(turn.txn)) return;
  books.uncertain.set(turn.txn, turn);
  changeLane(books, turn.lane, turn.product, (lane) => ({
    ...boxesMoved(lane, oneLess),
    uncertain: lane.uncertain + 1,
    drops: null,
  }));
}
