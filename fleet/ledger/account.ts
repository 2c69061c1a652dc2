import type { AnyEvent, Event } from '../../shared/contracts/events.ts';
import type { Lane, LedgerId, MachineId, ProductCode, Txn } from '../../shared/contracts/ids.ts';
import { type Books, emptyBooks, laneStock } from '../../shared/ledger/books.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import {
  newPlausibilityState,
  type PlausibilityState,
  readWatch,
  type WrittenWatch,
  writeWatch,
} from './plausibility-state.ts';
import { type MachineClocks, noClocks } from './timestamping.ts';
import type { UncertainTurn, UncertainTurns } from './uncertain-turns.ts';
import type { Uncounted } from './uncounted.ts';

/** A ledger after which the machine began one that knows of none before it, and what stood in its books then. */
export interface LedgerLost {
  readonly since: number;
  readonly ledger: LedgerId;
  readonly through: number;
  /** Boxes in its lanes, with the uncertain ones. */
  readonly boxes: number;
  /** The lanes that nobody has counted since. */
  readonly lanes: readonly Lane[];
}

/** What the fleet has folded of one machine's ledgers: its books, and what lists and flags need beside them. */
export interface MachineAccount {
  readonly machine: MachineId;
  readonly books: Books;
  clocks: MachineClocks;
  /** The turns that the books hold as uncertain, by the day on which they came to be so. */
  readonly doubts: UncertainTurns;
  /** The ledger of the last folded line, and that line's number. */
  ledger: LedgerId | null;
  seq: number;
  lastIssued: { readonly at: number; readonly day: LocalDay; readonly product: ProductCode } | null;
  /** Confirmed boxes of the local day and year of the newest line; 0 for any later day. */
  issuedToday: { day: LocalDay | null; boxes: number };
  issuedYears: Record<number, number>;
  /** Since when the board, door, climate, sensor, giving out and each lane are what they are. */
  since: {
    board: number | null;
    door: number | null;
    climate: number | null;
    sensor: number | null;
    stopped: number | null;
  };
  laneSince: Map<Lane, number>;
  /** Since when there has been a box in some lane. */
  stockedSince: number | null;
  tempDeciC: number | null;
  boardReason: string | null;
  /** The ledger before this one, where that ended without a word, until all lanes that it knew are counted. */
  lost: LedgerLost | null;
  /** Lines that could not be read, of the ledger at hand. */
  unreadable: { readonly ledger: LedgerId; readonly lines: number; readonly lastSeq: number } | null;
  /** What tells plausible lines from others. */
  readonly watch: PlausibilityState;
  /** Lines that are not counted and wait for a person. */
  readonly uncounted: Uncounted[];
  /** Of closed years: confirmed boxes that came late, those that a person had counted, and those that stand beside the year's figures. */
  readonly late: Record<number, { counted: number; beside: number }>;
}

/** Boxes confirmed as issued, ever, without those that stand beside the figures of a closed year. */
export const countedEver = ({ books, late }: MachineAccount): number =>
  Object.values(late).reduce((boxes, { beside }) => boxes - beside, books.issued);

/** The account of a machine that has no lines yet. */
export const openAccount = (machine: MachineId): MachineAccount => ({
  machine,
  books: emptyBooks(),
  doubts: new Map(),
  clocks: noClocks,
  ledger: null,
  seq: 0,
  lastIssued: null,
  issuedToday: { day: null, boxes: 0 },
  issuedYears: {},
  since: { board: null, door: null, climate: null, sensor: null, stopped: null },
  laneSince: new Map(),
  stockedSince: null,
  tempDeciC: null,
  boardReason: null,
  lost: null,
  unreadable: null,
  watch: newPlausibilityState(),
  uncounted: [],
  late: {},
});

/** Notes since when things are what they are, and what was given out; the books themselves are folded elsewhere. */
export function noteLine(account: MachineAccount, event: Event, at: number, day: LocalDay, year: number): void {
  switch (event.kind) {
    case 'issued':
      giveOut(account, event.product, at, day, year);
      return;
    case 'settled':
      if (event.issued) giveOut(account, event.product, at, day, year);
      return;
    case 'board':
      if (event.state !== 'reset' || account.since.board === null) account.since.board = at;
      account.boardReason = event.reason;
      return;
    case 'counted':
      noteCounted(account, event.lane);
      return;
    case 'door':
      account.since.door = at;
      return;
    case 'climate':
      account.since.climate = at;
      account.tempDeciC = event.tempDeciC;
      return;
    case 'sensor':
      account.since.sensor = at;
      return;
    case 'lane':
      if (account.books.lanes.has(event.lane)) account.laneSince.set(event.lane, at);
      return;
    case 'configured':
      for (const lane of account.laneSince.keys()) if (!account.books.lanes.has(lane)) account.laneSince.delete(lane);
      return;
    default:
      return;
  }
}

function giveOut(account: MachineAccount, product: ProductCode, at: number, day: LocalDay, year: number): void {
  if (account.lastIssued === null || at >= account.lastIssued.at) account.lastIssued = { at, day, product };
  if (account.issuedToday.day === null || day > account.issuedToday.day) account.issuedToday = { day, boxes: 0 };
  if (day === account.issuedToday.day) account.issuedToday.boxes += 1;
  account.issuedYears[year] = (account.issuedYears[year] ?? 0) + 1;
}

/**
 * Notes, before it is folded, that a ledger's first line knows of no ledger before it, though there was one: its boxes are about to leave
 * the books without a word. Boxes of one that was lost earlier and never counted are still to be found.
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

/** A stock-take of a lane says what became of the boxes that a lost ledger had there. */
function noteCounted(account: MachineAccount, lane: Lane): void {
  const { lost } = account;
  if (lost === null) return;
  const lanes = lost.lanes.filter((each) => each !== lane);
  account.lost = lanes.length === 0 ? null : { ...lost, lanes };
}

/** Counts a confirmed box of a closed year, among the year's figures or beside them. */
export function noteLate({ late }: MachineAccount, event: Event, year: number, isBeside: boolean): void {
  const boxes = event.kind === 'issued' || (event.kind === 'settled' && event.issued) ? 1 : 0;
  if (boxes === 0) return;
  const { counted, beside } = late[year] ?? { counted: 0, beside: 0 };
  late[year] = isBeside ? { counted, beside: beside + boxes } : { counted: counted + boxes, beside };
}

/** Notes whether there is anything to give out, after a line that put boxes in or counted them. */
export function noteStock(account: MachineAccount, at: number): void {
  const stocked = [...account.books.lanes.values()].some((lane) => lane.lots.length > 0);
  if (!stocked) account.stockedSince = null;
  else account.stockedSince ??= at;
}

/** Counts a line that this version can't read: stored as it came, never in the way of those behind it. */
export function noteUnreadable(account: MachineAccount, ledger: LedgerId, seq: number): void {
  const before = account.unreadable?.ledger === ledger ? account.unreadable.lines : 0;
  account.unreadable = { ledger, lines: before + 1, lastSeq: seq };
}

/** How many lanes, lots and turns an account holds: what folding a line and keeping the account cost grows with that. */
export function holdings({ books }: MachineAccount): number {
  let held = books.lanes.size + books.uncertain.size + books.unseen.length;
  for (const lane of books.lanes.values()) held += lane.lots.length + (lane.beforeCounts?.length ?? 0);
  return held;
}

/** The stamp of a line of any kind that could be read. */
export type Stamp = Pick<AnyEvent, 'at' | 'run' | 'up'>;

/** An account as JSON text, and back: what is kept between restarts beside the folded mark. */
export function writeAccount(account: MachineAccount): string {
  const { books, doubts, laneSince, watch, ...rest } = account;
  return JSON.stringify({
    ...rest,
    doubts: [...doubts],
    laneSince: [...laneSince],
    watch: writeWatch(watch),
    books: { ...books, lanes: [...books.lanes.values()], uncertain: [...books.uncertain.values()] },
  });
}

type Written = Omit<MachineAccount, 'books' | 'doubts' | 'laneSince' | 'watch' | 'uncounted' | 'late'> & {
  /** Missing in what older versions wrote. */
  doubts?: [Txn, UncertainTurn][];
  watch?: WrittenWatch;
  uncounted?: Uncounted[];
  late?: MachineAccount['late'];
  laneSince: [Lane, number][];
  books: Omit<Books, 'lanes' | 'uncertain'> & {
    lanes: Parameters<Books['lanes']['set']>[1][];
    uncertain: Parameters<Books['uncertain']['set']>[1][];
  };
};

/** Reads what `writeAccount` wrote. */
export function readAccount(text: string): MachineAccount {
  const { books: written, doubts, laneSince, watch, uncounted = [], late = {}, ...rest } = JSON.parse(text) as Written;
  const books: Books = {
    ...written,
    stopped: written.stopped ?? null,
    lanes: new Map(
      written.lanes.map((lane) => [
        lane.lane,
        { ...lane, beforeCounts: lane.beforeCounts ?? null, timeLock: lane.timeLock ?? null },
      ]),
    ),
    uncertain: new Map(written.uncertain.map((turn) => [turn.txn, turn])),
  };
  return {
    ...rest,
    doubts: new Map(doubts),
    // What older versions kept has no `stopped`, no `lost` and no `beforeCounts`.
    since: { ...rest.since, stopped: rest.since.stopped ?? null },
    lost: rest.lost ?? null,
    laneSince: new Map(laneSince),
    books,
    watch: readWatch(watch, books),
    uncounted,
    late,
  };
}
