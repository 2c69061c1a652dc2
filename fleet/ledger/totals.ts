import type { Event } from '../../shared/contracts/events.ts';
import type { ProductCode } from '../../shared/contracts/ids.ts';
import { type Books, laneStock } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import { movementOf, type StockEvent } from '../../shared/ledger/stock-movement.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';

/**
 * What a machine's lines of one local day add up to, for one product. A box is counted on the day
 * of the line that reports it, and an uncertain box on the day on which it became uncertain.
 */
export interface DayTotal {
  readonly day: LocalDay;
  readonly product: ProductCode;
  /** Confirmed boxes: issued, or settled as issued. */
  issued: number;
  /**
   * Boxes that became uncertain on that day, and how many of them were settled later, on any day.
   */
  uncertain: number;
  settled: number;
  added: number;
  removed: number;
  /** Boxes that stock-takes found, minus boxes that they found missing. */
  difference: number;
  /** Boxes in the lanes, and uncertain boxes, after the day's last line about the product. */
  stock: number;
  open: number;
  /** Confirmed boxes per local hour, 24 numbers. */
  hours: number[];
}

/** A day's total of a product before any line. */
export const emptyTotal = (day: LocalDay, product: ProductCode): DayTotal => ({
  day,
  product,
  issued: 0,
  uncertain: 0,
  settled: 0,
  added: 0,
  removed: 0,
  difference: 0,
  stock: 0,
  open: 0,
  hours: new Array<number>(24).fill(0),
});

const ofNone = (): ProductCode[] => [];
const ofItsOwn = ({ product }: { readonly product: ProductCode }): ProductCode[] => [product];
const ofAllLanes = (_event: Event, { lanes }: Books): ProductCode[] => [...lanes.values()].map((lane) => lane.product);

/** The products whose totals a line may change, given the books before it. */
const products: EventTable<[books: Books], ProductCode[]> = {
  turning: ofItsOwn,
  issued: ofItsOwn,
  'not-issued': ofItsOwn,
  uncertain: ofItsOwn,
  settled: ofItsOwn,
  restocked: ofItsOwn,
  counted: ofItsOwn,
  removed: ofItsOwn,
  lane: ofNone,
  door: ofNone,
  board: ofNone,
  sensor: ({ turns = [] }) => turns.map((turn) => turn.product),
  climate: ofNone,
  booted: ofAllLanes,
  configured: ofAllLanes,
  command: ofNone,
  tested: ofNone,
};

/** Sets the stock and the uncertain boxes of some products, in one pass over the lanes. */
function noteStocks(books: Books, totals: readonly DayTotal[]): void {
  for (const total of totals) {
    total.stock = 0;
    total.open = 0;
  }
  const [only] = totals;
  // Most lines concern at most one product, and comparing is cheaper than a look-up per lane.
  const of = totals.length > 1 ? new Map(totals.map((total) => [total.product, total])) : null;
  if (!only) return;
  for (const lane of books.lanes.values()) {
    const total = of ? of.get(lane.product) : only.product === lane.product ? only : undefined;
    if (!total) continue;
    total.stock += laneStock(lane);
    total.open += lane.uncertain;
  }
}

type Total = (product: ProductCode) => DayTotal;

const additions: EventTable<[total: Total, hour: number]> = {
  turning: unchanged,
  issued: ({ product }, total, hour) => confirm(total(product), hour),
  'not-issued': unchanged,
  uncertain: unchanged,
  settled: ({ product, issued }, total, hour) => {
    if (issued) confirm(total(product), hour);
  },
  restocked: move,
  counted: move,
  removed: move,
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: unchanged,
  climate: unchanged,
  booted: unchanged,
  configured: unchanged,
  command: unchanged,
  tested: unchanged,
};

/**
 * Adds a line to the day's totals. Call it with the books as they are before the line is folded,
 * and call the function that it returns after the fold.
 */
export function addLine(books: Books, event: Event, hour: number, total: Total): () => void {
  const about = new Set(entryFor(products, event)(event, books));
  return () => {
    noteStocks(books, [...about].map(total));
    entryFor(additions, event)(event, total, hour);
  };
}

function confirm(total: DayTotal, hour: number): void {
  total.issued += 1;
  total.hours[hour] = (total.hours[hour] ?? 0) + 1;
}

function move(event: StockEvent, total: Total): void {
  const { added, removed, difference } = movementOf(event);
  const of = total(event.product);
  of.added += added;
  of.removed += removed;
  of.difference += difference;
}
