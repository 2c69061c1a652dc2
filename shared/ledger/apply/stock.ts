import type { EventOf } from '../../contracts/events.ts';
import { type Books, fellUnasked, testTurnDrop } from '../books.ts';
import { changeLane, dropsPlus } from '../lane-book.ts';
import { boxesHandled, boxesMoved, laneCounted } from '../lane-lots.ts';
import { type Lots, loadBehind, takeLot } from '../lots.ts';

/** Boxes were put in behind the existing ones. */
export function applyRestocked(event: EventOf<'restocked'>, books: Books): void {
  changeLane(books, event.lane, event.product, (lane) => ({
    ...boxesHandled(lane, (lots) => loadBehind(lots, event.lot, event.expires, event.added)),
    unknownUntil: lane.unknownUntil === 'count' ? 'count' : undefined,
  }));
}

/** A stock-take: from now on the lane holds what was counted. */
export function applyCounted(event: EventOf<'counted'>, books: Books): void {
  // The kiosk settles every uncertain turn of the lane that it knows of before it counts. Any other
  // turn belongs to a ledger that was given up.
  for (const [txn, turn] of books.uncertain) if (turn.lane === event.lane) books.uncertain.delete(txn);
  // The count includes what the lane's turns gave, so a sensor that becomes suspect later makes
  // none of them uncertain again.
  books.unseen.splice(0, books.unseen.length, ...books.unseen.filter((turn) => turn.lane !== event.lane));
  changeLane(books, event.lane, event.product, (lane) => ({
    ...laneCounted(lane, event.stock, event.lots === 'kept'),
    timeLock: null,
    uncertain: 0,
    doubted: false,
    unknownUntil: undefined,
    // A box that fell before the count but appears only later is in the count already.
    drops: null,
  }));
}

/** Boxes left the lane without a request: staff took them out, or they fell by themselves. */
export function applyRemoved(event: EventOf<'removed'>, books: Books): void {
  changeLane(books, event.lane, event.product, (lane) => {
    const less = (lots: Lots): Lots => takeLot(lots, event.lot, event.removed);
    if (!fellUnasked(event) && event.reason !== testTurnDrop) return { ...boxesHandled(lane, less), timeLock: null };
    return { ...boxesMoved(lane, less), drops: dropsPlus(lane, event.removed) };
  });
}
