import type { Event } from '../../shared/contracts/events.ts';
import type { ProductCode, Txn } from '../../shared/contracts/ids.ts';
import type { Books } from '../../shared/ledger/books.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { DayTotal } from './totals.ts';

/** A turn that came into doubt and is in doubt still: when, and of which product. */
export interface UncertainTurn {
  readonly day: LocalDay;
  readonly product: ProductCode;
}

/** A machine's turns in doubt, by their transaction. */
export type UncertainTurns = Map<Txn, UncertainTurn>;

/**
 * Follows the books behind a line: a turn that came into doubt is counted on the line's day, and one that is in doubt no more (settled, counted,
 * or of a ledger that was given up) is taken out of the day on which it came to be so. So the boxes in doubt of all days together are those that
 * the books hold, and a span of days never has less than none.
 */
export function trackUncertain(
  books: Books,
  doubts: UncertainTurns,
  event: Event,
  day: LocalDay,
  total: (day: LocalDay, product: ProductCode) => DayTotal,
): void {
  const gone = (txn: Txn): void => {
    const doubt = doubts.get(txn);
    if (!doubt || books.uncertain.has(txn)) return;
    doubts.delete(txn);
    total(doubt.day, doubt.product).settled += 1;
  };
  const come = (txn: Txn): void => {
    const turn = books.uncertain.get(txn);
    if (!turn || doubts.has(txn)) return;
    doubts.set(txn, { day, product: turn.product });
    total(day, turn.product).uncertain += 1;
  };
  switch (event.kind) {
    case 'uncertain':
      come(event.txn);
      return;
    case 'sensor':
      for (const turn of event.turns ?? []) come(turn.txn);
      return;
    case 'settled':
      gone(event.txn);
      return;
    case 'counted':
    case 'booted':
      for (const txn of [...doubts.keys()]) gone(txn);
      return;
    default:
      return;
  }
}
