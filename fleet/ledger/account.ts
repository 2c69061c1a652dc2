import type { Lane, LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import { type Books, emptyBooks, type Turn } from '../../shared/ledger/books.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import { type LedgerWatch, newPlausibilityState, type PlausibilityState } from './plausibility-state.ts';
import { type MachineClocks, noClocks } from './timestamping.ts';
import type { UncertainTurns } from './uncertain-turns.ts';
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

/** Lines of a ledger that could not be read. */
interface UnreadableLines {
  readonly ledger: LedgerId;
  readonly lines: number;
  readonly lastSeq: number;
}

/** The part of a machine's account that belongs to one of its ledgers, while lines of another one come. */
export interface LedgerState {
  /** The turn under way. */
  readonly turning: Turn | null;
  /** Where its last line stands in time; null where an older version wrote the account. */
  readonly last: MachineClocks['last'];
  readonly unreadable: UnreadableLines | null;
  readonly watch: LedgerWatch;
}

/** What the fleet has folded of one machine's ledgers: its books, and what lists and flags need beside them. */
export interface MachineAccount {
  readonly machine: MachineId;
  readonly books: Books;
  clocks: MachineClocks;
  /** The turns that the books hold as uncertain, by the day on which they became so. */
  readonly doubts: UncertainTurns;
  /** The ledger of the last folded line, and that line's number. */
  ledger: LedgerId | null;
  seq: number;
  /** Its other ledgers of late, the newest last. */
  readonly left: Map<LedgerId, LedgerState>;
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
  /** Of the ledger at hand, or where it has none, of the last one that had some. */
  unreadable: UnreadableLines | null;
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
  left: new Map(),
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

/** How many lanes, lots and turns an account holds: what folding a line and keeping the account cost grows with that. */
export function holdings({ books }: MachineAccount): number {
  let held = books.lanes.size + books.uncertain.size + books.unseen.length;
  for (const lane of books.lanes.values()) held += lane.lots.length + (lane.beforeCounts?.length ?? 0);
  return held;
}
