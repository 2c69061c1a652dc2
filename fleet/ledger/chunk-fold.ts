import { type Event, readLine } from '../../shared/contracts/events.ts';
import type { UncountedReason } from '../../shared/contracts/fleet/uncounted.ts';
import type { ProductCode } from '../../shared/contracts/ids.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { type LocalDay, yearOf } from '../../shared/rules/calendar.ts';
import type { MachineAccount } from './account.ts';
import { noteLate, noteLine, noteLost, noteUnreadable } from './account-notes.ts';
import type { Chunk, TimestampedLine } from './chunk.ts';
import { ChunkClock, type TimestampRules } from './chunk-clock.ts';
import { noteBeginning, switchLedger } from './ledger-switch.ts';
import { boxesIn } from './line-boxes.ts';
import { whyImplausible } from './plausibility.ts';
import { noteImplausible, notePlausible } from './plausibility-state.ts';
import { addLine, type DayTotal, emptyTotal } from './totals.ts';
import { trackUncertain } from './uncertain-turns.ts';
import { decisionOn, type LineDecision, mayBeAccepted, noteUncounted, openSince } from './uncounted.ts';

/** The changes that folding some chunks makes to a machine's daily totals. */
export class DayBook {
  readonly #totals = new Map<string, DayTotal>();
  readonly #load: (day: LocalDay, product: ProductCode) => DayTotal | null;

  /** `load` returns the stored total of a day and product, or null if there is none. */
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

  /** The totals that were read or changed. */
  touched(): DayTotal[] {
    return [...this.#totals.values()];
  }
}

/**
 * What folding depends on besides the lines. The same lines, rules and decisions always give the
 * same books.
 */
export interface FoldRules extends TimestampRules {
  /** A year's figures close this many days after its end [rules, closed years]. */
  readonly yearClosesDays: number;
  /**
   * The last chunk that was folded before closed years existed. Up to this chunk, what was counted
   * stays counted. Absent if there is none.
   */
  readonly openYearsThrough?: number;
  /** The shortest time in which a motor gives out a box, in ms. 0 for no limit. */
  readonly fastestTurnMs: number;
}

/**
 * Folds a chunk into a machine's account and day book, in place. Returns each line's timestamp.
 * Never throws because of a line's content.
 */
export function foldChunk(
  account: MachineAccount,
  days: DayBook,
  chunk: Chunk,
  decisions: readonly LineDecision[],
  rules: FoldRules,
): TimestampedLine[] {
  const { zone, yearClosesDays, fastestTurnMs, openYearsThrough = 0 } = rules;
  const openDay = chunk.number > openYearsThrough ? openSince(zone.dayOf(chunk.received), yearClosesDays) : null;
  const clock = new ChunkClock(account.clocks, chunk, rules);
  switchLedger(account, chunk.ledger, chunk.first);
  const timestamps = chunk.lines.map((line, index) => {
    const seq = chunk.first + index;
    const read = readLine(line);
    const event = read.kind === 'known' ? read.event : null;
    if (event !== null) noteBeginning(account, seq, event);
    const { at, corrected, day } = clock.timestamp(index, read);
    if (event !== null) noteLost(account, event, seq, at);
    account.ledger = chunk.ledger;
    account.seq = seq;
    let uncounted: UncountedReason | null = null;
    if (event !== null) {
      const isLate = openDay !== null && day < openDay;
      const context = { at, day, hour: zone.hourOf(at), seq, isLate, fastestTurnMs };
      uncounted = foldEvent(account, days, decisions, context, event);
    } else noteUnreadable(account, chunk.ledger, seq);
    // Written field by field: spreading makes folding a line a third slower.
    return { at, corrected, day, uncounted };
  });
  account.clocks = clock.after();
  return timestamps;
}

/**
 * What is known of an event besides its content. `isLate`: the figures of its day were closed when
 * it came.
 */
interface LineContext {
  readonly at: number;
  readonly day: LocalDay;
  readonly hour: number;
  readonly seq: number;
  readonly isLate: boolean;
  readonly fastestTurnMs: number;
}

/**
 * Folds one event into the account and the day's totals. Returns why it is not counted, or null if
 * it is.
 */
function foldEvent(
  account: MachineAccount,
  days: DayBook,
  decisions: readonly LineDecision[],
  context: LineContext,
  event: Event,
): UncountedReason | null {
  const { books, plausibility } = account;
  const { at, day, hour, seq, isLate, fastestTurnMs } = context;
  const implausible = whyImplausible(books, plausibility, event, fastestTurnMs);
  if (implausible !== null && isLeftOut(account, decisions, context, event, implausible)) {
    noteImplausible(plausibility, event, implausible);
    return implausible;
  }
  notePlausible(books, plausibility, event, fastestTurnMs);
  const { changesFigures } = boxesIn(event);
  const leftOut = isLate && (!changesFigures || isLeftOut(account, decisions, context, event, 'closed-year'));
  if (isLate) noteLate(account, event, yearOf(day), leftOut);
  const after = leftOut ? null : addLine(books, event, hour, (product) => days.total(day, product));
  const wasStopped = books.stopped !== null;
  fold(books, seq, event);
  if ((books.stopped !== null) !== wasStopped) account.since.stopped = at;
  after?.();
  trackUncertain(books, account.uncertainTurns, event, {
    day,
    leftOut,
    total: (of, product) => days.total(of, product),
  });
  noteLine(account, event, { at, day, year: yearOf(day), leftOut });
  return leftOut && changesFigures ? 'closed-year' : null;
}

/**
 * Whether a line is left out of the figures for a reason. If nobody has decided on it yet, it is
 * put on the waiting list.
 */
function isLeftOut(
  account: MachineAccount,
  decisions: readonly LineDecision[],
  { seq, day }: LineContext,
  event: Event,
  reason: UncountedReason,
): boolean {
  const { ledger } = account;
  if (ledger === null) return false;
  const decision = decisionOn(decisions, ledger, seq, reason);
  if (decision === 'accept' && mayBeAccepted(reason)) return false;
  if (decision === null) noteUncounted(account.uncounted, ledger, seq, reason, event, day);
  return true;
}
