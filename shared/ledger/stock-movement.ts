import type { EventOf } from '../contracts/events.ts';

/** A line about boxes that were put into a lane, taken out of it or counted in it. */
export type StockEvent = EventOf<'restocked' | 'counted' | 'removed'>;

/** What a line changes in a lane's stock, in boxes. */
export interface StockMovement {
  readonly added: number;
  readonly removed: number;
  /** What a stock-take found more (or less, below 0) than the books said. */
  readonly difference: number;
}

const nothing: StockMovement = { added: 0, removed: 0, difference: 0 };

/** What a line changes in its lane's stock: the figures of every day and list are sums of it. */
export function movementOf(event: StockEvent): StockMovement {
  switch (event.kind) {
    case 'restocked':
      return { ...nothing, added: event.added };
    case 'removed':
      return { ...nothing, removed: event.removed };
    case 'counted':
      return { ...nothing, difference: event.stock - event.was };
  }
}
