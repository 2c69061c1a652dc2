import type { Event, Fact } from '../../../shared/contracts/events.ts';
import { sameLot } from '../../../shared/contracts/spelling.ts';
import type { Books, LaneBook } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import type { Refusal, Warning } from '../reply.ts';
import type { RuntimeState } from '../runtime-state.ts';
import type { Booking, Entry } from './booking.ts';
import { count } from './count.ts';
import type { Load } from './parts.ts';
import { remove } from './remove.ts';
import { expiresEarlier, restock } from './restock.ts';

/** Books that can be changed without changing the real ones. */
const copyOf = (books: Books): Books => ({
  ...books,
  lanes: new Map(books.lanes),
  uncertain: new Map(books.uncertain),
  unseen: [...books.unseen],
});

/**
 * Counts, removals and loads of several lanes as one entry: all lines in one record, or none. Each
 * part is checked against the books as the parts before it leave them.
 */
export const round = (facts: Facts, runtime: RuntimeState, entry: Entry<'round'>, now: Now): Booking =>
  tryRound(facts, runtime, entry, now).booking;

/** What such an entry would record, and the books after it; nothing is changed. */
export function tryRound(
  facts: Facts,
  runtime: RuntimeState,
  entry: Entry<'round'>,
  now: Now,
): { readonly booking: Booking; readonly books: Books } {
  const { ticket, by, person, counts, removals, loads } = entry;
  const who = { ticket, by, person };
  const books = copyOf(facts.books);
  const then: Facts = { ...facts, books };
  const record: Fact[] = [];
  const warnings: Warning[] = [];
  const parts: (() => Booking)[] = [
    () => count(then, { kind: 'count', ...who, lanes: counts }),
    ...removals.map((each) => () => remove(then, runtime, { kind: 'remove', ...who, ...each }, now)),
    ...loads.map((load) => () => {
      const booking = restock(then, runtime, { kind: 'restock', ...who, lanes: [load] }, now);
      const refusal = 'refusal' in booking ? null : refusalOfLoad(books, load);
      return refusal === null ? booking : { refusal, lane: load.lane };
    }),
  ];
  for (const part of parts) {
    const booking = part();
    if ('refusal' in booking) return { booking, books };
    for (const fact of booking.record) fold(books, facts.last, { at: now.at, run: 0, up: 0, ...fact } as Event);
    record.push(...booking.record);
    warnings.push(...booking.warnings);
  }
  return { booking: { record, warnings }, books };
}

/** What a load of a guided round is refused for, in addition to what every restock is. */
function refusalOfLoad(books: Books, load: Load): Refusal | null {
  const lane = books.lanes.get(load.lane);
  if (lane !== undefined && expiresEarlier(load, lane.lots.at(-1) ?? null)) return 'earlier-behind';
  return knownExpiry([...books.lanes.values()], load) === null ? null : 'lot-other-expiry';
}

/** Another expiry with which a lot of this product is in the books; null for none. */
function knownExpiry(
  lanes: readonly Pick<LaneBook, 'product' | 'lots'>[],
  { product, lot, expires }: Pick<Load, 'product' | 'lot' | 'expires'>,
): string | null {
  if (lot === null || expires === null) return null;
  for (const lane of lanes)
    for (const held of lane.product === product ? lane.lots : [])
      if (sameLot(held.lot, lot) && held.expires !== null && held.expires !== expires) return held.expires;
  return null;
}
