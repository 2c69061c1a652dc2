import type { Event } from '../../shared/contracts/events.ts';
import { type EventTable, entryFor } from '../../shared/ledger/event-table.ts';

/** What one line says about boxes, in numbers of boxes. */
export interface LineBoxes {
  /** Confirmed as given out. */
  readonly confirmed: number;
  /** Reported as given out, confirmed or uncertain. */
  readonly issued: number;
  /** Reported as put in, taken out, or corrected by a stock-take. */
  readonly moved: number;
  /** Whether the line changes any figure of its day. */
  readonly changesFigures: boolean;
}

const none: LineBoxes = { confirmed: 0, issued: 0, moved: 0, changesFigures: false };
const confirmed: LineBoxes = { confirmed: 1, issued: 1, moved: 0, changesFigures: true };
const notGiven: LineBoxes = { ...none, changesFigures: true };
const nothing = (): LineBoxes => none;
const uncertain = (turns: number): LineBoxes => ({ ...none, issued: turns, changesFigures: turns > 0 });
const moved = (boxes: number): LineBoxes => ({ ...none, moved: boxes, changesFigures: boxes > 0 });

const boxes: EventTable<[], LineBoxes> = {
  turning: nothing,
  issued: () => confirmed,
  'not-issued': nothing,
  uncertain: () => uncertain(1),
  settled: ({ issued }) => (issued ? confirmed : notGiven),
  restocked: ({ added }) => moved(added),
  counted: ({ stock, was }) => ({ ...notGiven, moved: Math.abs(stock - was) }),
  removed: ({ removed }) => moved(removed),
  lane: nothing,
  door: nothing,
  board: nothing,
  sensor: ({ turns = [] }) => uncertain(turns.length),
  climate: nothing,
  booted: nothing,
  configured: nothing,
  command: nothing,
  tested: nothing,
};

/** Returns what a line says about boxes. */
export const boxesIn = (event: Event): LineBoxes => entryFor(boxes, event)(event);
