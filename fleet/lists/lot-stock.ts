import type { LotInLane } from '../../shared/contracts/fleet/recall.ts';
import { lotKey } from '../../shared/contracts/spelling.ts';
import type { Books } from '../../shared/ledger/books.ts';

/** Boxes in a machine's lanes whose lot fits, by lane; lots come folded, null where nobody entered one. */
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

/** How many boxes stand there. */
export const boxesIn = (lanes: readonly LotInLane[]): number => lanes.reduce((sum, { count }) => sum + count, 0);
