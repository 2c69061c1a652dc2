import type { Event, EventOf } from '../../shared/contracts/events.ts';
import type { UncountedReason } from '../../shared/contracts/fleet/uncounted.ts';
import type { Lane, LedgerId, Txn } from '../../shared/contracts/ids.ts';
import { type Books, laneStock } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import { limits } from '../limits.ts';
import { type MotorRate, rateAfter } from './motor-rate.ts';

/**
 * Why a line cannot be what happened at its machine, given the books before it:
 * - `no-turn`: a box of a turn that never began
 * - `lane-empty`: more boxes than the lane held
 * - `too-fast`: boxes in a row, faster than motors turn
 * - `over-capacity`: more boxes than the lane has room for
 * - `unplanned-lane`: boxes for a lane that is in no planogram
 * - `too-many`: more lanes, lots or turns without a box than a kiosk can have
 */
export type Implausible = Exclude<UncountedReason, 'closed-year'>;

/** By how many boxes a kiosk's lane may differ from the books because lines are missing. */
interface Leeway {
  readonly more: number;
  readonly fewer: number;
}

/** Set if lines of a machine are missing. What the missing lines may explain is not implausible. */
interface Gap {
  /** By lane. A lane that is not in the map may hold up to `maxLeeway` more. */
  readonly lanes: Map<Lane, Leeway>;
  /** Whether a planogram has come since. */
  planKnown: boolean;
}

/** What is remembered of one ledger's lines to check its next line. */
export interface LedgerPlausibility {
  /** How fast boxes come. Null before the first box. */
  pace: MotorRate | null;
  /** The last turn whose beginning was implausible. Its end is implausible for the same reason. */
  refused: { readonly txn: Txn; readonly why: Implausible } | null;
  /** Whether a turn that began in a missing line may still be under way. */
  mayEndTurn: boolean;
}

/** What is remembered of a machine's lines, besides its books, to check the next line. */
export interface PlausibilityState {
  /** The state of the last line's ledger. */
  own: LedgerPlausibility;
  /** Null if no line is missing and the books are those of the kiosk. */
  gap: Gap | null;
}

export const newLedgerPlausibility = (): LedgerPlausibility => ({ pace: null, refused: null, mayEndTurn: false });
export const newPlausibilityState = (): PlausibilityState => ({ own: newLedgerPlausibility(), gap: null });

const none: Leeway = { more: 0, fewer: 0 };
const maxLeeway: Leeway = { more: limits.laneBoxes, fewer: 0 };

/** By how many boxes a lane may differ from the books. None if no line is missing. */
export function leewayOf({ gap }: PlausibilityState, lane: Lane): Leeway {
  if (gap === null) return none;
  return gap.lanes.get(lane) ?? (gap.lanes.size < 2 * limits.lanes ? maxLeeway : none);
}

const stockIn = (books: Books, lane: Lane): number => {
  const book = books.lanes.get(lane);
  return book ? laneStock(book) : 0;
};

/** The most boxes that a lane can hold, given the books and missing lines. */
export const maxInLane = (books: Books, plausibility: PlausibilityState, lane: Lane): number =>
  stockIn(books, lane) + leewayOf(plausibility, lane).more;

/**
 * Notes that lines of the machine may be missing before the next one, because its ledger began
 * again or another ledger came in between.
 */
export function noteGap(books: Books, plausibility: PlausibilityState): void {
  const lanes = new Map<Lane, Leeway>();
  for (const book of books.lanes.values())
    lanes.set(book.lane, { more: limits.laneBoxes, fewer: laneStock(book) + book.uncertain });
  plausibility.gap = { lanes, planKnown: false };
}

/**
 * Whether the books know a turn that may have given the settled box: an uncertain turn, or the
 * lane's last turn if it had no drop and the board may still see the box fall.
 */
export function isKnownOwed({ uncertain, lanes }: Books, { txn, lane, product, by }: EventOf<'settled'>): boolean {
  const turn = uncertain.get(txn);
  if (turn?.lane === lane && turn.product === product) return true;
  return by === 'board' && lanes.get(lane)?.drops?.late === txn;
}

/**
 * By lane, how many turns a line makes uncertain, and how many of those have no known beginning.
 */
export function madeUncertainBy(
  books: Books,
  { turns = [] }: EventOf<'sensor'>,
): Map<Lane, { turns: number; unknown: number }> {
  const lanes = new Map<Lane, { turns: number; unknown: number }>();
  for (const { txn, lane } of turns) {
    if (books.uncertain.has(txn)) continue;
    const known = books.unseen.some((turn) => turn.txn === txn && turn.lane === lane);
    const sum = lanes.get(lane) ?? { turns: 0, unknown: 0 };
    lanes.set(lane, { turns: sum.turns + 1, unknown: sum.unknown + (known ? 0 : 1) });
  }
  return lanes;
}

const notes: EventTable<[books: Books, watch: PlausibilityState, fastestTurnMs: number]> = {
  turning: (_event, _books, { own }) => {
    own.refused = null;
    own.mayEndTurn = false;
  },
  issued: (event, books, plausibility, fastestTurnMs) => {
    const { own } = plausibility;
    own.pace = rateAfter(own.pace, event, fastestTurnMs);
    own.mayEndTurn = false;
    takeLeeway(plausibility, event.lane, 1 - stockIn(books, event.lane));
  },
  'not-issued': (_event, _books, { own }) => {
    own.mayEndTurn = false;
  },
  uncertain: ({ lane }, books, plausibility) => {
    plausibility.own.mayEndTurn = false;
    takeLeeway(plausibility, lane, 1 - stockIn(books, lane));
  },
  settled: (event, books, plausibility) => {
    if (event.issued && !isKnownOwed(books, event)) takeLeeway(plausibility, event.lane, 1);
  },
  restocked: unchanged,
  counted: ({ lane }, _books, { gap }) => {
    gap?.lanes.set(lane, none);
  },
  removed: ({ lane, removed }, books, plausibility) => takeLeeway(plausibility, lane, removed - stockIn(books, lane)),
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: (event, books, plausibility) => {
    for (const [lane, { turns, unknown }] of madeUncertainBy(books, event))
      takeLeeway(plausibility, lane, Math.max(unknown, turns - stockIn(books, lane)));
  },
  climate: unchanged,
  booted: unchanged,
  configured: (_event, _books, { gap }) => {
    if (gap) gap.planKnown = true;
  },
  command: unchanged,
  tested: unchanged,
};

/** Remembers what later lines are checked against. Call it before the line is folded. */
export function notePlausible(
  books: Books,
  plausibility: PlausibilityState,
  event: Event,
  fastestTurnMs: number,
): void {
  entryFor(notes, event)(event, books, plausibility, fastestTurnMs);
}

/** Remembers a turn with an implausible beginning, for its end. */
export function noteImplausible(plausibility: PlausibilityState, event: Event, why: Implausible): void {
  if (event.kind === 'turning') plausibility.own.refused = { txn: event.txn, why };
}

function takeLeeway(plausibility: PlausibilityState, lane: Lane, boxes: number): void {
  if (!plausibility.gap || boxes <= 0) return;
  const { more, fewer } = leewayOf(plausibility, lane);
  plausibility.gap.lanes.set(lane, { more: Math.max(0, more - boxes), fewer });
}

/** The state as JSON can hold it. */
export const writePlausibility = ({ own: { pace, refused, mayEndTurn }, gap }: PlausibilityState) => ({
  pace,
  refused,
  gap: gap && { planKnown: gap.planKnown, lanes: [...gap.lanes], turnOpen: mayEndTurn },
});
export type WrittenPlausibility = Omit<ReturnType<typeof writePlausibility>, 'pace'> & {
  /** Absent in what older versions wrote. */
  pace?: MotorRate | null;
  /** Written by older versions: ledgers that another one followed while a turn was under way. */
  left?: LedgerId[];
};

/**
 * Reads what `writePlausibility` wrote. Undefined in accounts of older versions: then any lines
 * before may be missing.
 */
export function readPlausibility(written: WrittenPlausibility | undefined, books: Books): PlausibilityState {
  if (written) {
    const { refused, pace = null, gap } = written;
    return {
      own: { pace, refused, mayEndTurn: gap?.turnOpen ?? false },
      gap: gap && { planKnown: gap.planKnown, lanes: new Map(gap.lanes) },
    };
  }
  const plausibility = newPlausibilityState();
  noteGap(books, plausibility);
  return plausibility;
}
