import { lotKey } from '../contracts/spelling.ts';
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
  /** The machine cannot be judged; what is shown of it, and its other flags, are of before `since`. */
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

/**
 * Every kind, the worst first: what may harm a citizen or the count, then what keeps a machine from giving out, then
 * what will, then what only needs a look.
 */
export const flagKinds = [
  'recalled',
  'fork',
  'not-booked',
  'not-judged',
  'over-quota',
  'ledger-lost',
  'identity-twice',
  'sensor-suspect',
  'drift',
  'implausible',
  'board-lost',
  'expired',
  'offline',
  'climate',
  'door-open',
  'lane-jam',
  'undated',
  'stop-pending',
  'restock',
  'silent',
  'stock-take',
  'late-entry',
  'below-pace',
  'stopped',
  'clock-wrong',
  'unreadable-line',
  'expiring',
  'config-pending',
] as const;
/** What a flag says. */
export type FlagKind = (typeof flagKinds)[number];

const rankOf = (kind: FlagKind): number => flagKinds.indexOf(kind);

/** The part of a kind's cause that tells one from another of the same kind in the same machine. */
function subjectOf(finding: Finding): string {
  switch (finding.kind) {
    case 'recalled':
      return `${finding.product}/${lotKey(finding.lot) ?? ''}`;
    case 'expired':
    case 'expiring':
      return `${finding.product}/${lotKey(finding.lot) ?? ''}/${finding.expires}`;
    case 'undated':
    case 'restock':
      return finding.product;
    case 'lane-jam':
      return String(finding.lane);
    case 'fork':
    case 'unreadable-line':
      return finding.ledger;
    default:
      return '';
  }
}

/** The key under which a machine's finding is raised at most once. */
export function causeOf(finding: Finding): string {
  const subject = subjectOf(finding);
  return subject === '' ? finding.kind : `${finding.kind}:${subject}`;
}

/**
 * Order within a kind, less is worse. Below pace: certain misses first, and of two as certain the one that misses by
 * more.
 */
export function urgencyOf(finding: Finding): readonly [number, number] {
  switch (finding.kind) {
    case 'below-pace':
      return [finding.chance, finding.expected - finding.owed];
    case 'restock':
      return [finding.coverDays, -finding.boxes];
    case 'expired':
    case 'expiring':
      return [finding.expires, -finding.boxes];
    case 'undated':
      return [-finding.boxes, 0];
    case 'silent':
      return [finding.chance, -finding.quietDays];
    case 'stock-take':
      return [-finding.uncertain, 0];
    case 'implausible':
    case 'late-entry':
      return [-finding.issued, -finding.moved];
    case 'clock-wrong':
      return [-Math.abs(finding.offByMs), 0];
    case 'not-booked':
    case 'not-judged':
    case 'over-quota':
    case 'identity-twice':
    case 'sensor-suspect':
    case 'board-lost':
    case 'offline':
    case 'climate':
    case 'door-open':
    case 'lane-jam':
    case 'stop-pending':
    case 'stopped':
      return [finding.since ?? -Infinity, 0];
    default:
      return [0, 0];
  }
}

const order = <T extends number | string>(a: T, b: T): number => (a === b ? 0 : a < b ? -1 : 1);

/** Sorts the worst first. */
export function compareFindings(a: Finding, b: Finding): number {
  const [aFirst, aSecond] = urgencyOf(a);
  const [bFirst, bSecond] = urgencyOf(b);
  return (
    order(rankOf(a.kind), rankOf(b.kind)) ||
    order(aFirst, bFirst) ||
    order(aSecond, bSecond) ||
    order(causeOf(a), causeOf(b))
  );
}

/** What to do next: a code for the console's sentence, and what the sentence needs. */
export type NextStep =
  | {
      readonly code: 'remove-boxes';
      readonly product: string;
      readonly lot: string | null;
      readonly lanes: readonly number[];
    }
  | { readonly code: 'move-or-use-first'; readonly product: string; readonly lot: string | null; readonly by: LocalDay }
  | { readonly code: 'carry-boxes'; readonly product: string; readonly boxes: number; readonly by: LocalDay | null }
  | { readonly code: 'clear-lane'; readonly lane: number }
  | { readonly code: 'date-boxes'; readonly product: string; readonly lanes: readonly number[] }
  | { readonly code: 'count-lanes'; readonly lanes: readonly number[] | null }
  | { readonly code: 'raise-issue'; readonly needed: number | null; readonly missing: number }
  | { readonly code: NextStepHere };

/** Steps that need no more than the machine they are for. */
export type NextStepHere =
  | 'replace-disk-and-count'
  | 'read-server-log'
  | 'check-machine-program'
  | 'find-second-machine'
  | 'check-drop-sensor'
  | 'check-board-cable'
  | 'check-power-and-network'
  | 'check-temperature'
  | 'close-door'
  | 'look-at-machine'
  | 'set-clock'
  | 'update-fleet'
  | 'compare-and-decide'
  | 'decide-late-entry'
  | 'wait-for-kiosk'
  | 'stop-by-hand'
  | 'resume-when-fit';

const stepsHere = {
  fork: 'replace-disk-and-count',
  'not-booked': 'read-server-log',
  'not-judged': 'read-server-log',
  'over-quota': 'check-machine-program',
  'identity-twice': 'find-second-machine',
  'sensor-suspect': 'check-drop-sensor',
  'board-lost': 'check-board-cable',
  offline: 'check-power-and-network',
  climate: 'check-temperature',
  'door-open': 'close-door',
  stopped: 'resume-when-fit',
  silent: 'look-at-machine',
  'clock-wrong': 'set-clock',
  'unreadable-line': 'update-fleet',
  implausible: 'compare-and-decide',
  'late-entry': 'decide-late-entry',
  'config-pending': 'wait-for-kiosk',
} as const satisfies Partial<Record<FlagKind, NextStepHere>>;

/** The next step for a finding; every kind has one. */
export function nextStep(finding: Finding): NextStep {
  switch (finding.kind) {
    case 'recalled':
    case 'expired':
      return { code: 'remove-boxes', product: finding.product, lot: finding.lot, lanes: finding.lanes };
    case 'expiring':
      return { code: 'move-or-use-first', product: finding.product, lot: finding.lot, by: finding.expires };
    case 'restock':
      return { code: 'carry-boxes', product: finding.product, boxes: finding.boxes, by: finding.by };
    case 'lane-jam':
      return { code: 'clear-lane', lane: finding.lane };
    case 'undated':
      return { code: 'date-boxes', product: finding.product, lanes: finding.lanes };
    case 'drift':
    case 'ledger-lost':
      return { code: 'count-lanes', lanes: finding.lanes };
    case 'stock-take':
      return { code: 'count-lanes', lanes: null };
    case 'stop-pending':
      return { code: finding.why === 'waiting' ? 'wait-for-kiosk' : 'stop-by-hand' };
    case 'below-pace':
      return {
        code: 'raise-issue',
        needed: finding.needed,
        missing: Math.max(0, Math.ceil(finding.owed - finding.expected)),
      };
    default:
      return { code: stepsHere[finding.kind] };
  }
}
