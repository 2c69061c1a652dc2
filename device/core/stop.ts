import type { Fact } from '../../shared/contracts/events.ts';
import { type Books, plannedLanes } from '../../shared/ledger/books.ts';

/**
 * Repeats a stop in force at the beginning of a new ledger. The fleet may have nothing of the
 * earlier ledger, and would otherwise assume that the machine gives out.
 */
export function stopCarriedOn(books: Books): Fact[] {
  const { configVersion: version, recalls, limits, stopped } = books;
  if (stopped === null) return [];
  return [{ kind: 'configured', version, lanes: plannedLanes(books), recalls: [...recalls], limits, stopped }];
}
