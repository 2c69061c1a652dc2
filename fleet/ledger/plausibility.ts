import type { Event, EventOf } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { type Books, fellUnasked, type LaneBook, laneStock } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor } from '../../shared/ledger/event-table.ts';
import { limits } from '../limits.ts';
import { isTooFast } from './motor-rate.ts';
import {
  type Implausible,
  isKnownOwed,
  leewayOf,
  madeUncertainBy,
  maxInLane,
  type PlausibilityState,
} from './plausibility-state.ts';

type Args = [books: Books, watch: PlausibilityState, fastestTurnMs: number];

const plausible = (): null => null;

const checks: EventTable<Args, Implausible | null> = {
  turning: ({ lane }, books, plausibility) => {
    if (books.unseen.length >= limits.unseenTurns) return 'too-many';
    return maxInLane(books, plausibility, lane) < 1 ? 'lane-empty' : null;
  },
  issued: (event, books, plausibility, fastestTurnMs) =>
    whyNoEnd(books, plausibility, event) ??
    (isTooFast(plausibility.own.pace, event, fastestTurnMs) ? 'too-fast' : null),
  'not-issued': (event, books, plausibility) => whyNoEnd(books, plausibility, event),
  uncertain: (event, books, plausibility) => whyNoEnd(books, plausibility, event),
  settled: (event, books, plausibility) => (!event.issued || isOwed(books, plausibility, event) ? null : 'no-turn'),
  restocked: (event, books, plausibility) => whyNotLoaded(books, plausibility, event),
  counted: (event, books, plausibility) => whyNotCounted(books, plausibility, event),
  removed: (event, books, plausibility) => {
    const max = maxInLane(books, plausibility, event.lane);
    // More boxes may fall in one turn than the books had in the lane: the sensor saw them.
    return event.removed > (fellUnasked(event) ? Math.max(max, limits.unaskedBoxes) : max) ? 'lane-empty' : null;
  },
  lane: plausible,
  door: plausible,
  board: plausible,
  sensor: (event, books, plausibility) => whyNotUncertain(books, plausibility, event),
  climate: plausible,
  booted: plausible,
  configured: (event, books) => (lanesAfter(books, event) > limits.lanes ? 'too-many' : null),
  command: plausible,
  tested: plausible,
};

/**
 * Returns why a line cannot be what happened, or null if it can. A correct kiosk never writes an
 * implausible line, because it checks the same conditions on the same books before it writes.
 * `fastestTurnMs` is the shortest time in which a motor gives out a box.
 */
export const whyImplausible = (
  books: Books,
  plausibility: PlausibilityState,
  event: Event,
  fastestTurnMs: number,
): Implausible | null => entryFor(checks, event)(event, books, plausibility, fastestTurnMs);

function whyNoEnd(
  books: Books,
  plausibility: PlausibilityState,
  event: EventOf<'issued' | 'not-issued' | 'uncertain'>,
): Implausible | null {
  const { txn, lane, product } = event;
  const { turning } = books;
  if (plausibility.own.refused?.txn === txn) return plausibility.own.refused.why;
  const underWay = turning?.txn === txn && turning.lane === lane && turning.product === product;
  if (!underWay && !plausibility.own.mayEndTurn) return 'no-turn';
  if (event.kind === 'not-issued') return null;
  return maxInLane(books, plausibility, lane) < 1 ? 'lane-empty' : null;
}

/**
 * Whether a settled turn may still have given a box: it is uncertain, had no drop until now, or
 * began in a missing line.
 */
const isOwed = (books: Books, plausibility: PlausibilityState, event: EventOf<'settled'>): boolean =>
  isKnownOwed(books, event) || leewayOf(plausibility, event.lane).more > 0;

function whyNotUncertain(books: Books, plausibility: PlausibilityState, event: EventOf<'sensor'>): Implausible | null {
  for (const [lane, { turns, unknown }] of madeUncertainBy(books, event)) {
    if (unknown > leewayOf(plausibility, lane).more) return 'no-turn';
    if (turns > maxInLane(books, plausibility, lane)) return 'lane-empty';
  }
  return null;
}

/** The most boxes that a lane has room for, by the planogram in force and the one that waits. */
function roomOf({ capacity, next }: LaneBook, plausibility: PlausibilityState): number {
  if (plausibility.gap?.planKnown === false) return limits.laneBoxes;
  return next === null || next === 'none' ? capacity : Math.max(capacity, next.capacity);
}

function whyNotLoaded(
  books: Books,
  plausibility: PlausibilityState,
  { lane, added }: EventOf<'restocked'>,
): Implausible | null {
  const book = books.lanes.get(lane);
  if (!book)
    return (
      whyNoLane(books, plausibility.gap?.planKnown === false) ?? (added > limits.laneBoxes ? 'over-capacity' : null)
    );
  if (book.lots.length >= limits.laneBoxes) return 'too-many';
  const there = Math.max(0, laneStock(book) + book.uncertain - leewayOf(plausibility, lane).fewer);
  return there + added > roomOf(book, plausibility) ? 'over-capacity' : null;
}

function whyNotCounted(
  books: Books,
  plausibility: PlausibilityState,
  { lane, stock, was }: EventOf<'counted'>,
): Implausible | null {
  const book = books.lanes.get(lane);
  const strange = book ? null : whyNoLane(books, plausibility.gap !== null);
  if (strange) return strange;
  if (was > maxInLane(books, plausibility, lane)) return 'lane-empty';
  const room =
    book && plausibility.gap === null ? Math.max(book.capacity, laneStock(book) + book.uncertain) : limits.laneBoxes;
  return stock > room ? 'over-capacity' : null;
}

function whyNoLane(books: Books, mayBePlanned: boolean): Implausible | null {
  if (!mayBePlanned) return 'unplanned-lane';
  return books.lanes.size >= limits.lanes ? 'too-many' : null;
}

/**
 * How many lanes the books have after a planogram: its own lanes, and others that still hold boxes.
 */
function lanesAfter(books: Books, { lanes }: EventOf<'configured'>): number {
  const after = new Set<Lane>(lanes.map(({ lane }) => lane));
  for (const book of books.lanes.values()) if (book.lots.length > 0 || book.uncertain > 0) after.add(book.lane);
  return after.size;
}
