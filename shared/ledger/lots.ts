import { sameLot } from '../contracts/spelling.ts';
import { stockOf } from '../rules/lot.ts';

/** Boxes of one lot in a lane. */
export interface LotInLane {
  readonly lot: string | null;
  readonly expires: string | null;
  readonly count: number;
}

/**
 * The lots of a lane in the order of loading; the front one, index 0, falls first. Entries with
 * count 0 are removed.
 */
export type Lots = readonly LotInLane[];

/** Adds `count` boxes at the back; if the last entry is of the same lot, it grows. */
export function loadBehind(lots: Lots, lot: string | null, expires: string | null, count: number): Lots {
  if (count <= 0) return lots;
  const last = lots.at(-1);
  if (last && sameLot(last.lot, lot) && last.expires === expires)
    return [...lots.slice(0, -1), { ...last, count: last.count + count }];
  return [...lots, { lot, expires, count }];
}

/** Puts one box back in front, where it was before it was thought to have fallen. */
export function returnToFront(lots: Lots, lot: string | null, expires: string | null): Lots {
  const [front, ...rest] = lots;
  if (front && sameLot(front.lot, lot) && front.expires === expires)
    return [{ ...front, count: front.count + 1 }, ...rest];
  return [{ lot, expires, count: 1 }, ...lots];
}

/** Removes `count` boxes from the front, as they fall and as staff take them out. */
export function takeFromFront(lots: Lots, count: number): Lots {
  let left = count;
  const kept: LotInLane[] = [];
  for (const lot of lots) {
    const taken = Math.min(left, lot.count);
    left -= taken;
    if (lot.count > taken) kept.push(taken === 0 ? lot : { ...lot, count: lot.count - taken });
  }
  return kept;
}

/** Removes one box from the front, as it falls. */
export const oneLess = (lots: Lots): Lots => takeFromFront(lots, 1);

/**
 * Removes `count` boxes of one lot, wherever in the lane they are; the rest comes from the front if
 * the lot has fewer.
 */
export function takeLot(lots: Lots, lot: string | null, count: number): Lots {
  let left = count;
  const kept: LotInLane[] = [];
  for (const each of lots) {
    const taken = sameLot(each.lot, lot) ? Math.min(left, each.count) : 0;
    left -= taken;
    if (each.count > taken) kept.push(taken === 0 ? each : { ...each, count: each.count - taken });
  }
  return left > 0 ? takeFromFront(kept, left) : kept;
}

/**
 * The lots after a stock-take of an older kiosk found `stock` boxes: missing ones left from the
 * front, surplus ones are added at the back without a lot.
 */
export function recount(lots: Lots, stock: number): Lots {
  const was = stockOf(lots);
  return stock < was ? takeFromFront(lots, was - stock) : loadBehind(lots, null, null, stock - was);
}
