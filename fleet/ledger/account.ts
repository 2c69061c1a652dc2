import type { Lane, LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import { type Books, emptyBooks, type Turn } from '../../shared/ledger/books.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import { type LedgerPlausibility, newPlausibilityState, type PlausibilityState } from './plausibility-state.ts';
import { type MachineClocks, noClocks } from './timestamping.ts';
import type { UncertainTurns } from './uncertain-turns.ts';
import type { Uncounted } from './uncounted.ts';

/**
 * A ledger that was replaced by one that names no ledger before it, and what its books held then.
 */
export interface LedgerLost {
  readonly since: number;
  readonly ledger: LedgerId;
  readonly through: number;
  /** Boxes in its lanes, including uncertain ones. */
  readonly boxes: number;
  /** Lanes that nobody has counted since. */
  readonly lanes: readonly Lane[];
}

/** Lines of a ledger that this version cannot read. */
interface UnreadableLines {
  readonly ledger: LedgerId;
  readonly lines: number;
  readonly lastSeq: number;
}

/** The state of one of a machine's ledgers, kept while lines of another ledger come. */
export interface LedgerState {
  /** The turn under way. */
  readonly turning: Turn | null;
  readonly unreadable: UnreadableLines | null;
  readonly plausibility: LedgerPlausibility;
}

/**
 * What the fleet has folded of one machine's ledgers: its books, and what lists and flags need in
 * addition.
 */
export interface MachineAccount {
  readonly machine: MachineId;
  readonly books: Books;
  clocks: MachineClocks;
  /** The turns that are uncertain in the books, with the day on which they became so. */
  readonly uncertainTurns: UncertainTurns;
  /** The ledger of the last folded line, and the number of that line. */
  ledger: LedgerId | null;
  seq: number;
  /** The states of its other recent ledgers, newest last. */
  readonly otherLedgers: Map<LedgerId, LedgerState>;
  lastIssued: { readonly at: number; readonly day: LocalDay; readonly product: ProductCode } | null;
  /** Confirmed boxes on the local day of the newest line. A later day has 0. */
  issuedToday: { day: LocalDay | null; boxes: number };
  issuedYears: Record<number, number>;
  /**
   * Since when the board, door, climate, sensor and stop are in their present state. Null if never
   * reported.
   */
  since: {
    board: number | null;
    door: number | null;
    climate: number | null;
    sensor: number | null;
    stopped: number | null;
  };
  laneSince: Map<Lane, number>;
  /** Since when at least one lane holds a box. Null if all lanes are empty. */
  stockedSince: number | null;
  tempDeciC: number | null;
  boardReason: string | null;
  /** The previous ledger, if it ended without notice. Null once all its lanes are counted. */
  lost: LedgerLost | null;
  /** Unreadable lines of the current ledger, or else of the last ledger that had some. */
  unreadable: UnreadableLines | null;
  /** What the next line is checked against. */
  readonly plausibility: PlausibilityState;
  /** Lines that are not counted and wait for a person's decision. */
  readonly uncounted: Uncounted[];
  /**
   * Confirmed boxes of closed years that came late: those that a person had counted, and those left
   * out of the year's figures.
   */
  readonly late: Record<number, { counted: number; beside: number }>;
}

/** All boxes ever confirmed as issued, without those left out of the figures of closed years. */
export const countedEver = ({ books, late }: MachineAccount): number =>
  Object.values(late).reduce((boxes, { beside }) => boxes - beside, books.issued);

/** The account of a machine that has no lines yet. */
export const openAccount = (machine: MachineId): MachineAccount => ({
  machine,
  books: emptyBooks(),
  uncertainTurns: new Map(),
  clocks: noClocks,
  ledger: null,
  seq: 0,
  otherLedgers: new Map(),
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
  plausibility: newPlausibilityState(),
  uncounted: [],
  late: {},
});

/**
 * How many lanes, lots and turns an account holds. The cost of folding and saving grows with this
 * number.
 */
export function accountSize({ books }: MachineAccount): number {
  let held = books.lanes.size + books.uncertain.size + books.unseen.length;
  for (const lane of books.lanes.values()) held += lane.lots.length + (lane.beforeCounts?.length ?? 0);
  return held;
}
