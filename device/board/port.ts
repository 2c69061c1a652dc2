import type { Lane, Txn } from '../../shared/contracts/ids.ts';
import type { LaneState } from '../../shared/contracts/lane-state.ts';

/**
 * What a kind of board can prove, as stated by its driver. The core never asks which board it is.
 */
export interface BoardCapabilities {
  /** The board keeps its last transaction over a power cut, and reports it when asked. */
  readonly remembersTransaction: boolean;
  /** The board counts, for each lane, the boxes that its drop sensor ever saw. */
  readonly countsDrops: boolean;
  /** The board can home a motor without giving out a box on purpose. */
  readonly homes: boolean;
}

/** The board's identity; null if it does not report one. */
export interface BoardIdentity {
  readonly serial: string;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly lanes: number | null;
}

/** The state of a lane as the hardware reports it. */
export type LaneHardware = Exclude<LaneState, 'locked'>;

/** What was read from the board within the last second: a vend depends on it [LBP/1 owes 1, 2]. */
export interface FreshReading {
  readonly serial: string;
  /** The board's last transaction, 0 for none; null if such a board keeps none. */
  readonly before: number | null;
}

/** A turn whose end is asked for, as it was recorded before the motor moved. */
export interface OpenTurn {
  readonly txn: Txn;
  readonly lane: Lane;
  readonly board: string;
  readonly before: number | null;
}

/**
 * What the core orders the driver to do. `look` and `settle` only read the board; `vend` and `home`
 * move a motor. Each is answered by one event with the past form of its name, or by `lost`.
 */
export type BoardOrder =
  /** Reads the board's identity, its last transaction and this lane. → `looked` or `look-failed` */
  | { readonly kind: 'look'; readonly lane: Lane }
  /**
   * Turns the lane's motor once. The order goes out, and is repeated, only before
   * `startBeforeMonoMs`, and only while the reading holds [LBP/1 owes 2, 3]. → `turned`, once that
   * is known
   */
  | {
      readonly kind: 'vend';
      readonly txn: Txn;
      readonly lane: Lane;
      readonly reading: FreshReading;
      readonly startBeforeMonoMs: number;
    }
  /**
   * Finds out how a turn ended; never starts it [LBP/1 owes 4, 5]. → `turned`, once that is known
   */
  | { readonly kind: 'settle'; readonly turn: OpenTurn }
  /** Homes the motor of a jammed or empty lane. → `homed` */
  | { readonly kind: 'home'; readonly lane: Lane };

/** How a turn ended. Silence is never an outcome; `unknown` means that it can never be known. */
export type TurnResult =
  | { readonly kind: 'one' }
  /** The lane gave a box, and the sensor saw more than one. */
  | { readonly kind: 'more'; readonly boxes: number }
  | { readonly kind: 'none'; readonly reason: NothingFell }
  | { readonly kind: 'unknown'; readonly reason: UnknownEnd };

/**
 * Why nothing fell. `not-started`: it is proved that the motor never moved. `refused`: the board
 * refused (its code is in the log).
 */
export type NothingFell = 'no-drop' | 'jam' | 'door' | 'absent' | 'busy' | 'not-started' | 'refused';

/**
 * Why nobody can know: the board said so, was swapped, forgot, keeps no record, sent a code without
 * a sure meaning, or stayed silent until the answer was due (the core reports that one).
 */
export type UnknownEnd = 'power-lost' | 'board-swapped' | 'board-forgot' | 'no-record' | 'unclear' | 'no-answer';

/** Why a board can't be used, in the order in which to look for the cause. */
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
      /** The reason that the board gives if it restarted since it was last ready, else null. */
      readonly restarted: string | null;
    }
  | { readonly kind: 'lost'; readonly reason: BoardLoss }
  | {
      readonly kind: 'looked';
      readonly lane: Lane;
      readonly reading: FreshReading;
      readonly hardware: LaneHardware;
      readonly drops: number | null;
      /** null if the board does not report it. */
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

/** What a driver asks for, in order. */
export type DriverOutput =
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  /** Closes the line and opens it again. */
  | { readonly kind: 'reopen'; readonly reason: BoardLoss }
  | { readonly kind: 'core'; readonly event: BoardEvent };

/**
 * Splits bytes into the pieces that a driver receives, with bounded memory whatever arrives. Pieces
 * that are not valid are counted in `dropped`.
 */
export interface Framing {
  /** Takes bytes, and returns the pieces that are complete now. */
  push(bytes: Uint8Array): Uint8Array[];
  readonly dropped: number;
}

/**
 * The port to one kind of board: a state machine without clock, port or timer. Times are monotonic
 * ms. After any call `take()` returns what is to be done, and `wake` must be called at `wakeMonoMs`
 * at the latest.
 */
export interface BoardDriver {
  readonly name: string;
  readonly capabilities: BoardCapabilities;
  /** Lines or frames dropped since the start. */
  readonly dropped: number;
  /** The line is open: begins the handshake. */
  opened(monoMs: number): void;
  /** The line is closed, or could not be opened. */
  closed(reason: BoardLoss, monoMs: number): void;
  /** Raw bytes from the line, in any chunks. */
  received(bytes: Uint8Array, monoMs: number): void;
  order(order: BoardOrder, monoMs: number): void;
  wake(monoMs: number): void;
  readonly wakeMonoMs: number | null;
  take(): DriverOutput[];
}

/** Driver times that may be configured, in ms. Each driver states its defaults and their source. */
export interface DriverTiming {
  /** How often an idle board is asked for its state (door and climate) and one lane in turn. */
  readonly idlePollMs?: number;
}
