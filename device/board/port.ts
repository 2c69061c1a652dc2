import type { Lane, Txn } from '../../shared/contracts/ids.ts';
import type { LaneState } from '../../shared/contracts/lane-state.ts';

/** What a kind of board can prove, stated by its driver: the core never asks which board it is. */
export interface BoardCapabilities {
  /** It keeps its last transaction over a power cut and can be asked for it. */
  readonly remembersTransaction: boolean;
  /** It counts, lane by lane, the boxes that its drop sensor ever saw. */
  readonly countsDrops: boolean;
  /** It can home a motor without giving a box out on purpose. */
  readonly homes: boolean;
}

/** Who the board is; null where it doesn't tell. */
export interface BoardIdentity {
  readonly serial: string;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly lanes: number | null;
}

/** What the hardware says of a lane. */
export type LaneHardware = Exclude<LaneState, 'locked'>;

/** What was read from the board within the last second: a vend rests on it [LBP/1 owes 1, 2]. */
export interface FreshReading {
  readonly serial: string;
  /** The board's last transaction, 0 for none; null where such a board keeps none. */
  readonly before: number | null;
}

/** A turn whose end is asked for: as it was written down before the motor moved. */
export interface OpenTurn {
  readonly txn: Txn;
  readonly lane: Lane;
  readonly board: string;
  readonly before: number | null;
}

/** Questions and orders to a board. Each is answered by one event of the same name's past form, or by `lost`. */
export type BoardAsk =
  /** See who is there, its last transaction and this lane. → `looked` or `look-failed` */
  | { readonly kind: 'look'; readonly lane: Lane }
  /**
   * Turn the lane's motor once. The order goes out, again too, only before `startBeforeMonoMs`, and only while the sight holds
   * [LBP/1 owes 2, 3]. → `turned`, whenever that is known
   */
  | {
      readonly kind: 'vend';
      readonly txn: Txn;
      readonly lane: Lane;
      readonly sight: FreshReading;
      readonly startBeforeMonoMs: number;
    }
  /** Find out how a turn ended, never start it [LBP/1 owes 4, 5]. → `turned`, whenever that is known */
  | { readonly kind: 'settle'; readonly turn: OpenTurn }
  /** Home the motor of a jammed or empty lane. → `homed` */
  | { readonly kind: 'home'; readonly lane: Lane };

/** How a turn ended. Silence is never an outcome; `unknown` says that nobody can know any more. */
export type TurnResult =
  | { readonly kind: 'one' }
  /** The lane gave a box, and more than one was seen. */
  | { readonly kind: 'more'; readonly boxes: number }
  | { readonly kind: 'none'; readonly reason: NothingFell }
  | { readonly kind: 'unknown'; readonly reason: UnknownEnd };

/**
 * Why nothing fell. `not-started`: it is proved that the motor never moved. `refused`: the board would not (its code is in the log).
 */
export type NothingFell = 'no-drop' | 'jam' | 'door' | 'absent' | 'busy' | 'not-started' | 'refused';

/** Why nobody can know: the board said so, is another one, forgot, keeps no record, its code has no sure meaning, or it stayed mute until the
 * answer was due (the core says that one). */
export type UnknownEnd = 'power-lost' | 'board-swapped' | 'board-forgot' | 'no-record' | 'unclear' | 'no-answer';

/** Why a board can't be used, in the order of what to look at first. */
export type BoardLoss =
  | 'starting'
  | 'port-missing'
  | 'port-busy'
  | 'port-denied'
  | 'port-gone'
  | 'port-error'
  | 'mute'
  | 'babble'
  | 'not-a-board';

/** What a board reports, by itself or when asked. */
export type BoardEvent =
  /** The handshake is done; reported again after every reconnect and restart of the board. */
  | {
      readonly kind: 'ready';
      readonly identity: BoardIdentity;
      /** Whether the board restarted since it was last ready, and why it says so. */
      readonly restarted: string | null;
    }
  | { readonly kind: 'lost'; readonly reason: BoardLoss }
  | {
      readonly kind: 'looked';
      readonly lane: Lane;
      readonly sight: FreshReading;
      readonly hardware: LaneHardware;
      readonly drops: number | null;
      /** null where the board doesn't tell. */
      readonly door: 'open' | 'closed' | null;
    }
  | { readonly kind: 'look-failed'; readonly lane: Lane; readonly reason: string }
  | { readonly kind: 'turned'; readonly txn: Txn; readonly lane: Lane; readonly result: TurnResult }
  | {
      readonly kind: 'homed';
      readonly lane: Lane;
      readonly hardware: LaneHardware | null;
      readonly reason: string | null;
    }
  | { readonly kind: 'lane'; readonly lane: Lane; readonly hardware: LaneHardware; readonly drops: number | null }
  | { readonly kind: 'door'; readonly state: 'open' | 'closed' }
  | { readonly kind: 'climate'; readonly tempDeciC: number | null; readonly humidityPct: number | null };

/** What a driver wants done, in order. */
export type DriverOutput =
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  /** Close the line and open it again. */
  | { readonly kind: 'reopen'; readonly reason: BoardLoss }
  | { readonly kind: 'core'; readonly event: BoardEvent };

/** How bytes become the pieces a driver receives: bounded in memory whatever comes. Pieces that make no sense are counted in `dropped`. */
export interface Framing {
  /** The whole pieces that are complete now. */
  push(bytes: Uint8Array): Uint8Array[];
  readonly dropped: number;
}

/**
 * One kind of board behind one port: a machine without clock, port or timer. Times are monotonic ms. After any call `take()`
 * gives what is to be done, and `wakeMonoMs` says when the driver wants `wake` at the latest.
 */
export interface BoardDriver {
  readonly name: string;
  readonly capabilities: BoardCapabilities;
  /** Lines or frames dropped since the start. */
  readonly dropped: number;
  /** The line is open: begin the handshake. */
  opened(monoMs: number): void;
  /** The line is closed, or could not be opened. */
  closed(reason: BoardLoss, monoMs: number): void;
  /** Raw bytes from the line, in any chunks. */
  received(bytes: Uint8Array, monoMs: number): void;
  ask(ask: BoardAsk, monoMs: number): void;
  wake(monoMs: number): void;
  readonly wakeMonoMs: number | null;
  take(): DriverOutput[];
}

/** Driver times that a person may want otherwise, in ms; each driver states its defaults and their source. */
export interface DriverTiming {
  /** How often an idle board is asked whether it is still there, its door, climate and one lane in turn. */
  readonly idlePollMs?: number;
}
