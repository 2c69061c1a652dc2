import type { Fact } from '../../../shared/contracts/events.ts';
import { sameLot } from '../../../shared/contracts/spelling.ts';
import { laneStock } from '../../../shared/ledger/books.ts';
import type { LotInLane } from '../../../shared/ledger/lots.ts';
import { isLocking, lotFitness } from '../../../shared/rules/lot.ts';
import { dayNow } from '../clock.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { limitsOf } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { type Booking, type Entry, whoOf } from './booking.ts';

/**
 * Boxes taken out: of the named lot, else of the unfit lots first, then from the front, as a person
 * takes them.
 */
export function remove(facts: Facts, runtime: RuntimeState, entry: Entry<'remove'>, now: Now): Booking {
  const { lane: number, removed, reason } = entry;
  const lane = facts.books.lanes.get(number);
  if (!lane) return { refusal: 'unknown-lane', lane: number };
  const { product } = lane;
  const { rules } = limitsOf(facts.books);
  const { today } = dayNow(runtime.clock, now);
  const unfit = ({ lot, expires }: LotInLane) =>
    isLocking(lotFitness({ product, lot, expires }, today, facts.books.recalls, rules), rules);
  const order =
    entry.lot === undefined
      ? [...lane.lots.filter(unfit), ...lane.lots.filter((lot) => !unfit(lot))]
      : lane.lots.filter(({ lot }) => sameLot(lot, entry.lot ?? null));
  const record: Fact[] = [];
  let left = removed;
  let stock = laneStock(lane);
  for (const { lot, count: there } of order) {
    const taken = Math.min(left, there);
    if (taken === 0) continue;
    left -= taken;
    stock -= taken;
    record.push({ kind: 'removed', lane: number, product, lot, removed: taken, stock, reason, ...whoOf(entry) });
  }
  return left > 0 ? { refusal: 'not-so-many', lane: number } : { record, warnings: [] };
}
