import { type Event, readLine } from '../../shared/contracts/events.ts';
import type { LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { type LocalDay, yearOf, type Zone } from '../../shared/rules/calendar.ts';
import { type MachineAccount, noteLine, noteLost, noteStock, noteUnreadable, type Stamp } from './account.ts';
import { followDoubts } from './doubts.ts';
import { type Placed, placeLine } from './placing.ts';
import { bookLine, type DayTotal, emptyTotal } from './totals.ts';

/** A stored run of lines of one ledger, as it came in one batch. `chunk` rises over the whole store. */
export interface Chunk {
  readonly chunk: number;
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly lines: readonly string[];
  /** Where its lines were placed when they were first folded: a day is computed once. Null before that. */
  readonly placed: readonly PlacedLine[] | null;
}

/** Where one line was placed: time, whether that is not the kiosk's own word, and the local business day. */
export interface PlacedLine extends Placed {
  readonly day: LocalDay;
}

/** The changes that folding some chunks makes to a machine's daily totals. */
export class DayBook {
  readonly #totals = new Map<string, DayTotal>();
  readonly #load: (day: LocalDay, product: ProductCode) => DayTotal | null;

  /** `load` gives the totals kept so far, null for none. */
  constructor(load: (day: LocalDay, product: ProductCode) => DayTotal | null) {
    this.#load = load;
  }

  total(day: LocalDay, product: ProductCode): DayTotal {
    const key = `${day} ${product}`;
    let total = this.#totals.get(key);
    if (!total) {
      total = this.#load(day, product) ?? emptyTotal(day, product);
      this.#totals.set(key, total);
    }
    return total;
  }

  /** The totals that were touched. */
  changed(): DayTotal[] {
    return [...this.#totals.values()];
  }
}

/** Folds a chunk into a machine's account and day book, in place; answers where each line was placed. Never throws on a line's content. */
export function foldChunk(
  account: MachineAccount,
  days: DayBook,
  chunk: Chunk,
  zone: Zone,
  clockToleranceMs: number,
): PlacedLine[] {
  return chunk.lines.map((line, index) => {
    const seq = chunk.first + index;
    const read = readLine(line);
    const stamp = read.as === 'unreadable' ? null : read.event;
    const known = chunk.placed?.[index];
    const placed = place(account, stamp, known, chunk.received, clockToleranceMs);
    const day = known?.day ?? zone.dayOf(placed.at);
    const put = { ...placed, day };
    if (read.as === 'known') noteLost(account, read.event, seq, placed.at);
    account.ledger = chunk.ledger;
    account.seq = seq;
    if (read.as === 'known') foldEvent(account, days, seq, read.event, put, zone.hourOf(placed.at));
    else noteUnreadable(account, chunk.ledger, seq);
    return put;
  });
}

/** Folds one event into the account and the day's totals. */
function foldEvent(
  account: MachineAccount,
  days: DayBook,
  seq: number,
  event: Event,
  { at, day }: PlacedLine,
  hour: number,
): void {
  const after = bookLine(account.books, event, hour, (product) => days.total(day, product));
  const wasStopped = account.books.stopped !== null;
  fold(account.books, seq, event);
  if ((account.books.stopped !== null) !== wasStopped) account.since.stopped = at;
  after();
  followDoubts(account.books, account.doubts, event, day, (of, product) => days.total(of, product));
  if (event.kind === 'restocked' || event.kind === 'counted' || event.kind === 'removed' || event.kind === 'settled')
    noteStock(account, at);
  noteLine(account, event, at, day, yearOf(day));
}

function place(
  account: MachineAccount,
  stamp: Stamp | null,
  known: PlacedLine | undefined,
  received: number,
  toleranceMs: number,
): Placed {
  const before = account.clocks.last?.at ?? received;
  if (stamp === null) return { at: known?.at ?? before, corrected: true };
  const { at, corrected } = known ?? placeLine(account.clocks, stamp, received, toleranceMs);
  const placed = { at, corrected };
  account.clocks = { ...account.clocks, last: { run: stamp.run, up: stamp.up, at: placed.at } };
  return placed;
}
