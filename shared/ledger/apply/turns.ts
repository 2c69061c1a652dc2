import type { EventOf } from '../../contracts/events.ts';
import type { Txn } from '../../contracts/ids.ts';
import type { Books, Turn } from '../books.ts';
import { changeLane, dropsPlus } from '../lane-book.ts';
import { boxesMoved } from '../lane-lots.ts';
import { oneLess } from '../lots.ts';

/** A turn is about to begin, with the front box of its lane. */
export function applyTurning(event: EventOf<'turning'>, books: Books): void {
  const { request, txn, lane, product, board, before } = event;
  const front = books.lanes.get(lane)?.lots[0];
  const lot = front?.lot ?? null;
  const expires = front?.expires ?? null;
  books.turning = { request, txn, lane, product, lot, expires, board, before, drops: event.drops ?? null };
  books.lastTxn = Math.max(books.lastTxn, txn);
  changeLane(books, lane, product, (book) => ({
    ...book,
    drops: event.drops === undefined ? null : { board, count: event.drops, late: null, homed: false },
  }));
}

/** A box fell, so the sensor works, whatever it did not see before. */
export function applyIssued(event: EventOf<'issued'>, books: Books): void {
  closeTurn(books, event.txn);
  books.issued += 1;
  books.unseen.length = 0;
  changeLane(books, event.lane, event.product, (lane) => ({ ...boxesMoved(lane, oneLess), drops: dropsPlus(lane, 1) }));
}

/** A turn gave nothing, as far as was observed. */
export function applyNotIssued(event: EventOf<'not-issued'>, books: Books): void {
  const turn = closeTurn(books, event.txn);
  if (event.reason === 'no-drop' && turn) books.unseen.push(turn);
  changeLane(books, event.lane, event.product, (lane) => ({
    ...lane,
    drops: lane.drops && { ...lane.drops, late: event.txn },
  }));
}

/** Staff turn a motor, or did: nothing of it is issued, and its transaction is used. */
export function applyTested(event: EventOf<'tested'>, books: Books): void {
  books.lastTxn = Math.max(books.lastTxn, event.txn ?? 0);
  books.testing = event.state === 'turning' ? { lane: event.lane, purpose: event.purpose, by: event.by } : null;
  changeLane(books, event.lane, null, (lane) => ({
    ...lane,
    drops: lane.drops && { ...lane.drops, homed: true },
    doubted: lane.doubted || event.fell === null,
  }));
}

/** Ends the turn under way if it is this one, and returns it; else null. */
export function closeTurn(books: Books, txn: Txn): Turn | null {
  const turn = books.turning;
  if (turn?.txn !== txn) return null;
  books.turning = null;
  return turn;
}
