/**
 * The physical truth as lines that are only ever appended: folding them gives the cabinet back, and all books are
 * compared with them afterwards.
 */

/** How a lane misbehaves when its motor turns. `nothing`: a full turn that moves no box. */
export type LaneFault = 'none' | 'jam' | 'nothing' | 'late' | 'double';

/** One line of a cabinet's record. */
export type CabinetLine =
  /** The cabinet as it was built; lanes count from 1, those in `absent` have no motor, the others hold `boxes` each. */
  | { readonly kind: 'made'; readonly lanes: number; readonly absent: readonly number[]; readonly boxes: number }
  /** Boxes put into a lane, or taken out by hand. */
  | { readonly kind: 'put' | 'took'; readonly atMs: number; readonly lane: number; readonly boxes: number }
  /** A motor started: `turn` counts all of them; `by` is the board's serial, `cause` what it was asked. */
  | {
      readonly kind: 'turn' | 'home';
      readonly atMs: number;
      readonly turn: number;
      readonly lane: number;
      readonly by: string;
      readonly cause: string;
    }
  /** One box fell: the `box`-th ever, by that turn; `by` is the board whose sensor saw it, null: nobody. */
  | {
      readonly kind: 'fell';
      readonly atMs: number;
      readonly box: number;
      readonly lane: number;
      readonly turn: number;
      readonly by: string | null;
    }
  /** The sensor claimed a box where none fell. */
  | { readonly kind: 'saw'; readonly atMs: number; readonly by: string }
  /** `turns`: how many turns it lasts, 0 for until it is mended. `lateMs` counts from the full turn. */
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

/** One lane as it really is. */
export interface LaneTruth {
  readonly absent: boolean;
  readonly boxes: number;
  readonly fallen: number;
  readonly fault: LaneFault;
  readonly lateMs: number;
  /** Turns the fault still lasts; 0: until it is mended. */
  readonly turns: number;
  readonly blind: boolean;
}

/** A box that really fell. */
export type Fall = Extract<CabinetLine, { kind: 'fell' }>;
