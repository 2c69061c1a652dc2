import type { Lane, ProductCode } from '../contracts/ids.ts';
import type { PlannedLane } from '../contracts/plan.ts';
import { stockOf } from '../rules/lot.ts';
import type { Books, LaneBook } from './books.ts';

/** A planned lane into which nothing was put yet. */
export function newLane(plan: PlannedLane): LaneBook {
  return {
    lane: plan.lane,
    product: plan.product,
    capacity: plan.capacity,
    par: plan.par,
    lots: [],
    beforeCounts: null,
    uncertain: 0,
    doubted: false,
    condition: 'ready',
    lock: null,
    timeLock: null,
    reason: null,
    drops: null,
    lockedByPlan: plan.locked ?? null,
    next: null,
  };
}

/**
 * Applies `change` to a lane's book. A lane that was never planned, or is removed by now, exists as
 * long as it holds boxes; with `product` null nothing is changed there.
 */
export function changeLane(
  books: Books,
  lane: Lane,
  product: ProductCode | null,
  change: (lane: LaneBook) => LaneBook,
): void {
  let book = books.lanes.get(lane);
  if (!book) {
    if (product === null) return;
    book = { ...newLane({ lane, product, capacity: 0, par: 0 }), next: 'none' };
  }
  putLane(books, change(book));
}

/**
 * Writes a lane's book; if the lane is empty, it takes over the product that the planogram has
 * waiting for it.
 */
export function putLane(books: Books, book: LaneBook): void {
  const isVacant = stockOf(book.lots) === 0 && book.uncertain === 0;
  const { next, condition, lock, reason, unknownUntil } = book;
  if (!isVacant || next === null) books.lanes.set(book.lane, book);
  else if (next === 'none') books.lanes.delete(book.lane);
  else books.lanes.set(book.lane, { ...newLane(next), condition, lock, reason, unknownUntil });
}

/** The expected value of a lane's drop counter after `boxes` more were seen falling. */
export const dropsPlus = ({ drops }: LaneBook, boxes: number): LaneBook['drops'] =>
  drops && { ...drops, count: drops.count + boxes, late: null };
