import type { Fact } from '../../../shared/contracts/events.ts';
import type { Lane } from '../../../shared/contracts/ids.ts';
import { laneStock } from '../../../shared/ledger/books.ts';
import type { LotInLane } from '../../../shared/ledger/lots.ts';
import { expiryDay } from '../../../shared/rules/calendar.ts';
import { isTimedOut, lotFitness } from '../../../shared/rules/lot.ts';
import { dayNow } from '../clock.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { limitsOf } from '../limits.ts';
import type { Refusal, Warning } from '../reply.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { type Booking, type Entry, whoOf } from './booking.ts';
import type { Load } from './parts.ts';

/** Boxes that were put into lanes. */
export function restock(facts: Facts, runtime: RuntimeState, entry: Entry<'restock'>, now: Now): Booking {
  const { lanes } = entry;
  const record: Fact[] = [];
  const warnings: Warning[] = [];
  const loaded = new Map<Lane, { stock: number; last: LotInLane | null }>();
  for (const load of lanes) {
    const lane = facts.books.lanes.get(load.lane);
    if (!lane) return { refusal: 'unknown-lane', lane: load.lane };
    if (lane.product !== load.product || lane.next !== null) return { refusal: 'wrong-product', lane: load.lane };
    if (load.bag !== undefined && facts.bags.has(load.bag)) return { refusal: 'bag-used', lane: load.lane };
    const unfit = unfitLoad(facts, runtime, load, now);
    if (unfit) return { refusal: unfit, lane: load.lane };
    const before = loaded.get(load.lane) ?? { stock: laneStock(lane), last: lane.lots.at(-1) ?? null };
    const stock = before.stock + load.added;
    if (stock + lane.uncertain > lane.capacity) return { refusal: 'over-capacity', lane: load.lane };
    if (load.expires === null && load.added > 0) warnings.push({ lane: load.lane, code: 'no-expiry' });
    if (expiresEarlier(load, before.last)) warnings.push({ lane: load.lane, code: 'earlier-behind-later' });
    const { lot, expires, added } = load;
    record.push({ kind: 'restocked', ...load, stock, ...whoOf(entry) });
    if (lane.condition === 'empty' && !loaded.has(load.lane)) {
      record.push({ kind: 'lane', lane: load.lane, state: 'ready', reason: 'restocked' });
    }
    loaded.set(load.lane, { stock, last: { lot, expires, count: added } });
  }
  return { record, warnings };
}

function unfitLoad(facts: Facts, runtime: RuntimeState, load: Load, now: Now): Refusal | null {
  const { rules } = limitsOf(facts.books);
  const fitness = lotFitness(load, dayNow(runtime.clock, now).today, facts.books.recalls, rules);
  if (fitness === 'recalled') return 'lot-recalled';
  if (fitness === 'misdated') return 'expires-too-late';
  return isTimedOut(fitness) ? 'already-expired' : null;
}

/**
 * Whether the load expires before `last`, the lot in front of it. It may then expire before its
 * turn comes [rules, lots leave in loading order].
 */
export function expiresEarlier(load: Pick<Load, 'expires'>, last: LotInLane | null): boolean {
  const [behind, front] = [load.expires, last?.expires].map((text) => (text ? expiryDay(text) : null));
  return typeof behind === 'number' && typeof front === 'number' && behind < front;
}
