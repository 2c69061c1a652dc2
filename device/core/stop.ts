import type { Fact } from '../../shared/contracts/events.ts';
import { type Books, plannedLanes } from '../../shared/ledger/books.ts';

/**
 * A stop in force, said again in a ledger that begins: the fleet may have nothing of the ledger before it, and would take a machine that
 * gives nothing out for one that does.
 */
export function stopCarriedOn(books: Books): Fact[] {
  const { configVersion: version, recalls, limits, stopped } = books;
  if (stopped === null) return [];
  return [{ kind: 'configured', version, lanes: plannedLanes(books), recalls: [...recalls], limits, stopped }];
}
