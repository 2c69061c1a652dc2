import { type Event, readLine } from '../contracts/events.ts';
import { fellUnasked } from './books.ts';
import type { StockEvent } from './stock-movement.ts';

/** A line that says what staff put into a lane, took out of it or counted in it. */
export interface RestockLine {
  /** Its place among the lines that were read, from 0. */
  readonly index: number;
  readonly event: StockEvent;
}

/** Spares the parsing of lines of other kinds; a kind may be written with escapes. */
const mayBeOfStaff = /"(?:restocked|counted|removed)"|\\u/;

const isOfStaff = (event: Event): event is StockEvent =>
  event.kind === 'restocked' || event.kind === 'counted' || (event.kind === 'removed' && !fellUnasked(event));

/** The lines of staff among some ledger lines, in their order. */
export function restockLinesIn(lines: readonly string[]): RestockLine[] {
  return lines.flatMap((line, index) => {
    if (!mayBeOfStaff.test(line)) return [];
    const read = readLine(line);
    return read.kind === 'known' && isOfStaff(read.event) ? [{ index, event: read.event }] : [];
  });
}
