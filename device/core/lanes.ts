import type { Fact } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { type Books, type LaneBook, laneStock, laneUncertain } from '../../shared/ledger/books.ts';
import { expiryDay } from '../../shared/rules/calendar.ts';
import { isLocking, isTimedOut, laneFitness } from '../../shared/rules/lot.ts';
import type { DayNow } from './clock.ts';
import { limitsOf } from './limits.ts';
import type { Refusal } from './reply.ts';
import type { Dispensing } from './runtime-state.ts';

/**
 * Why a lane must give nothing out today, null if it may. The kiosk decides this by itself, without
 * the fleet [rules, restock]. A recorded lock for expiry remains until the fleet sends the time or
 * staff count the lane or take boxes out of it: the battery of the kiosk's own clock may have
 * failed since.
 */
function lockReason(books: Books, lane: LaneBook, { today, fromFleet }: DayNow): string | null {
  if (lane.lockedByPlan !== null) return lane.lockedByPlan;
  if (lane.next !== null) return lane.next === 'none' ? 'not-planned' : 'product-change';
  const lots = lane.lots.map(({ lot, expires }) => ({ product: lane.product, lot, expires }));
  const { rules } = limitsOf(books);
  const fitness = laneFitness(lots, today, books.recalls, rules);
  const reason = isLocking(fitness, rules) ? fitness : null;
  const held = fromFleet || (lots.length === 0 && lane.uncertain === 0) ? null : lane.timeLock;
  return held !== null && (reason === null || isTimedOut(reason)) ? laterOf(held, reason) : reason;
}

/** `expired` replaces `closing`, because what is expired was closing before. */
const laterOf = (held: string, reason: string | null): string => (reason === 'expired' ? reason : held);

/** The lines that bring every lane's lock to what it should be today. */
export function lockChanges(books: Books, day: DayNow): Fact[] {
  const changes: Fact[] = [];
  for (const lane of books.lanes.values()) {
    const reason = lockReason(books, lane, day);
    // Staff lifted the lock for expiry, but the time still requires it: record the lock again.
    const lapsed = reason !== null && isTimedOut(reason) && lane.timeLock === null;
    if (reason === lane.lock && !lapsed) continue;
    if (reason === null) changes.push({ kind: 'lane', lane: lane.lane, state: lane.condition, reason: 'unlocked' });
    else changes.push({ kind: 'lane', lane: lane.lane, state: 'locked', reason });
  }
  return changes;
}

/** Why a lane can't be used for a request now, null if it can. */
export function unfitness(books: Books, lane: LaneBook, day: DayNow): Refusal | null {
  if (lockReason(books, lane, day) !== null) return 'lane-locked';
  // A turn without a drop leaves boxes in the books, and an uncertain box may still be there:
  // neither lane is out of stock.
  if (laneStock(lane) === 0) return laneUncertain(lane) === 0 ? 'out-of-stock' : 'lane-fault';
  return lane.condition === 'ready' ? null : 'lane-fault';
}

/** The lane that will give a box, or why none can. */
export type Choice = { readonly lane: LaneBook } | { readonly refusal: Refusal };

/**
 * The lane to turn for a request. Of the fit lanes with the product it is the one whose front lot
 * expires first (near-expiry first out), then the fullest, so that lanes wear evenly. Lanes already
 * tried for this request are left out.
 */
export function chooseLane(books: Books, want: Dispensing['want'], tried: readonly Lane[], day: DayNow): Choice {
  const wanted = [...books.lanes.values()].filter((lane) =>
    'lane' in want ? lane.lane === want.lane : lane.product === want.product,
  );
  if (wanted.length === 0) return { refusal: 'lane' in want ? 'unknown-lane' : plannedRefusal(books, want.product) };
  const untried = wanted.filter((lane) => !tried.includes(lane.lane));
  const fit = untried.filter((lane) => unfitness(books, lane, day) === null).sort(nearestExpiryFirst);
  if (fit[0]) return { lane: fit[0] };
  // Out of stock is the answer only if it holds for every lane.
  const other = untried.map((lane) => unfitness(books, lane, day)).find((reason) => reason !== 'out-of-stock');
  return { refusal: other ?? 'out-of-stock' };
}

/** A product that is planned for a lane but not loaded yet is known: it is just not there yet. */
function plannedRefusal(books: Books, product: string): Refusal {
  const waiting = [...books.lanes.values()].some(
    ({ next }) => next !== null && next !== 'none' && next.product === product,
  );
  return waiting ? 'lane-locked' : 'unknown-product';
}

function nearestExpiryFirst(a: LaneBook, b: LaneBook): number {
  return frontExpiry(a) - frontExpiry(b) || laneStock(b) - laneStock(a) || a.lane - b.lane;
}

function frontExpiry(lane: LaneBook): number {
  const expires = lane.lots[0]?.expires;
  return (expires ? expiryDay(expires) : null) ?? Number.MAX_SAFE_INTEGER;
}
