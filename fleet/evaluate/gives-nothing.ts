import type { Books } from '../../shared/ledger/books.ts';
import type { Restock } from '../../shared/rules/restock.ts';

type Condition = Pick<Books, 'stopped' | 'boardState' | 'sensor' | 'door' | 'climate'>;

/**
 * Whether the kiosk gives nothing out at all, whatever its lanes hold: because of a fault, or
 * because the fleet asked for a stop.
 */
const isStopped = ({ stopped, boardState, sensor, door, climate }: Condition): boolean =>
  stopped !== null || boardState === 'lost' || sensor === 'suspect' || door === 'open' || climate === 'out';

/**
 * Whether nobody gets a box at a machine now: it has stopped altogether, or no lane has a box that
 * may be given out (all are empty, jammed, absent or locked).
 */
export const givesNothing = (
  books: Condition,
  products: readonly { readonly restock: Pick<Restock, 'stock'> }[],
): boolean => isStopped(books) || products.every((each) => each.restock.stock === 0);
