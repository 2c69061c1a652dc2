import type { Event } from '../../shared/contracts/events.ts';
import type { ProductCode, Txn } from '../../shared/contracts/ids.ts';
import type { Books } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { DayTotal } from './totals.ts';

/** An uncertain turn: the day on which it became uncertain, and its product. */
export interface UncertainTurn {
  readonly day: LocalDay;
  readonly product: ProductCode;
}

/** A machine's uncertain turns, by transaction. */
export type UncertainTurns = Map<Txn, UncertainTurn>;

/** How the uncertain turns of a line are counted. */
export interface UncertainCounting {
  /** The line's day. */
  readonly day: LocalDay;
  /**
   * Whether the line is left out of the figures of a closed year. If so, it makes no turn
   * uncertain, but it may still resolve one.
   */
  readonly leftOut: boolean;
  readonly total: (day: LocalDay, product: ProductCode) => DayTotal;
}

type Args = [books: Books, uncertainTurns: UncertainTurns, counting: UncertainCounting];

/** Counts a turn that became uncertain with this line, if the books say so. */
function becameUncertain(txn: Txn, ...[books, uncertainTurns, { day, leftOut, total }]: Args): void {
  const turn = books.uncertain.get(txn);
  if (leftOut || !turn || uncertainTurns.has(txn)) return;
  uncertainTurns.set(txn, { day, product: turn.product });
  total(day, turn.product).uncertain += 1;
}

/** Counts a turn as settled if the books no longer hold it as uncertain. */
function resolved(txn: Txn, ...[books, uncertainTurns, { total }]: Args): void {
  const turn = uncertainTurns.get(txn);
  if (!turn || books.uncertain.has(txn)) return;
  uncertainTurns.delete(txn);
  total(turn.day, turn.product).settled += 1;
}

/** Checks every turn, because this line may resolve any of them. */
function resolveAny(_event: Event, ...args: Args): void {
  for (const txn of [...args[1].keys()]) resolved(txn, ...args);
}

const byKind: EventTable<Args> = {
  turning: unchanged,
  issued: unchanged,
  'not-issued': unchanged,
  uncertain: ({ txn }, ...args) => becameUncertain(txn, ...args),
  settled: ({ txn }, ...args) => resolved(txn, ...args),
  restocked: unchanged,
  counted: resolveAny,
  removed: unchanged,
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: ({ turns = [] }, ...args) => {
    for (const { txn } of turns) becameUncertain(txn, ...args);
  },
  climate: unchanged,
  booted: resolveAny,
  configured: unchanged,
  command: unchanged,
  tested: unchanged,
};

/**
 * Keeps the totals of uncertain boxes equal to the books; call it after each fold. A turn that
 * became uncertain is counted on the line's day. A turn that no longer is (settled, counted, or its
 * ledger given up) is subtracted on the day on which it became uncertain. The uncertain boxes of
 * all days therefore add up to those in the books, and no span of days has fewer than 0.
 */
export function trackUncertain(
  books: Books,
  uncertainTurns: UncertainTurns,
  event: Event,
  counting: UncertainCounting,
): void {
  entryFor(byKind, event)(event, books, uncertainTurns, counting);
}
