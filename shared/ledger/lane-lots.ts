import { sameLot } from '../contracts/spelling.ts';
import { stockOf } from '../rules/lot.ts';
import type { LaneBook } from './books.ts';
import { type Lots, loadBehind, recount, takeFromFront } from './lots.ts';

/**
 * What happens to the lots of a lane. Beside them the lane keeps what stood there before it was counted, as long as only
 * counts and falling boxes came since: a count that corrects the one before is then compared with that, as if the one before
 * had not been made.
 */

/** Boxes moved by themselves: they fell, or are back from having been thought to. True of what was before the counts, too. */
export function boxesMoved(lane: LaneBook, change: (lots: Lots) => Lots): LaneBook {
  return { ...lane, lots: change(lane.lots), beforeCounts: lane.beforeCounts && change(lane.beforeCounts) };
}

/** Staff put boxes in or took some out: no later count corrects an earlier one from here on. */
export function boxesHandled(lane: LaneBook, change: (lots: Lots) => Lots): LaneBook {
  return { ...lane, lots: change(lane.lots), beforeCounts: null };
}

/**
 * A stock-take found `stock` boxes. `keeping` the lots: missing boxes are those of no lot first and else from the front,
 * surplus ones are of no lot behind, both reckoned from what stood there before the counts. Else, as kiosks wrote before:
 * reckoned from the last count, and missing ones from the front.
 */
export function laneCounted(lane: LaneBook, stock: number, keeping: boolean): LaneBook {
  const beforeCounts = lane.beforeCounts ?? lane.lots;
  return { ...lane, lots: keeping ? recountKeeping(beforeCounts, stock) : recount(lane.lots, stock), beforeCounts };
}

/** The lots after a stock-take that takes boxes nobody knows the lot of before any that somebody entered. */
function recountKeeping(lots: Lots, stock: number): Lots {
  const was = stockOf(lots);
  if (stock >= was) return loadBehind(lots, null, null, stock - was);
  const [known, left] = takeUnknown(lots, was - stock);
  return takeFromFront(known, left);
}

/** Up to `count` boxes without lot and date less, the hindmost first, since a count puts them behind; and how many that left. */
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

/** An entry in front of others; two of one lot side by side become one. */
function joinInFront(front: Lots[number], lots: Lots): Lots {
  const [next, ...rest] = lots;
  if (next && sameLot(next.lot, front.lot) && next.expires === front.expires)
    return [{ ...front, count: front.count + next.count }, ...rest];
  return [front, ...lots];
}

/** Boxes of a lane of which nobody entered until when they are good. */
export const undatedBoxes = (lots: Lots): number =>
  lots.reduce((sum, { expires, count }) => (expires === null ? sum + count : sum), 0);
