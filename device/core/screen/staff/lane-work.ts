import type { Lane } from '../../../../shared/contracts/ids.ts';
import { type Books, type LaneBook, laneStock } from '../../../../shared/ledger/books.ts';
import { isLocking, lotFitness } from '../../../../shared/rules/lot.ts';
import type { RemovalReason } from '../../../../shared/screen/staff.ts';
import { dayNow } from '../../clock.ts';
import type { Booking, Entry } from '../../entry/booking.ts';
import { tryRound } from '../../entry/round.ts';
import type { Facts } from '../../facts.ts';
import type { Now } from '../../input.ts';
import { limitsOf } from '../../limits.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { staffTicket } from '../ticket.ts';
import type { LaneWork, Round, StaffNow } from './state.ts';

/** The work at a lane when it begins; null if there is no such lane. */
export function newWork({ books }: Facts, lane: Lane): LaneWork | null {
  const book = books.lanes.get(lane);
  if (!book) return null;
  const { product } = book;
  const was = laneStock(book);
  return {
    lane,
    product,
    was,
    counted: null,
    reason: null,
    asked: 0,
    removals: [],
    loads: [],
    isFinished: false,
  };
}

/** Whether boxes of the lane have moved since the work began: then it must be done again. */
export const isStale = ({ books }: Facts, { lane, was, product }: LaneWork): boolean => {
  const book = books.lanes.get(lane);
  return !book || laneStock(book) !== was || book.product !== product;
};

/** The name for the ledger's `by`, and the id of somebody who signed in by their own PIN. */
export function signature({ signedIn }: Pick<StaffNow, 'signedIn'>): Pick<Entry<'round'>, 'by' | 'person'> {
  const person = signedIn?.person ?? null;
  return person === null ? { by: '共用密码' } : { by: person.name, person: person.id };
}

/** The entry that these works make together. */
export function entryOf(staff: Pick<StaffNow, 'signedIn'>, works: readonly LaneWork[]): Entry<'round'> {
  const inOrder = [...works].sort((a, b) => a.lane - b.lane);
  return {
    kind: 'round',
    ticket: staffTicket,
    ...signature(staff),
    counts: inOrder.flatMap(({ lane, counted, reason }) =>
      counted === null ? [] : [{ lane, stock: counted, ...(reason === null ? {} : { reason }) }],
    ),
    removals: inOrder.flatMap(({ removals }) => removals),
    loads: inOrder.flatMap(({ loads }) => loads),
  };
}

/** What the books would say after this work alone, and whether it can be entered. */
export function tried(
  facts: Facts,
  runtime: RuntimeState,
  work: LaneWork,
  now: Now,
): { booking: Booking; books: Books } {
  return tryRound(facts, runtime, entryOf({ signedIn: null }, [work]), now);
}

/** A lot that is to be taken out of a lane. */
export interface UnfitLot {
  readonly lot: string | null;
  readonly expires: string | null;
  readonly boxes: number;
  /** The place of its first box from the front, from 1. */
  readonly from: number;
  readonly reason: RemovalReason;
}

/**
 * The lots of a lane that are to be taken out, from the front: in a round those that must not be
 * given out, and all if another product is planned; to return boxes, every lot.
 */
export function lotsToRemove(
  facts: Facts,
  runtime: RuntimeState,
  part: Round['part'],
  work: LaneWork,
  now: Now,
): UnfitLot[] {
  const counted = { ...work, removals: [], loads: [] };
  const book = (part === 'return' ? facts.books : tried(facts, runtime, counted, now).books).lanes.get(work.lane);
  if (!book) return [];
  let from = 1;
  return book.lots.flatMap(({ lot, expires, count }) => {
    const first = from;
    from += count;
    const reason = part === 'return' ? 'returned' : reasonOf(facts, runtime, book, { lot, expires }, now);
    return reason === null ? [] : [{ lot, expires, boxes: count, from: first, reason }];
  });
}

function reasonOf(
  facts: Facts,
  runtime: RuntimeState,
  { product, next }: LaneBook,
  lot: { readonly lot: string | null; readonly expires: string | null },
  now: Now,
): RemovalReason | null {
  if (next !== null) return 'returned';
  const { rules } = limitsOf(facts.books);
  const fitness = lotFitness({ product, ...lot }, dayNow(runtime.clock, now).today, facts.books.recalls, rules);
  if (!isLocking(fitness, rules) || fitness === 'fit' || fitness === 'expiring') return null;
  return fitness;
}

/**
 * Whether a count needs a reason: it is below the books, or above what they and uncertain boxes
 * allow.
 */
export function differs({ books }: Facts, { lane, counted, reason }: LaneWork): boolean {
  const book = books.lanes.get(lane);
  if (!book || counted === null || reason !== null || book.unknownUntil) return false;
  return counted < laneStock(book) || counted > laneStock(book) + book.uncertain;
}

/** How many more boxes fit after this work. */
export function roomAfter(facts: Facts, runtime: RuntimeState, work: LaneWork, now: Now): number {
  const book = tried(facts, runtime, work, now).books.lanes.get(work.lane);
  return book ? Math.max(0, book.capacity - laneStock(book) - book.uncertain) : 0;
}
