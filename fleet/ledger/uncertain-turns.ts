import type { Event } from '../../shared/contracts/events.ts';
import type { ProductCode, Txn } from '../../shared/contracts/ids.ts';
import type { Books } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { DayTotal } from './totals.ts';

/** A turn that is uncertain: since when, and of which product. */
export interface UncertainTurn {
  readonly day: LocalDay;
  readonly product: ProductCode;
}

/** A machine's uncertain turns, by their transaction. */
export type UncertainTurns = Map<Txn, UncertainTurn>;

/** Where the uncertain turns of a line are counted. */
export interface UncertainCounting {
  /** The line's day. */
  readonly day: LocalDay;
  /** The line stands beside the figures of a closed year: no turn becomes uncertain there; one that was may be so no more. */
  readonly isBeside: boolean;
  readonly total: (day: LocalDay, product: ProductCode) => DayTotal;
}

type Args = [books: Books, doubts: UncertainTurns, counting: UncertainCounting];

/** A turn that the books hold as uncertain since this line. */
function come(txn: Txn, ...[books, doubts, { day, isBeside, total }]: Args): void {
  const turn = books.uncertain.get(txn);
  if (isBeside || !turn || doubts.has(txn)) return;
  doubts.set(txn, { day, product: turn.product });
  total(day, turn.product).uncertain += 1;
}

/** A turn that the books may hold as uncertain no more. */
function gone(txn: Txn, ...[books, doubts, { total }]: Args): void {
  const doubt = doubts.get(txn);
  if (!doubt || books.uncertain.has(txn)) return;
  doubts.delete(txn);
  total(doubt.day, doubt.product).settled += 1;
}

/** Any turn may be uncertain no more. */
function anyGone(_event: Event, ...args: Args): void {
  for (const txn of [...args[1].keys()]) gone(txn, ...args);
}

const changes: EventTable<Args> = {
  turning: unchanged,
  issued: unchanged,
  'not-issued': unchanged,
  uncertain: ({ txn }, ...args) => come(txn, ...args),
  settled: ({ txn }, ...args) => gone(txn, ...args),
  restocked: unchanged,
  counted: anyGone,
  removed: unchanged,
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: ({ turns = [] }, ...args) => {
    for (const { txn } of turns) come(txn, ...args);
  },
  climate: unchanged,
  booted: anyGone,
  configured: unchanged,
  command: unchanged,
  tested: unchanged,
};

/**
 * Follows the books behind a line: a turn that became uncertain is counted on the line's day, and one that is uncertain no more (settled, counted,
 * or of a ledger that was given up) is taken out of the day on which it became so. So the uncertain boxes of all days together are those that
 * the books hold, and a span of days never has less than none.
 */
export function trackUncertain(books: Books, doubts: UncertainTurns, event: Event, counting: UncertainCounting): void {
  entryFor(changes, event)(event, books, doubts, counting);
}
