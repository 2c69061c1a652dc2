import type { Severity } from '../contracts/fleet/flag.ts';
import { lotKey } from '../contracts/spelling.ts';
import type { Finding, FindingOf, FlagKind, LotInLanes, UncountedLines } from './finding.ts';
import type { NextStep, NextStepHere } from './next-step.ts';

/** The order within a kind; smaller is worse: the first number decides, then the second. */
export type Urgency = readonly [number, number];

/** The rules for one kind of flag. */
interface FlagRule<F extends Finding> {
  readonly severity: Severity | ((finding: F) => Severity);
  /**
   * The part of the cause that distinguishes flags of the same kind at one machine; empty if there
   * can be only one.
   */
  readonly subject: (finding: F) => string;
  readonly urgency: (finding: F) => Urgency;
  readonly nextStep: (finding: F) => NextStep;
}

const one = (): string => '';
const product = (finding: { readonly product: string }): string => finding.product;
const ledger = (finding: { readonly ledger: string }): string => finding.ledger;
const lot = (finding: { readonly product: string; readonly lot: string | null }): string =>
  `${finding.product}/${lotKey(finding.lot) ?? ''}`;
const datedLot = (finding: LotInLanes): string => `${lot(finding)}/${finding.expires}`;

const alike = (): Urgency => [0, 0];
const longest = ({ since }: { readonly since: number | null }): Urgency => [since ?? -Infinity, 0];
const soonest = ({ expires, boxes }: LotInLanes): Urgency => [expires, -boxes];
const mostIssued = ({ issued, moved }: UncountedLines): Urgency => [-issued, -moved];

/** Days of cover below which boxes must be brought within the week. */
const weekDays = 7;
/** Whether a restock can't wait: almost nothing is left, or what is left won't last a week. */
const isPressing = ({ reason, coverDays }: FindingOf<'restock'>): boolean => reason !== 'cover' || coverDays < weekDays;

const step = (code: NextStepHere) => (): NextStep => ({ code });
const removeBoxes = (finding: FindingOf<'recalled' | 'expired'>): NextStep => ({
  code: 'remove-boxes',
  product: finding.product,
  lot: finding.lot,
  lanes: finding.lanes,
});
const countLanes = ({ lanes }: { readonly lanes: readonly number[] }): NextStep => ({ code: 'count-lanes', lanes });

/**
 * Every kind, the worst first: what may harm a citizen or the count, then what keeps a machine from
 * giving out, then what soon will, then what is for information. Flags are listed in the order of
 * these entries; it never contradicts their severity.
 */
const rules: { readonly [K in FlagKind]: FlagRule<FindingOf<K>> } = {
  recalled: { severity: 'urgent', subject: lot, urgency: alike, nextStep: removeBoxes },
  fork: { severity: 'urgent', subject: ledger, urgency: alike, nextStep: step('replace-disk-and-count') },
  'not-booked': { severity: 'urgent', subject: one, urgency: longest, nextStep: step('read-server-log') },
  'not-judged': { severity: 'urgent', subject: one, urgency: longest, nextStep: step('read-server-log') },
  'over-quota': { severity: 'urgent', subject: one, urgency: longest, nextStep: step('check-machine-program') },
  'refused-messages': { severity: 'urgent', subject: one, urgency: longest, nextStep: step('check-machine-program') },
  'ledger-lost': { severity: 'urgent', subject: one, urgency: alike, nextStep: countLanes },
  'identity-twice': { severity: 'urgent', subject: one, urgency: longest, nextStep: step('find-second-machine') },
  impersonation: { severity: 'urgent', subject: one, urgency: longest, nextStep: step('find-who-connects') },
  'sensor-suspect': { severity: 'urgent', subject: one, urgency: longest, nextStep: step('check-drop-sensor') },
  drift: { severity: 'urgent', subject: one, urgency: alike, nextStep: countLanes },
  implausible: { severity: 'urgent', subject: one, urgency: mostIssued, nextStep: step('compare-and-decide') },
  'board-lost': { severity: 'urgent', subject: one, urgency: longest, nextStep: step('check-board-cable') },
  expired: { severity: 'urgent', subject: datedLot, urgency: soonest, nextStep: removeBoxes },
  quarantined: { severity: 'high', subject: one, urgency: longest, nextStep: step('find-out-and-release') },
  offline: { severity: 'high', subject: one, urgency: longest, nextStep: step('check-power-and-network') },
  climate: { severity: 'high', subject: one, urgency: longest, nextStep: step('check-temperature') },
  'door-open': { severity: 'high', subject: one, urgency: longest, nextStep: step('close-door') },
  'lane-jam': {
    severity: 'high',
    subject: ({ lane }) => String(lane),
    urgency: longest,
    nextStep: ({ lane }) => ({ code: 'clear-lane', lane }),
  },
  undated: {
    // Boxes without a date that are given out all the same keep nobody from a box.
    severity: ({ locked }) => (locked ? 'high' : 'normal'),
    subject: product,
    urgency: ({ boxes }) => [-boxes, 0],
    nextStep: (finding) => ({ code: 'date-boxes', product: finding.product, lanes: finding.lanes }),
  },
  'stop-pending': {
    severity: 'high',
    subject: one,
    urgency: longest,
    nextStep: ({ why }) => ({ code: why === 'waiting' ? 'wait-for-kiosk' : 'stop-by-hand' }),
  },
  restock: {
    severity: (finding) => (isPressing(finding) ? 'high' : 'normal'),
    subject: product,
    urgency: ({ coverDays, boxes }) => [coverDays, -boxes],
    nextStep: ({ product, boxes, by }) => ({ code: 'carry-boxes', product, boxes, by }),
  },
  silent: {
    severity: 'normal',
    subject: one,
    urgency: ({ chance, quietDays }) => [chance, -quietDays],
    nextStep: step('look-at-machine'),
  },
  'stock-take': {
    severity: 'normal',
    subject: one,
    urgency: ({ uncertain }) => [-uncertain, 0],
    nextStep: () => ({ code: 'count-lanes', lanes: null }),
  },
  'late-entry': { severity: 'normal', subject: one, urgency: mostIssued, nextStep: step('decide-late-entry') },
  'below-pace': {
    severity: 'normal',
    subject: one,
    // Certain misses first; of two equally certain ones, the one that misses by more.
    urgency: ({ chance, expected, owed }) => [chance, expected - owed],
    nextStep: ({ needed, owed, expected }) => ({
      code: 'raise-issue',
      needed,
      missing: Math.max(0, Math.ceil(owed - expected)),
    }),
  },
  'plain-link': { severity: 'normal', subject: one, urgency: alike, nextStep: step('encrypt-link') },
  stopped: { severity: 'normal', subject: one, urgency: longest, nextStep: step('resume-when-fit') },
  'clock-wrong': {
    severity: 'low',
    subject: one,
    urgency: ({ offByMs }) => [-Math.abs(offByMs), 0],
    nextStep: step('set-clock'),
  },
  'unreadable-line': { severity: 'low', subject: ledger, urgency: alike, nextStep: step('update-fleet') },
  expiring: {
    severity: 'low',
    subject: datedLot,
    urgency: soonest,
    nextStep: ({ product, lot, expires }) => ({ code: 'move-or-use-first', product, lot, by: expires }),
  },
  'config-pending': { severity: 'low', subject: one, urgency: alike, nextStep: step('wait-for-kiosk') },
};

/**
 * The rule for a stored flag whose kind only a newer version knows: it stays open until the machine
 * is evaluated again.
 */
const newer: FlagRule<Finding> = {
  severity: 'urgent',
  subject: one,
  urgency: alike,
  nextStep: step('look-at-machine'),
};

/**
 * The rule of a finding's kind. It must be used with that finding: the compiler does not relate the
 * two.
 */
const ruleOf = ({ kind }: Finding): FlagRule<Finding> => (rules[kind] as FlagRule<Finding> | undefined) ?? newer;

/** Every kind, in the order in which flags are listed: the worst first. */
export const flagKinds = Object.keys(rules) as readonly FlagKind[];

/** How bad a finding is. */
export function severityOf(finding: Finding): Severity {
  const { severity } = ruleOf(finding);
  return typeof severity === 'function' ? severity(finding) : severity;
}

/** The cause of a finding: a machine has at most one open flag for each. */
export function causeOf(finding: Finding): string {
  const subject = ruleOf(finding).subject(finding);
  return subject === '' ? finding.kind : `${finding.kind}:${subject}`;
}

/** The order within a kind; smaller is worse. */
export const urgencyOf = (finding: Finding): Urgency => ruleOf(finding).urgency(finding);

/** The next step for a finding. */
export const nextStep = (finding: Finding): NextStep => ruleOf(finding).nextStep(finding);

const ranks = new Map(flagKinds.map((kind, rank) => [kind, rank]));

/** The place of a kind in the order in which flags are listed, from 0 for the worst. */
export const rankOf = (kind: FlagKind): number => ranks.get(kind) ?? flagKinds.length;

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
