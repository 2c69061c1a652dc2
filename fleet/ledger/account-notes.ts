import type { Event } from '../../shared/contracts/events.ts';
import type { Lane, LedgerId, ProductCode } from '../../shared/contracts/ids.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { MachineAccount } from './account.ts';
import { boxesIn } from './line-boxes.ts';

/**
 * The time of a line in ms since 1970, and whether it is left out of the figures of a closed year.
 */
export interface LineMoment {
  readonly at: number;
  readonly day: LocalDay;
  readonly year: number;
  readonly leftOut: boolean;
}

const notes: EventTable<[account: MachineAccount, moment: LineMoment]> = {
  turning: unchanged,
  issued: ({ product }, account, moment) => noteIssued(account, product, moment),
  'not-issued': unchanged,
  uncertain: unchanged,
  settled: ({ product, issued }, account, moment) => {
    noteStock(account, moment.at);
    if (issued) noteIssued(account, product, moment);
  },
  restocked: (_event, account, { at }) => noteStock(account, at),
  counted: ({ lane }, account, { at }) => {
    noteStock(account, at);
    noteCounted(account, lane);
  },
  removed: (_event, account, { at }) => noteStock(account, at),
  lane: ({ lane }, { books, laneSince }, { at }) => {
    if (books.lanes.has(lane)) laneSince.set(lane, at);
  },
  door: (_event, { since }, { at }) => {
    since.door = at;
  },
  board: ({ state, reason }, account, { at }) => {
    if (state !== 'reset' || account.since.board === null) account.since.board = at;
    account.boardReason = reason;
  },
  sensor: (_event, { since }, { at }) => {
    since.sensor = at;
  },
  climate: ({ tempDeciC }, account, { at }) => {
    account.since.climate = at;
    account.tempDeciC = tempDeciC;
  },
  booted: unchanged,
  configured: (_event, { books, laneSince }) => {
    for (const lane of laneSince.keys()) if (!books.lanes.has(lane)) laneSince.delete(lane);
  },
  command: unchanged,
  tested: unchanged,
};

/**
 * Notes since when states hold and what was issued. Call it after the line is folded into the
 * books.
 */
export function noteLine(account: MachineAccount, event: Event, moment: LineMoment): void {
  entryFor(notes, event)(event, account, moment);
}

function noteIssued(account: MachineAccount, product: ProductCode, { at, day, year, leftOut }: LineMoment): void {
  if (leftOut) return;
  if (account.lastIssued === null || at >= account.lastIssued.at) account.lastIssued = { at, day, product };
  if (account.issuedToday.day === null || day > account.issuedToday.day) account.issuedToday = { day, boxes: 0 };
  if (day === account.issuedToday.day) account.issuedToday.boxes += 1;
  account.issuedYears[year] = (account.issuedYears[year] ?? 0) + 1;
}

/**
 * Notes that a ledger's first line names no ledger before it although there was one, so that the
 * boxes of that ledger are about to leave the books unreported. Boxes of a ledger that was lost
 * earlier and never counted stay in the note. Call it before the line is folded.
 */
export function noteLost(account: MachineAccount, event: Event, seq: number, at: number): void {
  const { ledger, books, lost } = account;
  if (event.kind !== 'booted' || seq !== 1 || event.ledgerBefore !== null || ledger === null) return;
  const lanes = [...books.lanes.values()];
  if (lanes.length === 0) return;
  const boxes = lanes.reduce((sum, lane) => sum + laneStock(lane) + lane.uncertain, lost?.boxes ?? 0);
  const uncounted = new Set([...(lost?.lanes ?? []), ...lanes.map(({ lane }) => lane)]);
  account.lost = { since: at, ledger, through: account.seq, boxes, lanes: [...uncounted].sort((a, b) => a - b) };
}

/** A stock-take of a lane shows what became of the boxes that a lost ledger had there. */
function noteCounted(account: MachineAccount, lane: Lane): void {
  const { lost } = account;
  if (lost === null) return;
  const lanes = lost.lanes.filter((each) => each !== lane);
  account.lost = lanes.length === 0 ? null : { ...lost, lanes };
}

/** Adds a confirmed box of a closed year to the late boxes, as counted or as left out. */
export function noteLate({ late }: MachineAccount, event: Event, year: number, leftOut: boolean): void {
  const boxes = boxesIn(event).confirmed;
  if (boxes === 0) return;
  const { counted, beside } = late[year] ?? { counted: 0, beside: 0 };
  late[year] = leftOut ? { counted, beside: beside + boxes } : { counted: counted + boxes, beside };
}

/** Notes whether there is anything to give out, after a line that may have changed that. */
function noteStock(account: MachineAccount, at: number): void {
  const stocked = [...account.books.lanes.values()].some((lane) => lane.lots.length > 0);
  if (!stocked) account.stockedSince = null;
  else account.stockedSince ??= at;
}

/**
 * Counts a line that this version cannot read. It is stored as received, and later lines are folded
 * as usual.
 */
export function noteUnreadable(account: MachineAccount, ledger: LedgerId, seq: number): void {
  const before = account.unreadable?.ledger === ledger ? account.unreadable.lines : 0;
  account.unreadable = { ledger, lines: before + 1, lastSeq: seq };
}
