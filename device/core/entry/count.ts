import type { Fact } from '../../../shared/contracts/events.ts';
import { type LaneBook, laneStock } from '../../../shared/ledger/books.ts';
import { boxesMoved, laneCounted, undatedBoxes } from '../../../shared/ledger/lane-lots.ts';
import { returnToFront } from '../../../shared/ledger/lots.ts';
import type { Facts } from '../facts.ts';
import type { Warning } from '../reply.ts';
import { type Booking, type Entry, whoOf } from './booking.ts';

/**
 * A stock-take. What it shows of uncertain boxes settles them first, and only the rest is a
 * difference.
 */
export function count(facts: Facts, entry: Entry<'count'>): Booking {
  const { lanes } = entry;
  if (new Set(lanes.map(({ lane }) => lane)).size < lanes.length) return { refusal: 'lane-twice', lane: null };
  const record: Fact[] = [];
  const warnings: Warning[] = [];
  for (const counted of lanes) {
    const lane = facts.books.lanes.get(counted.lane);
    if (!lane) return { refusal: 'unknown-lane', lane: counted.lane };
    // A planogram may have made the lane smaller than its content.
    const max = Math.max(lane.capacity, laneStock(lane) + lane.uncertain);
    if (counted.stock > max) return { refusal: 'over-capacity', lane: counted.lane };
    const { lines, undated } = countLane(facts, lane, counted, whoOf(entry));
    record.push(...lines);
    if (undated > 0) warnings.push({ lane: counted.lane, code: 'no-expiry' });
  }
  return { record, warnings };
}

type Counted = Entry<'count'>['lanes'][number];

/**
 * The lines for one lane of a stock-take, and how many more boxes without a date it then holds: the
 * lot of a surplus is unknown.
 */
function countLane(
  facts: Facts,
  book: LaneBook,
  { stock, reason }: Counted,
  who: ReturnType<typeof whoOf>,
): { lines: Fact[]; undated: number } {
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
  const why = reason === undefined ? {} : { reason };
  const lines: Fact[] = [
    ...settled,
    { kind: 'counted', lane, product, stock, was: booked + stillThere, lots: 'kept', ...why, ...who },
  ];
  const back = uncertain
    .slice(fallen)
    .reduce((before, turn) => boxesMoved(before, (lots) => returnToFront(lots, turn.lot, turn.expires)), book);
  return { lines, undated: undatedBoxes(laneCounted(back, stock, true).lots) - undatedBoxes(back.lots) };
}
