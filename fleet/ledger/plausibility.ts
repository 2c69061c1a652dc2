import type { Event, EventOf } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { type Books, fellUnasked, type LaneBook, laneStock } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor } from '../../shared/ledger/event-table.ts';
import { limits } from '../limits.ts';
import {
  type Implausible,
  isKnownOwed,
  leewayOf,
  madeUncertainBy,
  type PlausibilityState,
  standing,
} from './plausibility-state.ts';
import { isTooFast } from './turn-pace.ts';

type Args = [books: Books, watch: PlausibilityState, fastestTurnMs: number];

const plausible = (): null => null;

const checks: EventTable<Args, Implausible | null> = {
  turning: ({ lane }, books, watch) => {
    if (books.unseen.length >= limits.unseenTurns) return 'too-many';
    return standing(books, watch, lane) < 1 ? 'lane-empty' : null;
  },
  issued: (event, books, watch, fastestTurnMs) =>
    whyNoEnd(books, watch, event) ?? (isTooFast(watch.own.pace, event, fastestTurnMs) ? 'too-fast' : null),
  'not-issued': (event, books, watch) => whyNoEnd(books, watch, event),
  uncertain: (event, books, watch) => whyNoEnd(books, watch, event),
  settled: (event, books, watch) => (!event.issued || isOwed(books, watch, event) ? null : 'no-turn'),
  restocked: (event, books, watch) => whyNotLoaded(books, watch, event),
  counted: (event, books, watch) => whyNotCounted(books, watch, event),
  removed: (event, books, watch) => {
    const max = standing(books, watch, event.lane);
    // More boxes may fall in one turn than the books had in the lane: the sensor saw them.
    return event.removed > (fellUnasked(event) ? Math.max(max, limits.unaskedBoxes) : max) ? 'lane-empty' : null;
  },
  lane: plausible,
  door: plausible,
  board: plausible,
  sensor: (event, books, watch) => whyNotUncertain(books, watch, event),
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
  watch: PlausibilityState,
  event: Event,
  fastestTurnMs: number,
): Implausible | null => entryFor(checks, event)(event, books, watch, fastestTurnMs);

function whyNoEnd(
  books: Books,
  watch: PlausibilityState,
  event: EventOf<'issued' | 'not-issued' | 'uncertain'>,
): Implausible | null {
  const { txn, lane, product } = event;
  const { turning } = books;
  if (watch.own.refused?.txn === txn) return watch.own.refused.why;
  const underWay = turning?.txn === txn && turning.lane === lane && turning.product === product;
  if (!underWay && !watch.own.mayEndTurn) return 'no-turn';
  if (event.kind === 'not-issued') return null;
  return standing(books, watch, lane) < 1 ? 'lane-empty' : null;
}

/**
 * Whether a settled turn may still have given a box: it is uncertain, had no drop until now, or
 * began in a missing line.
 */
const isOwed = (books: Books, watch: PlausibilityState, event: EventOf<'settled'>): boolean =>
  isKnownOwed(books, event) || leewayOf(watch, event.lane).more > 0;

function whyNotUncertain(books: Books, watch: PlausibilityState, event: EventOf<'sensor'>): Implausible | null {
  for (const [lane, { turns, unknown }] of madeUncertainBy(books, event)) {
    if (unknown > leewayOf(watch, lane).more) return 'no-turn';
    if (turns > standing(books, watch, lane)) return 'lane-empty';
  }
  return null;
}

/** The most boxes that a lane has room for, by the planogram in force and the one that waits. */
function roomOf({ capacity, next }: LaneBook, watch: PlausibilityState): number {
  if (watch.gap?.planKnown === false) return limits.laneBoxes;
  return next === null || next === 'none' ? capacity : Math.max(capacity, next.capacity);
}

function whyNotLoaded(
  books: Books,
  watch: PlausibilityState,
  { lane, added }: EventOf<'restocked'>,
): Implausible | null {
  const book = books.lanes.get(lane);
  if (!book)
    return whyNoLane(books, watch.gap?.planKnown === false) ?? (added > limits.laneBoxes ? 'over-capacity' : null);
  if (book.lots.length >= limits.laneBoxes) return 'too-many';
  const there = Math.max(0, laneStock(book) + book.uncertain - leewayOf(watch, lane).fewer);
  return there + added > roomOf(book, watch) ? 'over-capacity' : null;
}

function whyNotCounted(
  books: Books,
  watch: PlausibilityState,
  { lane, stock, was }: EventOf<'counted'>,
): Implausible | null {
  const book = books.lanes.get(lane);
  const strange = book ? null : whyNoLane(books, watch.gap !== null);
  if (strange) return strange;
  if (was > standing(books, watch, lane)) return 'lane-empty';
  const room =
    book && watch.gap === null ? Math.max(book.capacity, laneStock(book) + book.uncertain) : limits.laneBoxes;
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
