import type { LocalDay } from './calendar.ts';
import type { RestockReason } from './restock.ts';

/**
 * What the facts say is wrong with a machine now, in a closed list of kinds with what the reader needs to know of each.
 * Instants are ms since 1970, days are business days.
 */
export type Finding =
  /** A recalled lot is, or may be, in these lanes. */
  | { readonly kind: 'recalled'; readonly product: string; readonly lot: string; readonly lanes: readonly number[] }
  /** A ledger whose chain doesn't join: nothing of it is taken. */
  | { readonly kind: 'fork'; readonly ledger: string; readonly through: number }
  /** Lines that are stored and cannot be booked, received from `since` on: the machine's books stand still there. */
  | { readonly kind: 'not-booked'; readonly since: number }
  /** The machine cannot be evaluated; what is shown of it, and its other flags, are of before `since`. */
  | { readonly kind: 'not-judged'; readonly since: number }
  /** It sends more than a machine may have stored in a day: no more of it is taken until the day is over. */
  | { readonly kind: 'over-quota'; readonly since: number }
  /**
   * A ledger of the machine ended without a word: the next one knows of none before it. `boxes` stood in the books of `lanes` then and are
   * in none now; `lanes` are those not counted since.
   */
  | {
      readonly kind: 'ledger-lost';
      readonly since: number;
      readonly ledger: string;
      readonly through: number;
      readonly boxes: number;
      readonly lanes: readonly number[];
    }
  /** Two connections under one identity throw each other out. */
  | { readonly kind: 'identity-twice'; readonly since: number }
  /** The drop sensor can't be trusted; the machine has stopped giving out. */
  | { readonly kind: 'sensor-suspect'; readonly since: number }
  /** Reported stock and books differ at the same sequence. */
  | { readonly kind: 'drift'; readonly lanes: readonly number[] }
  /** Lines that can't be what happened, with what they claim: they are kept, and not counted until a person decides. */
  | ({ readonly kind: 'implausible'; readonly reasons: readonly string[] } & UncountedLines)
  | { readonly kind: 'board-lost'; readonly since: number }
  /** Boxes past their last usable day, or so near to it that the kiosk has locked them. */
  | ({ readonly kind: 'expired' } & LotInLanes)
  /** No heartbeat; `since` the last one, null: never heard. */
  | { readonly kind: 'offline'; readonly since: number | null }
  /** Temperature or humidity out of bounds. */
  | { readonly kind: 'climate'; readonly since: number; readonly tempDeciC: number | null }
  | { readonly kind: 'door-open'; readonly since: number }
  | { readonly kind: 'lane-jam'; readonly lane: number; readonly product: string; readonly since: number }
  /** Boxes that nobody can say until when they are good; `written`: an expiry that was entered and can't be; `locked`: not given out. */
  | {
      readonly kind: 'undated';
      readonly product: string;
      readonly boxes: number;
      readonly lanes: readonly number[];
      readonly locked: boolean;
      readonly written: string | null;
    }
  | {
      readonly kind: 'restock';
      readonly product: string;
      readonly reason: RestockReason;
      readonly stock: number;
      /** Boxes that are there and not in `stock`; absent in flags of older versions. */
      readonly unfit?: number;
      readonly blocked?: number;
      readonly boxes: number;
      readonly coverDays: number;
      /** Day on which it runs out; null: not in sight. */
      readonly by: LocalDay | null;
    }
  | { readonly kind: 'silent'; readonly quietDays: number; readonly chance: number }
  /** Stock that nobody can vouch for: uncertain boxes, or a ledger that began anew. */
  | { readonly kind: 'stock-take'; readonly uncertain: number; readonly newLedger: boolean }
  /** Lines that came for years whose figures are closed: they stand beside those until a person decides. */
  | ({ readonly kind: 'late-entry' } & UncountedLines)
  | {
      readonly kind: 'below-pace';
      readonly chance: number;
      readonly annual: number;
      readonly issued: number;
      readonly owed: number;
      readonly expected: number;
      readonly needed: number | null;
    }
  /** The kiosk's clock differs from the fleet's by so much (positive: ahead). */
  | { readonly kind: 'clock-wrong'; readonly offByMs: number }
  /** Lines stored as they came, because the fleet can't read them. */
  | { readonly kind: 'unreadable-line'; readonly ledger: string; readonly lines: number; readonly lastSeq: number }
  /** A stop that was asked for is not in force: the machine may go on giving out. `why` it is not. */
  | {
      readonly kind: 'stop-pending';
      readonly since: number;
      readonly reason: string;
      readonly why: 'waiting' | 'offline' | 'unsupported';
    }
  /** It gives nothing out, as asked, while its days count. */
  | { readonly kind: 'stopped'; readonly since: number; readonly reason: string }
  | ({ readonly kind: 'expiring' } & LotInLanes)
  /** An online kiosk runs another configuration than the desired one. */
  | { readonly kind: 'config-pending'; readonly desired: number; readonly inForce: number | null };

/** So many lines wait for a person; they speak of so many boxes given out, and so many put in, counted or taken out. */
export interface UncountedLines {
  readonly lines: number;
  readonly issued: number;
  readonly moved: number;
  /** The first and last local day that they speak of. */
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Boxes of one lot, and the lanes that hold them. `lot` is null where nobody entered it. */
export interface LotInLanes {
  readonly product: string;
  readonly lot: string | null;
  readonly expires: LocalDay;
  readonly boxes: number;
  readonly lanes: readonly number[];
}

/** What a flag says. */
export type FlagKind = Finding['kind'];

/** The findings of one kind, or of some. */
export type FindingOf<K extends FlagKind> = Extract<Finding, { kind: K }>;
