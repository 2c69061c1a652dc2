import type { Fact } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { sameLot } from '../../shared/contracts/spelling.ts';
import { type LaneBook, laneStock } from '../../shared/ledger/books.ts';
import { boxesMoved, laneCounted, undatedBoxes } from '../../shared/ledger/lane-lots.ts';
import { type LotInLane, returnToFront } from '../../shared/ledger/lots.ts';
import { expiryDay } from '../../shared/rules/calendar.ts';
import { isLocking, isTimedOut, lotFitness } from '../../shared/rules/lot.ts';
import { type Act, refuse } from './act.ts';
import { dayNow } from './clock.ts';
import { acting, type Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Load, Now, StaffInput } from './input.ts';
import { limitsOf } from './limits.ts';
import type { Refusal, Warning } from './reply.ts';
import type { RuntimeState } from './runtime-state.ts';

type Entry<T extends StaffInput['kind']> = Extract<StaffInput, { kind: T }>;

/** The lines of an entry, or the reason why nothing of it is booked. */
type Booking =
  | { readonly record: readonly Fact[]; readonly warnings: readonly Warning[] }
  | { readonly refusal: Refusal; readonly lane: Lane | null };

/** Staff enter what they did: all or nothing, in one record. Refused while a motor turns. */
export function staffEntry(
  facts: Facts,
  runtime: RuntimeState,
  entry: Exclude<StaffInput, Entry<'clear'>>,
  now: Now,
): Decision {
  const booking =
    runtime.dispensing || runtime.homing
      ? ({ refusal: 'busy', lane: null } as const)
      : book(facts, runtime, entry, now);
  const { ticket } = entry;
  if ('refusal' in booking) return acting(runtime, refuse(ticket, booking.refusal, booking.lane));
  const done: Act = { kind: 'reply', ticket, reply: { kind: 'done', warnings: booking.warnings } };
  return { record: booking.record, runtime, act: [done] };
}

function book(facts: Facts, runtime: RuntimeState, entry: Exclude<StaffInput, Entry<'clear'>>, now: Now): Booking {
  switch (entry.kind) {
    case 'restock':
      return restock(facts, runtime, entry, now);
    case 'count':
      return count(facts, entry);
    case 'remove':
      return remove(facts, runtime, entry, now);
    case 'trust-sensor':
      return { record: [{ kind: 'sensor', state: 'trusted', reason: 'looked-after', by: entry.by }], warnings: [] };
  }
}

function restock(facts: Facts, runtime: RuntimeState, { lanes, by }: Entry<'restock'>, now: Now): Booking {
  const record: Fact[] = [];
  const warnings: Warning[] = [];
  const loaded = new Map<Lane, { stock: number; last: LotInLane | null }>();
  for (const load of lanes) {
    const lane = facts.books.lanes.get(load.lane);
    if (!lane) return { refusal: 'unknown-lane', lane: load.lane };
    if (lane.product !== load.product || lane.next !== null) return { refusal: 'wrong-product', lane: load.lane };
    const unfit = unfitLoad(facts, runtime, load, now);
    if (unfit) return { refusal: unfit, lane: load.lane };
    const before = loaded.get(load.lane) ?? { stock: laneStock(lane), last: lane.lots.at(-1) ?? null };
    const stock = before.stock + load.added;
    if (stock + lane.uncertain > lane.capacity) return { refusal: 'over-capacity', lane: load.lane };
    if (load.expires === null && load.added > 0) warnings.push({ lane: load.lane, code: 'no-expiry' });
    if (expiresEarlier(load, before.last)) warnings.push({ lane: load.lane, code: 'earlier-behind-later' });
    const { lot, expires, added } = load;
    record.push({ kind: 'restocked', ...load, stock, by });
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
function expiresEarlier(load: Load, last: LotInLane | null): boolean {
  const [behind, front] = [load.expires, last?.expires].map((text) => (text ? expiryDay(text) : null));
  return typeof behind === 'number' && typeof front === 'number' && behind < front;
}

/**
 * A stock-take. What it shows of uncertain boxes settles them first, and only the rest is a
 * difference.
 */
function count(facts: Facts, { lanes, by }: Entry<'count'>): Booking {
  if (new Set(lanes.map(({ lane }) => lane)).size < lanes.length) return { refusal: 'lane-twice', lane: null };
  const record: Fact[] = [];
  const warnings: Warning[] = [];
  for (const counted of lanes) {
    const lane = facts.books.lanes.get(counted.lane);
    if (!lane) return { refusal: 'unknown-lane', lane: counted.lane };
    // A planogram may have made the lane smaller than its content.
    const max = Math.max(lane.capacity, laneStock(lane) + lane.uncertain);
    if (counted.stock > max) return { refusal: 'over-capacity', lane: counted.lane };
    const { lines, undated } = countLane(facts, lane, counted.stock, by);
    record.push(...lines);
    if (undated > 0) warnings.push({ lane: counted.lane, code: 'no-expiry' });
  }
  return { record, warnings };
}

/**
 * The lines for one lane of a stock-take, and how many more boxes without a date it then holds: the
 * lot of a surplus is unknown.
 */
function countLane(facts: Facts, book: LaneBook, stock: number, by: string): { lines: Fact[]; undated: number } {
  const { lane, product } = book;
  const booked = laneStock(book);
  const uncertain = [...facts.books.uncertain.values()].filter((turn) => turn.lane === lane);
  const stillThere = Math.max(0, Math.min(uncertain.length, stock - booked));
  const fallen = uncertain.length - stillThere;
  const settled = uncertain.map(
    ({ txn, product: held }, index): Fact => ({
      kind: 'settled',
      txn,
      lane,
      product: held,
      issued: index < fallen,
      by: 'count',
    }),
  );
  const lines: Fact[] = [
    ...settled,
    { kind: 'counted', lane, product, stock, was: booked + stillThere, lots: 'kept', by },
  ];
  const back = uncertain
    .slice(fallen)
    .reduce((before, turn) => boxesMoved(before, (lots) => returnToFront(lots, turn.lot, turn.expires)), book);
  return { lines, undated: undatedBoxes(laneCounted(back, stock, true).lots) - undatedBoxes(back.lots) };
}

/**
 * Boxes taken out: of the named lot, else of the unfit lots first, then from the front, as a person
 * takes them.
 */
function remove(facts: Facts, runtime: RuntimeState, entry: Entry<'remove'>, now: Now): Booking {
  const { lane: number, removed, reason, by } = entry;
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
    record.push({ kind: 'removed', lane: number, product, lot, removed: taken, stock, reason, by });
  }
  return left > 0 ? { refusal: 'not-so-many', lane: number } : { record, warnings: [] };
}
