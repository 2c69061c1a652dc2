import { sameLot } from '../contracts/spelling.ts';
import { stockOf } from '../rules/lot.ts';

/** A lot as it stands in a lane. */
export interface LotInLane {
  readonly lot: string | null;
  readonly expires: string | null;
  readonly count: number;
}

/** The lots of a lane in the order of loading; the front one, index 0, is what falls. No lot with count 0 is kept. */
export type Lots = readonly LotInLane[];

/** `count` boxes loaded behind what is there; the same lot behind itself stays one entry. */
export function loadBehind(lots: Lots, lot: string | null, expires: string | null, count: number): Lots {
  if (count <= 0) return lots;
  const last = lots.at(-1);
  if (last && sameLot(last.lot, lot) && last.expires === expires)
    return [...lots.slice(0, -1), { ...last, count: last.count + count }];
  return [...lots, { lot, expires, count }];
}

/** One box back in front, where it was before it was thought to have fallen. */
export function returnToFront(lots: Lots, lot: string | null, expires: string | null): Lots {
  const [front, ...rest] = lots;
  if (front && sameLot(front.lot, lot) && front.expires === expires)
    return [{ ...front, count: front.count + 1 }, ...rest];
  return [{ lot, expires, count: 1 }, ...lots];
}

/** `count` boxes less from the front, as they fall and as staff take them out. */
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

/** One box less from the front, as it falls. */
export const oneLess = (lots: Lots): Lots => takeFromFront(lots, 1);

/** `count` boxes of one lot less, wherever in the lane it stands; what that lot lacks comes from the front. */
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

/** The lots after a stock-take of an older kiosk found `stock` boxes: missing ones left from the front, surplus ones are of an unknown lot behind. */
export function recount(lots: Lots, stock: number): Lots {
  const was = stockOf(lots);
  return stock < was ? takeFromFront(lots, was - stock) : loadBehind(lots, null, null, stock - was);
}
