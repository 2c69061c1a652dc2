import type { Event, EventOf } from '../../shared/contracts/events.ts';
import type { UncountedReason } from '../../shared/contracts/fleet/uncounted.ts';
import type { Lane, LedgerId, Txn } from '../../shared/contracts/ids.ts';
import { type Books, laneStock } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import { limits } from '../limits.ts';
import { paceAfter, type TurnPace } from './turn-pace.ts';

/**
 * Why a line can't be what happened at its machine, by the books ahead of it:
 * `no-turn`: a box of a turn that was never begun; `lane-empty`: more boxes than stood in the lane; `too-fast`: boxes in a row, quicker than motors turn;
 * `over-capacity`: more boxes than the lane has room for; `unplanned-lane`: boxes for a lane that no planogram has;
 * `too-many`: more lanes, lots or turns without a box than a kiosk can have.
 */
export type Implausible = Exclude<UncountedReason, 'closed-year'>;

/** By how many boxes a lane of the kiosk may differ from the books, because lines between them are missing. */
interface Leeway {
  readonly more: number;
  readonly fewer: number;
}

/** Where lines of a machine are missing: nothing is held against it that they may explain. */
interface Gap {
  /** By lane; one that isn't named may hold `mostLeeway`. */
  readonly lanes: Map<Lane, Leeway>;
  /** Whether a planogram came since. */
  planKnown: boolean;
  /** Whether a turn may be under way that was begun in a missing line. */
  turnOpen: boolean;
}

/** What is remembered of a machine's lines, beside its books, to check the next one. */
export interface PlausibilityState {
  /** How fast boxes come; null: none came yet. */
  pace: TurnPace | null;
  /** The last turn whose beginning was implausible: its end is so for the same reason. */
  refused: { readonly txn: Txn; readonly why: Implausible } | null;
  /** Null: no line is missing, and the books are the kiosk's own. */
  gap: Gap | null;
  /** Ledgers that another one came after while a turn was under way, the newest last. */
  left: LedgerId[];
}

export const newPlausibilityState = (): PlausibilityState => ({ pace: null, refused: null, gap: null, left: [] });

const none: Leeway = { more: 0, fewer: 0 };
const mostLeeway: Leeway = { more: limits.laneBoxes, fewer: 0 };

/** By how many boxes a lane may differ from the books; none where no line is missing. */
export function leewayOf({ gap }: PlausibilityState, lane: Lane): Leeway {
  if (gap === null) return none;
  return gap.lanes.get(lane) ?? (gap.lanes.size < 2 * limits.lanes ? mostLeeway : none);
}

const stockIn = (books: Books, lane: Lane): number => {
  const book = books.lanes.get(lane);
  return book ? laneStock(book) : 0;
};

/** The most boxes that can stand in a lane. */
export const standing = (books: Books, watch: PlausibilityState, lane: Lane): number =>
  stockIn(books, lane) + leewayOf(watch, lane).more;

/** Lines of the machine may be missing ahead of the next one: its ledger began anew, or another one came between. */
function noteGap(books: Books, watch: PlausibilityState, turnOpen: boolean): void {
  const lanes = new Map<Lane, Leeway>();
  for (const book of books.lanes.values())
    lanes.set(book.lane, { more: limits.laneBoxes, fewer: laneStock(book) + book.uncertain });
  watch.gap = { lanes, planKnown: false, turnOpen };
}

/** Ledgers whose open turns are remembered: a kiosk goes back to an older one only where cards are swapped. */
const ledgersLeft = 4;

/** Lines of another ledger than the last one come: behind its beginning, lines between may be missing, and a turn that it left open may end. */
export function noteSwitch(books: Books, watch: PlausibilityState, from: LedgerId, to: LedgerId, first: number): void {
  const open = watch.left.includes(to);
  const left = watch.left.filter((each) => each !== to && each !== from);
  watch.left = books.turning === null ? left : [...left, from].slice(-ledgersLeft);
  if (first > 1) noteGap(books, watch, open);
}

/** A ledger's first line, or the first one behind damage, says whether lines are missing ahead of it. */
export function beginWatch(books: Books, watch: PlausibilityState, seq: number, event: Event): void {
  if (event.kind !== 'booted') return;
  if (seq === 1 && event.ledgerBefore === null) Object.assign(watch, { ...newPlausibilityState(), left: watch.left });
  else if (seq === 1 || event.cause === 'damaged') noteGap(books, watch, true);
}

/** Whether a turn that gave nothing is its lane's last, so that the board may still see its box fall. */
export const isLate = (books: Books, txn: Txn, lane: Lane, by: string): boolean =>
  by === 'board' && books.lanes.get(lane)?.drops?.late === txn;

/** By lane, the turns that a line makes uncertain, and those among them whose beginning is not known. */
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
  turning: (_event, _books, watch) => {
    watch.refused = null;
    turnEnded(watch);
  },
  issued: (event, books, watch, fastestTurnMs) => {
    watch.pace = paceAfter(watch.pace, event, fastestTurnMs);
    turnEnded(watch);
    takeLeeway(watch, event.lane, 1 - stockIn(books, event.lane));
  },
  'not-issued': (_event, _books, watch) => turnEnded(watch),
  uncertain: ({ lane }, books, watch) => {
    turnEnded(watch);
    takeLeeway(watch, lane, 1 - stockIn(books, lane));
  },
  settled: ({ txn, lane, issued, by }, books, watch) => {
    if (issued && !books.uncertain.has(txn) && !isLate(books, txn, lane, by)) takeLeeway(watch, lane, 1);
  },
  restocked: unchanged,
  counted: ({ lane }, _books, { gap }) => {
    gap?.lanes.set(lane, none);
  },
  removed: ({ lane, removed }, books, watch) => takeLeeway(watch, lane, removed - stockIn(books, lane)),
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: (event, books, watch) => {
    for (const [lane, { turns, unknown }] of madeUncertainBy(books, event))
      takeLeeway(watch, lane, Math.max(unknown, turns - stockIn(books, lane)));
  },
  climate: unchanged,
  booted: unchanged,
  configured: (_event, _books, { gap }) => {
    if (gap) gap.planKnown = true;
  },
  command: unchanged,
  tested: unchanged,
};

/** Remembers of a line what the next ones are checked against; called ahead of folding it, with the books as they stand then. */
export function noteWatched(books: Books, watch: PlausibilityState, event: Event, fastestTurnMs: number): void {
  entryFor(notes, event)(event, books, watch, fastestTurnMs);
}

/** Remembers a beginning that was implausible, for its end. */
export function noteRefused(watch: PlausibilityState, event: Event, why: Implausible): void {
  if (event.kind === 'turning') watch.refused = { txn: event.txn, why };
}

function turnEnded({ gap }: PlausibilityState): void {
  if (gap) gap.turnOpen = false;
}

function takeLeeway(watch: PlausibilityState, lane: Lane, boxes: number): void {
  if (!watch.gap || boxes <= 0) return;
  const { more, fewer } = leewayOf(watch, lane);
  watch.gap.lanes.set(lane, { more: Math.max(0, more - boxes), fewer });
}

/** A watch as JSON can hold it. */
export const writeWatch = ({ gap, ...watch }: PlausibilityState) => ({
  ...watch,
  gap: gap && { ...gap, lanes: [...gap.lanes] },
});
export type WrittenWatch = Omit<ReturnType<typeof writeWatch>, 'left' | 'pace'> & {
  left?: LedgerId[];
  pace?: TurnPace | null;
};

/** Reads what `writeWatch` wrote; undefined: an older version kept none, so that nothing is known of gaps before. */
export function readWatch(written: WrittenWatch | undefined, books: Books): PlausibilityState {
  if (written)
    return {
      refused: written.refused,
      pace: written.pace ?? null,
      left: written.left ?? [],
      gap: written.gap && { ...written.gap, lanes: new Map(written.gap.lanes) },
    };
  const watch = newPlausibilityState();
  noteGap(books, watch, false);
  return watch;
}
