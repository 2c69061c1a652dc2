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

/** An uncertain turn comes to be known; one that had been booked as `not-issued` may still prove to have given a box. */
export function applySettled({ txn, lane, product, issued, by }: EventOf<'settled'>, books: Books): void {
  const uncertain = books.uncertain.get(txn);
  // Of two kiosks that write as one machine, a turn of the other one may have the same number, in another lane: it stays uncertain.
  const turn = uncertain?.lane === lane ? uncertain : null;
  if (turn) books.uncertain.delete(txn);
  if (issued) {
    books.issued += 1;
    const unseen = books.unseen.findIndex((each) => each.txn === txn);
    // The board saw it fall: whatever came before is no sign of a blind sensor. A count says so of this turn alone.
    if (unseen >= 0) books.unseen.splice(by === 'board' ? 0 : unseen, by === 'board' ? unseen + 1 : 1);
  }
  changeLane(books, lane, product, (book) => {
    if (!turn) return issued ? { ...boxesMoved(book, oneLess), drops: dropsPlus(book, 1) } : book;
    const settled = { ...book, uncertain: Math.max(0, book.uncertain - 1) };
    return issued ? settled : boxesMoved(settled, (lots) => returnToFront(lots, turn.lot, turn.expires));
  });
}

/** The sensor cannot be trusted, so that turns without a drop become uncertain; or somebody looked after it. */
export function applySensor(event: EventOf<'sensor'>, books: Books): void {
  books.sensor = event.state;
  books.unseen.length = 0;
  // What the drop counters showed before somebody looked after the sensor is no measure any more.
  if (event.state === 'trusted') for (const lane of books.lanes.values()) putLane(books, { ...lane, drops: null });
  for (const turn of event.turns ?? []) {
    const expires = books.lanes.get(turn.lane)?.lots[0]?.expires ?? null;
    becomeUncertain(books, { ...turn, expires, board: '', before: null, drops: null });
  }
}

/** Takes the front box of the turn's lane out of the stock and keeps it as one that may have fallen. */
function becomeUncertain(books: Books, turn: Turn): void {
  if (books.uncertain.has(turn.txn)) return;
  books.uncertain.set(turn.txn, turn);
  changeLane(books, turn.lane, turn.product, (lane) => ({
    ...boxesMoved(lane, oneLess),
    uncertain: lane.uncertain + 1,
    drops: null,
  }));
}
