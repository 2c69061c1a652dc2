import type { EventOf } from '../../contracts/events.ts';
import { type Books, fellUnasked } from '../books.ts';
import { changeLane, dropsPlus } from '../lane-book.ts';
import { boxesHandled, boxesMoved, laneCounted } from '../lane-lots.ts';
import { type Lots, loadBehind, takeLot } from '../lots.ts';

/** Boxes put in behind what is there. */
export function applyRestocked(event: EventOf<'restocked'>, books: Books): void {
  changeLane(books, event.lane, event.product, (lane) => ({
    ...boxesHandled(lane, (lots) => loadBehind(lots, event.lot, event.expires, event.added)),
    unknownUntil: lane.unknownUntil === 'count' ? 'count' : undefined,
  }));
}

/** A stock-take: from here on the lane holds what was counted. */
export function applyCounted(event: EventOf<'counted'>, books: Books): void {
  // The kiosk settles every uncertain turn of the lane that it knows of before it counts; any other is of a ledger that was given up.
  for (const [txn, turn] of books.uncertain) if (turn.lane === event.lane) books.uncertain.delete(txn);
  // What the lane's turns gave is in the count: a sensor that comes to be suspected later makes none of them uncertain again.
  books.unseen.splice(0, books.unseen.length, ...books.unseen.filter((turn) => turn.lane !== event.lane));
  changeLane(books, event.lane, event.product, (lane) => ({
    ...laneCounted(lane, event.stock, event.lots === 'kept'),
    timeLock: null,
    uncertain: 0,
    doubted: false,
    unknownUntil: undefined,
    // A box that fell before the count, and shows only after it, is in the count already.
    drops: null,
  }));
}

/** Boxes left the lane without a request: staff took them out, or they fell unasked. */
export function applyRemoved(event: EventOf<'removed'>, books: Books): void {
  changeLane(books, event.lane, event.product, (lane) => {
    const less = (lots: Lots): Lots => takeLot(lots, event.lot, event.removed);
    if (!fellUnasked(event)) return { ...boxesHandled(lane, less), timeLock: null };
    return { ...boxesMoved(lane, less), drops: dropsPlus(lane, event.removed) };
  });
}
