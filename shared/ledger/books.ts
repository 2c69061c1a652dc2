import type { Lane, LedgerId, ProductCode, RequestId, Txn } from '../contracts/ids.ts';
import type { LaneState } from '../contracts/lane-state.ts';
import type { KioskLimits, PlannedLane, Recall, Stopped } from '../contracts/plan.ts';
import { stockOf } from '../rules/lot.ts';
import type { Lots } from './lots.ts';

/** What a lane's hardware was last seen to be; a lock is another thing and stands beside it. */
export type LaneCondition = Exclude<LaneState, 'locked'>;

/** What a board's drop counter for a lane must show by all that is booked since the lane's last turn. */
export interface DropsDue {
  readonly board: string;
  readonly count: number;
  /** The last turn, where it gave nothing: one more box came of it, late. */
  readonly late: Txn | null;
  /** The lane's motor was homed since. */
  readonly homed: boolean;
}

/** What tells what stands in a lane of which no book knows. */
export type UnknownUntil = 'count' | 'entry';

/** One lane in the books. */
export interface LaneBook {
  readonly lane: Lane;
  /** What stands in the lane; a new planogram's product waits in `next` until the old boxes are out. */
  readonly product: ProductCode;
  readonly capacity: number;
  readonly par: number;
  readonly lots: Lots;
  /** What stood there before the counts since staff last put boxes in or took some out, see `laneCounted`; null for no such count. */
  readonly beforeCounts: Lots | null;
  /** Boxes that may have fallen or may still stand there; not among `lots`. */
  readonly uncertain: number;
  /** Nobody has counted this lane since its ledger was begun anew: none of its stock can be vouched for. */
  readonly doubted: boolean;
  /**
   * What stands in the lane is in no book, since its ledger began with none before it: until a stock-take (`count`), or where nothing says
   * that a ledger was lost, also until boxes are put in (`entry`). Absent: the books know.
   */
  readonly unknownUntil?: UnknownUntil | undefined;
  readonly condition: LaneCondition;
  readonly lock: string | null;
  /** The lock over an expiry that was written last, as long as neither the kiosk unlocked the lane nor staff counted it or took boxes out. */
  readonly timeLock: string | null;
  /** Why the lane is in that condition or locked. */
  readonly reason: string | null;
  /** What the board's drop counter for the lane must show; null where that isn't known. */
  readonly drops: DropsDue | null;
  /** Locked by the planogram, with its reason. */
  readonly lockedByPlan: string | null;
  /** Another product that the planogram has waiting for this lane, or `none` where the lane is to go, until the old boxes are out. */
  readonly next: PlannedLane | 'none' | null;
}

/** A turn that was begun, or whose outcome nobody knows. */
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

/** All that a machine's ledgers say, folded: the same on the kiosk, in the fleet and in the simulators. Changed only by `fold`. */
export interface Books {
  readonly lanes: Map<Lane, LaneBook>;
  /** The turn whose outcome is not written yet: at most one. */
  turning: Turn | null;
  testing: Test | null;
  /** Turns booked as uncertain and not settled yet. */
  readonly uncertain: Map<Txn, Turn>;
  /** Turns that gave no drop or whose end nobody knows, in a row, since a box was last seen falling. */
  readonly unseen: Turn[];
  sensor: 'trusted' | 'suspect';
  /** The highest transaction ever used. */
  lastTxn: number;
  /** Boxes confirmed as issued, ever: `issued`, and settled as issued. */
  issued: number;
  /** The serial of the board last found. */
  board: string | null;
  boardState: 'found' | 'lost' | null;
  door: 'open' | 'closed' | null;
  climate: 'ok' | 'out' | null;
  /** The planogram in force. */
  configVersion: number;
  recalls: readonly Recall[];
  limits: KioskLimits;
  /** Giving out is stopped by the configuration in force; null where it isn't. */
  stopped: Stopped | null;
  /** The ledger that the last `booted` in a first line continued, and the run of the last `booted`. */
  ledgerBefore: LedgerId | null;
  /** Where the ledger began with none before it: the run that began it, whose planogram's lanes may hold what is in no book. */
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

/** The reason of a `removed` line for a second box that fell in one turn: it left the lane, but no request asked for it. */
export const doubleDrop = 'double-drop';

/** The reason of a `removed` line for a box that fell while its lane's motor was homed. */
export const homingDrop = 'homing-drop';

/** Whether the boxes of a `removed` line fell by themselves, and nobody took them out. */
export const fellUnasked = ({ reason }: { readonly reason: string }): boolean =>
  reason === doubleDrop || reason === homingDrop;

/** Boxes that stand in a lane by the books, without the uncertain ones. */
export const laneStock = (lane: LaneBook): number => stockOf(lane.lots);

/** Boxes of a lane that nobody can vouch for until a stock-take. */
export const laneUncertain = (lane: LaneBook): number => lane.uncertain + (lane.doubted ? laneStock(lane) : 0);

/** The lanes of which no book knows what stands in them, in order. */
export const uncountedLanes = ({ lanes }: Pick<Books, 'lanes'>): Lane[] =>
  [...lanes.values()].flatMap(({ lane, unknownUntil }) => (unknownUntil ? [lane] : [])).sort((a, b) => a - b);

/** What a lane is, seen from outside: a sound lane without a box in it is empty. */
export function laneState(lane: LaneBook): LaneState {
  if (lane.lock !== null) return 'locked';
  return lane.condition === 'ready' && lane.lots.length === 0 ? 'empty' : lane.condition;
}

/** The planogram in force as it was asked for: a lane whose old boxes are still in it stands as it is to become. */
export function plannedLanes(books: Books): PlannedLane[] {
  return [...books.lanes.values()].flatMap(({ lane, product, capacity, par, lockedByPlan, next }) => {
    if (next === 'none') return [];
    return [next === null ? { lane, product, capacity, par, locked: lockedByPlan } : { ...next, locked: lockedByPlan }];
  });
}
