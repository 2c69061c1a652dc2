import { sameLot } from '../contracts/spelling.ts';
import { stockOf } from '../rules/lot.ts';
import type { LaneBook } from './books.ts';
import { type Lots, loadBehind, recount, takeFromFront } from './lots.ts';

/**
 * Changes of the lots of a lane. In addition to the lots, the lane keeps its content from before it
 * was counted, as long as only counts and falling boxes followed. A count that corrects the one
 * before is then compared with that content, as if the earlier count had not been made.
 */

/**
 * Boxes moved by themselves: they fell, or had only been thought to fall. The change also applies
 * to the content from before the counts.
 */
export function boxesMoved(lane: LaneBook, change: (lots: Lots) => Lots): LaneBook {
  return { ...lane, lots: change(lane.lots), beforeCounts: lane.beforeCounts && change(lane.beforeCounts) };
}

/** Staff put boxes in or took some out: from now on no later count corrects an earlier one. */
export function boxesHandled(lane: LaneBook, change: (lots: Lots) => Lots): LaneBook {
  return { ...lane, lots: change(lane.lots), beforeCounts: null };
}

/**
 * A stock-take found `stock` boxes. With `keeping`, missing boxes are first those without a lot and
 * then those at the front, and surplus boxes are added at the back without a lot; both are computed
 * from the content before the counts. Otherwise, as in older kiosks, they are computed from the
 * last count, and missing ones leave from the front.
 */
export function laneCounted(lane: LaneBook, stock: number, keeping: boolean): LaneBook {
  const beforeCounts = lane.beforeCounts ?? lane.lots;
  return { ...lane, lots: keeping ? recountKeeping(beforeCounts, stock) : recount(lane.lots, stock), beforeCounts };
}

/** The lots after a stock-take. Missing boxes are taken first from those without a lot. */
function recountKeeping(lots: Lots, stock: number): Lots {
  const was = stockOf(lots);
  if (stock >= was) return loadBehind(lots, null, null, stock - was);
  const [known, left] = takeUnknown(lots, was - stock);
  return takeFromFront(known, left);
}

/**
 * Removes up to `count` boxes without lot and date, the hindmost first, since a count adds them at
 * the back. Returns the lots and how many of `count` could not be removed.
 */
function takeUnknown(lots: Lots, count: number): [Lots, number] {
  let left = count;
  let kept: Lots = [];
  for (const each of [...lots].reverse()) {
    const taken = each.lot === null && each.expires === null ? Math.min(left, each.count) : 0;
    left -= taken;
    if (each.count > taken) kept = joinInFront({ ...each, count: each.count - taken }, kept);
  }
  return [kept, left];
}

/** Puts an entry in front of the others; two adjacent entries of the same lot become one. */
function joinInFront(front: Lots[number], lots: Lots): Lots {
  const [next, ...rest] = lots;
  if (next && sameLot(next.lot, front.lot) && next.expires === front.expires)
    return [{ ...front, count: front.count + next.count }, ...rest];
  return [front, ...lots];
}

/** Boxes of a lane whose expiry nobody entered. */
export const undatedBoxes = (lots: Lots): number =>
  lots.reduce((sum, { expires, count }) => (expires === null ? sum + count : sum), 0);
