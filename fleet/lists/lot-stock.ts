import type { LotInLane } from '../../shared/contracts/fleet/recall.ts';
import { lotKey } from '../../shared/contracts/spelling.ts';
import type { Books } from '../../shared/ledger/books.ts';

const known = new WeakMap<object, readonly LotInLane[]>();

/**
 * All boxes in a machine's lanes, by lane, with normalised lots. Worked out once for each state of
 * the books, which the service replaces and never changes.
 */
function standing(books: Pick<Books, 'lanes'>): readonly LotInLane[] {
  const before = known.get(books);
  if (before) return before;
  const found = [...books.lanes.values()]
    .sort((a, b) => a.lane - b.lane)
    .flatMap(({ lane, product, lots }) =>
      lots.flatMap(({ lot, expires, count }) =>
        count > 0 ? [{ lane, product, lot: lotKey(lot), expires, count }] : [],
      ),
    );
  known.set(books, found);
  return found;
}

/**
 * Boxes of matching lots in a machine's lanes, by lane. Lots are passed normalised, null if nobody
 * entered one.
 */
export const lotsStanding = (
  books: Pick<Books, 'lanes'>,
  fits: (product: string, lot: string | null) => boolean,
): LotInLane[] => standing(books).filter(({ product, lot }) => fits(product, lot));

/** The number of boxes there. */
export const boxesIn = (lanes: readonly LotInLane[]): number => lanes.reduce((sum, { count }) => sum + count, 0);
