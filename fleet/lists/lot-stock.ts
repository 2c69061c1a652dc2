import type { LotInLane } from '../../shared/contracts/fleet/recall.ts';
import { lotKey } from '../../shared/contracts/spelling.ts';
import type { Books } from '../../shared/ledger/books.ts';

/**
 * Boxes of matching lots in a machine's lanes, by lane. Lots are passed normalised, null if nobody
 * entered one.
 */
export function lotsStanding(
  { lanes }: Pick<Books, 'lanes'>,
  fits: (product: string, lot: string | null) => boolean,
): LotInLane[] {
  return [...lanes.values()]
    .sort((a, b) => a.lane - b.lane)
    .flatMap(({ lane, product, lots }) =>
      lots.flatMap(({ lot, expires, count }) => {
        const key = lotKey(lot);
        return count > 0 && fits(product, key) ? [{ lane, product, lot: key, expires, count }] : [];
      }),
    );
}

/** The number of boxes there. */
export const boxesIn = (lanes: readonly LotInLane[]): number => lanes.reduce((sum, { count }) => sum + count, 0);
