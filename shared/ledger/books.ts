import type { Lane, LedgerId, ProductCode, RequestId, Txn } from '../contracts/ids.ts';
import type { LaneState } from '../contracts/lane-state.ts';
import type { KioskLimits, PlannedLane, Recall, Stopped } from '../contracts/plan.ts';
import { stockOf } from '../rules/lot.ts';
import type { Lots } from './lots.ts';

/** The last known state of a lane's hardware; a lock is kept separately. */
export type LaneCondition = Exclude<LaneState, 'locked'>;

/**
 * The expected value of a board's drop counter for a lane, by all that is booked since the lane's
 * last turn.
 */
export interface DropsDue {
  readonly board: string;
  readonly count: number;
  /** The last turn, if it gave nothing: one more box than expected then came from it, late. */
  readonly late: Txn | null;
  /** Whether the lane's motor was homed since. */
  readonly homed: boolean;
}

/** What ends the uncertainty about a lane whose content no book has. */
export type UnknownUntil = 'count' | 'entry';

/** One lane in the books. */
export interface LaneBook {
  readonly lane: Lane;
  /**
   * The product in the lane; a new planogram's product waits in `next` until the old boxes are out.
   */
  readonly product: ProductCode;
  readonly capacity: number;
  readonly par: number;
  readonly lots: Lots;
  /**
   * The content before the counts since staff last put boxes in or took some out, see
   * `laneCounted`; null if there was no such count.
   */
  readonly beforeCounts: Lots | null;
  /** Boxes that may have fallen or may still be in the lane; not among `lots`. */
  readonly uncertain: number;
  /** Nobody has counted this lane since its ledger began: none of its stock is certain. */
  readonly doubted: boolean;
  /**
   * No book has the lane's content, since its ledger began without an earlier one. That ends with a
   * stock-take (`count`) or, if nothing says that a ledger was lost, also when boxes are put in
   * (`entry`). Absent: the books have it.
   */
  readonly unknownUntil?: UnknownUntil | undefined;
  readonly condition: LaneCondition;
  readonly lock: string | null;
  /**
   * The last recorded lock for expiry, until the kiosk unlocks the lane or staff count it or take
   * boxes out.
   */
  readonly timeLock: string | null;
  /** Why the lane is in that condition or locked. */
  readonly reason: string | null;
  /** The expected value of the board's drop counter for the lane; null if that isn't known. */
  readonly drops: DropsDue | null;
  /** Locked by the planogram, with its reason. */
  readonly lockedByPlan: string | null;
  /**
   * Another product that the planogram assigns to this lane, or `none` if the lane is to be
   * removed, once the old boxes are out.
   */
  readonly next: PlannedLane | 'none' | null;
}

/** A turn that was begun, or whose outcome is unknown. */
export interface Turn {
  readonly request: RequestId;
  readonly txn: Txn;
  readonly lane: Lane;
  readonly product: ProductCode;
  readonly lot: string | null;
  readonly expires: string | null;
  readonly board: string;
  readonly before: number | null;
  readonly drops: number | null;
}

/** A motor test or homing by staff that was begun and has not ended. */
export interface Test {
  readonly lane: Lane;
  readonly purpose: 'home' | 'test-turn';
  readonly by: string;
}

/**
 * The content of all of a machine's ledgers, folded: the same on the kiosk, in the fleet and in the
 * simulators. Only `fold` changes it.
 */
export interface Books {
  readonly lanes: Map<Lane, LaneBook>;
  /** The turn whose outcome is not recorded yet: at most one. */
  turning: Turn | null;
  testing: Test | null;
  /** Turns booked as uncertain and not settled yet. */
  readonly uncertain: Map<Txn, Turn>;
  /**
   * Turns in a row that gave no drop or whose end is unknown, since a box was last seen falling.
   */
  readonly unseen: Turn[];
  sensor: 'trusted' | 'suspect';
  /** The highest transaction ever used. */
  lastTxn: number;
  /** Boxes ever confirmed as issued: `issued`, and settled as issued. */
  issued: number;
  /** The serial number of the board that was found last. */
  board: string | null;
  boardState: 'found' | 'lost' | null;
  door: 'open' | 'closed' | null;
  climate: 'ok' | 'out' | null;
  /** The planogram in force. */
  configVersion: number;
  recalls: readonly Recall[];
  limits: KioskLimits;
  /** The stop of the configuration in force; null if there is none. */
  stopped: Stopped | null;
  /**
   * The ledger that the last `booted` in a first line continued, and the run of the last `booted`.
   */
  ledgerBefore: LedgerId | null;
  /**
   * Set if the ledger began without an earlier one: the run that began it. The lanes that this run
   * plans may hold boxes that no book has.
   */
  anew: { readonly run: number; readonly until: UnknownUntil } | null;
  run: number;
  version: string | null;
}

/** The books of a ledger without lines. */
export function emptyBooks(): Books {
  return {
    lanes: new Map(),
    turning: null,
    testing: null,
    uncertain: new Map(),
    unseen: [],
    sensor: 'trusted',
    lastTxn: 0,
    issued: 0,
    board: null,
    boardState: null,
    door: null,
    climate: null,
    configVersion: 0,
    recalls: [],
    limits: {},
    stopped: null,
    ledgerBefore: null,
    anew: null,
    run: 0,
    version: null,
  };
}

/**
 * The reason of a `removed` line for a second box that fell in one turn: it left the lane without a
 * request.
 */
export const doubleDrop = 'double-drop';

/** The reason of a `removed` line for a box that fell while its lane's motor was homed. */
export const homingDrop = 'homing-drop';

/** The reason of a `removed` line for boxes that fell when staff turned the motor as a test. */
export const testTurnDrop = 'test-turn';

/**
 * Whether the boxes of a `removed` line fell by themselves, rather than being taken out by a
 * person.
 */
export const fellUnasked = ({ reason }: { readonly reason: string }): boolean =>
  reason === doubleDrop || reason === homingDrop;

/** Boxes in a lane by the books, without the uncertain ones. */
export const laneStock = (lane: LaneBook): number => stockOf(lane.lots);

/** Boxes of a lane that are not certain until a stock-take. */
export const laneUncertain = (lane: LaneBook): number => lane.uncertain + (lane.doubted ? laneStock(lane) : 0);

/** The lanes whose content no book has, in order. */
export const uncountedLanes = ({ lanes }: Pick<Books, 'lanes'>): Lane[] =>
  [...lanes.values()].flatMap(({ lane, unknownUntil }) => (unknownUntil ? [lane] : [])).sort((a, b) => a - b);

/** The state of a lane, as reported to the outside: a working lane without a box is empty. */
export function laneState(lane: LaneBook): LaneState {
  if (lane.lock !== null) return 'locked';
  return lane.condition === 'ready' && lane.lots.length === 0 ? 'empty' : lane.condition;
}

/**
 * The planogram in force as it was requested: a lane whose old boxes are still in it is given as it
 * will become.
 */
export function plannedLanes(books: Books): PlannedLane[] {
  return [...books.lanes.values()].flatMap(({ lane, product, capacity, par, lockedByPlan, next }) => {
    if (next === 'none') return [];
    return [next === null ? { lane, product, capacity, par, locked: lockedByPlan } : { ...next, locked: lockedByPlan }];
  });
}
