import type { LocalDay } from './calendar.ts';
import type { RestockReason } from './restock.ts';

/**
 * What is wrong with a machine now according to the facts: a closed list of kinds, each with what
 * the reader needs to know. Instants are ms since 1970, days are business days.
 */
export type Finding =
  /** A recalled lot is, or may be, in these lanes; null: every lot of the product is recalled. */
  | {
      readonly kind: 'recalled';
      readonly product: string;
      readonly lot: string | null;
      readonly lanes: readonly number[];
    }
  /** A ledger whose chain doesn't continue what is stored: nothing of it is accepted. */
  | { readonly kind: 'fork'; readonly ledger: string; readonly through: number }
  /**
   * Lines are stored and cannot be folded, received from `since` on: the machine's books do not
   * change meanwhile.
   */
  | { readonly kind: 'not-booked'; readonly since: number }
  /**
   * A person keeps the machine's lines out of the books: those received after `since` are in no
   * figure.
   */
  | { readonly kind: 'quarantined'; readonly since: number }
  /** The machine cannot be evaluated; its figures and its other flags are from before `since`. */
  | { readonly kind: 'not-judged'; readonly since: number }
  /**
   * The machine sends more than it may store in a day: nothing more is accepted until the day is
   * over.
   */
  | { readonly kind: 'over-quota'; readonly since: number }
  /** Messages of the machine itself, which is signed in, that no correct kiosk sends. */
  | { readonly kind: 'refused-messages'; readonly since: number; readonly why: RefusedMessage }
  /**
   * A ledger of the machine ended unexpectedly: the next one names no earlier one. `boxes` were in
   * the books of `lanes` then and are in no books now; `lanes` are those not counted since.
   */
  | {
      readonly kind: 'ledger-lost';
      readonly since: number;
      readonly ledger: string;
      readonly through: number;
      readonly boxes: number;
      readonly lanes: readonly number[];
    }
  /** Two connections with the same identity disconnect each other. */
  | { readonly kind: 'identity-twice'; readonly since: number }
  /** Somebody else tried to connect as the machine. */
  | { readonly kind: 'impersonation'; readonly since: number; readonly why: ImpersonationSign }
  /** The drop sensor can't be trusted; the machine has stopped giving out. */
  | { readonly kind: 'sensor-suspect'; readonly since: number }
  /** Reported stock and books differ at the same sequence. */
  | { readonly kind: 'drift'; readonly lanes: readonly number[] }
  /**
   * Lines that can't be true, with what they claim: they are kept, and not counted until a person
   * decides.
   */
  | ({ readonly kind: 'implausible'; readonly reasons: readonly string[] } & UncountedLines)
  | { readonly kind: 'board-lost'; readonly since: number }
  /** Boxes past their last usable day, or so near to it that the kiosk has locked them. */
  | ({ readonly kind: 'expired' } & LotInLanes)
  /** No heartbeat since `since`; null: there never was one. */
  | { readonly kind: 'offline'; readonly since: number | null }
  /** Temperature or humidity out of bounds. */
  | { readonly kind: 'climate'; readonly since: number; readonly tempDeciC: number | null }
  | { readonly kind: 'door-open'; readonly since: number }
  | { readonly kind: 'lane-jam'; readonly lane: number; readonly product: string; readonly since: number }
  /**
   * Boxes without a usable expiry. `written`: an expiry that was entered and is impossible;
   * `locked`: they are not given out.
   */
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
      /** Boxes in the machine that are not in `stock`; absent in flags of older versions. */
      readonly unfit?: number;
      readonly blocked?: number;
      readonly boxes: number;
      readonly coverDays: number;
      /** The day on which it runs out; null: not in sight. */
      readonly by: LocalDay | null;
    }
  | { readonly kind: 'silent'; readonly quietDays: number; readonly chance: number }
  /** Stock that is not certain: uncertain boxes, or a new ledger. */
  | { readonly kind: 'stock-take'; readonly uncertain: number; readonly newLedger: boolean }
  /**
   * Lines that came for years whose figures are closed: they are kept outside these until a person
   * decides.
   */
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
  /** The difference between the kiosk's clock and the fleet's (positive: the kiosk is ahead). */
  | { readonly kind: 'clock-wrong'; readonly offByMs: number }
  /** Lines stored as received, because the fleet can't read them. */
  | { readonly kind: 'unreadable-line'; readonly ledger: string; readonly lines: number; readonly lastSeq: number }
  /**
   * A requested stop is not in force, so the machine may go on giving out. `why` gives the reason.
   */
  | {
      readonly kind: 'stop-pending';
      readonly since: number;
      readonly reason: string;
      readonly why: 'waiting' | 'offline' | 'unsupported';
    }
  /** The machine's link to the fleet goes to another computer without encryption. */
  | { readonly kind: 'plain-link' }
  /** The machine gives nothing out, as requested, while its days count. */
  | { readonly kind: 'stopped'; readonly since: number; readonly reason: string }
  | ({ readonly kind: 'expiring' } & LotInLanes)
  /** An online kiosk runs another configuration than the desired one. */
  | { readonly kind: 'config-pending'; readonly desired: number; readonly inForce: number | null };

/** Why a message of a machine that is signed in was refused. */
export type RefusedMessage = 'foreign-topic' | 'retained' | 'oversized' | 'protocol';

/**
 * A sign that somebody else tries to connect as a machine. `wrong-secret`: so often that it is not
 * a kiosk with an outdated one; `wrong-key`: a key that was revoked, or another machine's. The
 * others have the machine's secret or key, and connect in a way in which its kiosk does not.
 */
export type ImpersonationSign = 'wrong-secret' | 'wrong-key' | 'client-id' | 'session' | 'will';

/**
 * How many lines wait for a person, and how many boxes they claim as given out, or as put in,
 * counted or taken out.
 */
export interface UncountedLines {
  readonly lines: number;
  readonly issued: number;
  readonly moved: number;
  /** The first and last local day that they claim. */
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Boxes of one lot, and the lanes that hold them. `lot` is null if nobody entered it. */
export interface LotInLanes {
  readonly product: string;
  readonly lot: string | null;
  readonly expires: LocalDay;
  readonly boxes: number;
  readonly lanes: readonly number[];
}

/** The kind of a flag, which is the kind of its finding. */
export type FlagKind = Finding['kind'];

/** The findings of one kind, or of several. */
export type FindingOf<K extends FlagKind> = Extract<Finding, { kind: K }>;
