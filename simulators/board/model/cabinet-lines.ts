/**
 * The physical truth as append-only lines. Folding them gives the cabinet's state, and all books
 * are compared with them afterwards.
 */

/** How a lane misbehaves when its motor turns. `nothing`: a full turn that moves no box. */
export type LaneFault = 'none' | 'jam' | 'nothing' | 'late' | 'double';

/** One line of a cabinet's record. */
export type CabinetLine =
  /**
   * The cabinet as it was built. Lanes count from 1; those in `absent` have no motor, the others
   * hold `boxes` each.
   */
  | { readonly kind: 'made'; readonly lanes: number; readonly absent: readonly number[]; readonly boxes: number }
  /** Boxes put into a lane, or taken out by hand. */
  | { readonly kind: 'put' | 'took'; readonly atMs: number; readonly lane: number; readonly boxes: number }
  /**
   * A motor started: `turn` counts all of them; `by` is the board's serial, `cause` the request
   * that it got.
   */
  | {
      readonly kind: 'turn' | 'home';
      readonly atMs: number;
      readonly turn: number;
      readonly lane: number;
      readonly by: string;
      readonly cause: string;
    }
  /**
   * One box fell: the `box`-th ever, from that turn. `by` is the board whose sensor saw it, null if
   * none did.
   */
  | {
      readonly kind: 'fell';
      readonly atMs: number;
      readonly box: number;
      readonly lane: number;
      readonly turn: number;
      readonly by: string | null;
    }
  /** The sensor claimed a box although none fell. */
  | { readonly kind: 'saw'; readonly atMs: number; readonly by: string }
  /**
   * `turns`: how many turns it lasts, 0: until it is repaired. `lateMs` counts from the end of the
   * turn.
   */
  | {
      readonly kind: 'fault';
      readonly lane: number;
      readonly fault: LaneFault;
      readonly lateMs: number;
      readonly turns: number;
    }
  | { readonly kind: 'blind'; readonly lane: number; readonly blind: boolean }
  | { readonly kind: 'stuck'; readonly stuck: boolean }
  | { readonly kind: 'door'; readonly open: boolean }
  | { readonly kind: 'climate'; readonly tempDeciC: number | null; readonly humidityPct: number | null };

/** The true state of one lane. */
export interface LaneTruth {
  readonly absent: boolean;
  readonly boxes: number;
  readonly fallen: number;
  readonly fault: LaneFault;
  readonly lateMs: number;
  /** For how many more turns the fault lasts; 0: until it is repaired. */
  readonly turns: number;
  readonly blind: boolean;
}

/** A box that really fell. */
export type Fall = Extract<CabinetLine, { kind: 'fell' }>;
