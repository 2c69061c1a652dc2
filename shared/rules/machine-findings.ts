import { lotKey } from '../contracts/spelling.ts';
import { earlierDay, expiryDay, type LocalDay, laterDay } from './calendar.ts';
import type { Rules } from './defaults.ts';
import type { Finding, FindingOf, LotInLanes, UncountedLines } from './finding.ts';
import type { FlagFacts } from './flag.ts';
import type { LaneDrift, Reach, Silence } from './health.ts';
import { isLocking, isRecalled, isTimedOut, type LotRecall, lacksDate, lotFitness } from './lot.ts';
import type { MachineRules } from './machine-rules.ts';
import type { Pace } from './pace.ts';
import type { Restock, RunOut, StockedLane } from './restock.ts';

const MINUTE_MS = 60_000;

/**
 * Everything that can be wrong with one machine, by its books and the broker; null: not the case.
 * Instants in ms.
 */
export interface MachineFacts {
  readonly reach: Reach;
  readonly lastHeartbeatAt: number | null;
  readonly boardLostSince: number | null;
  readonly sensorSuspectSince: number | null;
  readonly doorOpenSince: number | null;
  /** Temperature or humidity out of bounds, by the kiosk's own limits. */
  readonly climate: { readonly since: number; readonly tempDeciC: number | null } | null;
  readonly jams: readonly { readonly lane: number; readonly product: string; readonly since: number }[];
  readonly lanes: readonly StockedLane[];
  readonly recalls: readonly LotRecall[];
  readonly forks: readonly { readonly ledger: string; readonly through: number }[];
  /** A ledger that ended unexpectedly, while its boxes are neither counted nor explained. */
  readonly ledgerLost: Omit<FindingOf<'ledger-lost'>, 'kind'> | null;
  readonly identityTwiceSince: number | null;
  /** When the first of its lines that cannot be folded was received. */
  readonly setAsideSince: number | null;
  /** Since when a person keeps its lines out of the books. */
  readonly quarantinedSince: number | null;
  readonly overQuotaSince: number | null;
  readonly refusedMessages: Omit<FindingOf<'refused-messages'>, 'kind'> | null;
  readonly impersonation: Omit<FindingOf<'impersonation'>, 'kind'> | null;
  /** By its last report, its link to the fleet is not encrypted. */
  readonly plainLink: boolean;
  readonly unreadable: readonly { readonly ledger: string; readonly lines: number; readonly lastSeq: number }[];
  /** Lines that are not counted, by reason: `closed-year`, or why they can't be true. */
  readonly uncounted: readonly ({ readonly reason: string } & UncountedLines)[];
  /** The kiosk's clock minus the fleet's at the last heartbeat. */
  readonly clockOffByMs: number | null;
  readonly config: { readonly desired: number; readonly inForce: number | null; readonly desiredSince: number };
  /**
   * The requested stop, and the one in force. `unsupported`: the machine took over the
   * configuration but does not know stops.
   */
  readonly stop: {
    readonly asked: { readonly reason: string; readonly at: number } | null;
    readonly inForce: { readonly reason: string; readonly since: number } | null;
    readonly unsupported: boolean;
  };
  /** `driftOf`; null while report and books can't be compared. */
  readonly drift: readonly LaneDrift[] | null;
  /**
   * Boxes that are uncertain and not settled yet, and whether a new ledger began without a
   * stock-take since.
   */
  readonly uncertain: number;
  readonly newLedger: boolean;
  readonly silence: Silence;
  readonly pace: Pace;
  readonly restocks: readonly { readonly restock: Restock; readonly runOut: RunOut }[];
}

/**
 * The findings for lines that wait for a person: one for closed years, and one for all that are
 * implausible.
 */
function uncountedFindings(uncounted: MachineFacts['uncounted']): Finding[] {
  const late = uncounted.filter(({ reason }) => reason === 'closed-year');
  const implausible = uncounted.filter(({ reason }) => reason !== 'closed-year');
  const findings: Finding[] = [];
  if (implausible.length > 0) {
    const reasons = [...new Set(implausible.map(({ reason }) => reason))].sort();
    findings.push({ kind: 'implausible', reasons, ...sumOf(implausible) });
  }
  if (late.length > 0) findings.push({ kind: 'late-entry', ...sumOf(late) });
  return findings;
}

const sumOf = (groups: readonly UncountedLines[]): UncountedLines =>
  groups.reduce((a, b) => ({
    lines: a.lines + b.lines,
    issued: a.issued + b.issued,
    moved: a.moved + b.moved,
    from: earlierDay(a.from, b.from),
    to: laterDay(a.to, b.to),
  }));

/** The findings that make the count unreliable, whether in or out of service. */
function bookFindings(facts: MachineFacts): Finding[] {
  const findings: Finding[] = [
    ...facts.forks.map((fork) => ({ kind: 'fork' as const, ...fork })),
    ...facts.unreadable.map((lines) => ({ kind: 'unreadable-line' as const, ...lines })),
  ];
  if (facts.setAsideSince !== null) findings.push({ kind: 'not-booked', since: facts.setAsideSince });
  if (facts.quarantinedSince !== null) findings.push({ kind: 'quarantined', since: facts.quarantinedSince });
  if (facts.overQuotaSince !== null) findings.push({ kind: 'over-quota', since: facts.overQuotaSince });
  if (facts.refusedMessages !== null) findings.push({ kind: 'refused-messages', ...facts.refusedMessages });
  if (facts.impersonation !== null) findings.push({ kind: 'impersonation', ...facts.impersonation });
  if (facts.plainLink) findings.push({ kind: 'plain-link' });
  if (facts.ledgerLost !== null) findings.push({ kind: 'ledger-lost', ...facts.ledgerLost });
  findings.push(...uncountedFindings(facts.uncounted));
  if (facts.identityTwiceSince !== null) findings.push({ kind: 'identity-twice', since: facts.identityTwiceSince });
  if (facts.drift !== null && facts.drift.length > 0) {
    findings.push({ kind: 'drift', lanes: facts.drift.map((lane) => lane.lane) });
  }
  if (facts.uncertain > 0 || facts.newLedger) {
    findings.push({ kind: 'stock-take', uncertain: facts.uncertain, newLedger: facts.newLedger });
  }
  return findings;
}

/**
 * The findings for lots that must leave the lanes now or soon, one for each lot over all its lanes.
 */
function lotFindings(facts: MachineFacts, today: LocalDay, rules: MachineRules): Finding[] {
  const recalled = new Map<string, FindingOf<'recalled'>>();
  const dated = new Map<string, LotInLanes & { kind: 'expired' | 'expiring' }>();
  const undated = new Map<string, FindingOf<'undated'>>();
  for (const { lane, lots } of facts.lanes) {
    for (const lot of lots.filter((l) => l.count > 0)) {
      for (const recall of facts.recalls.filter((r) => isRecalled(lot, [r]))) {
        const key = JSON.stringify([recall.product, lotKey(recall.lot)]);
        const lanes = new Set(recalled.get(key)?.lanes).add(lane);
        recalled.set(key, { kind: 'recalled', product: recall.product, lot: recall.lot, lanes: [...lanes] });
      }
      const fitness = lotFitness(lot, today, facts.recalls, rules);
      const expires = lot.expires === null ? null : expiryDay(lot.expires);
      if (lacksDate(fitness)) noteUndated(undated, lane, lot, isLocking(fitness, rules));
      if (expires === null || (fitness !== 'expiring' && !isTimedOut(fitness))) continue;
      const key = JSON.stringify([lot.product, lotKey(lot.lot), expires]);
      const before = dated.get(key);
      dated.set(key, {
        kind: fitness === 'expiring' ? 'expiring' : 'expired',
        product: lot.product,
        lot: lot.lot,
        expires,
        boxes: (before?.boxes ?? 0) + lot.count,
        lanes: [...new Set(before?.lanes).add(lane)],
      });
    }
  }
  return [...recalled.values(), ...dated.values(), ...undated.values()];
}

/** Adds to the finding for a product's boxes without a date; there is one for each product. */
function noteUndated(
  undated: Map<string, FindingOf<'undated'>>,
  lane: number,
  lot: StockedLane['lots'][number],
  locked: boolean,
): void {
  const before = undated.get(lot.product);
  undated.set(lot.product, {
    kind: 'undated',
    product: lot.product,
    boxes: (before?.boxes ?? 0) + lot.count,
    lanes: [...new Set(before?.lanes).add(lane)],
    locked: locked || (before?.locked ?? false),
    written: before?.written ?? lot.expires,
  });
}

/** The findings for faults of the hardware. */
function faultFindings(facts: MachineFacts, now: number, rules: Rules): Finding[] {
  const findings: Finding[] = facts.jams.map((jam) => ({ kind: 'lane-jam', ...jam }));
  if (facts.boardLostSince !== null) findings.push({ kind: 'board-lost', since: facts.boardLostSince });
  if (facts.sensorSuspectSince !== null) findings.push({ kind: 'sensor-suspect', since: facts.sensorSuspectSince });
  if (facts.climate !== null) findings.push({ kind: 'climate', ...facts.climate });
  if (facts.doorOpenSince !== null && now - facts.doorOpenSince > rules.doorOpenMinutes * MINUTE_MS) {
    findings.push({ kind: 'door-open', since: facts.doorOpenSince });
  }
  return findings;
}

/** The findings for a machine that does not serve its purpose. */
function serviceFindings(facts: MachineFacts, now: number, rules: Rules): Finding[] {
  const { reach, silence, pace, config, clockOffByMs } = facts;
  const findings: Finding[] = [];
  if (reach === 'offline') findings.push({ kind: 'offline', since: facts.lastHeartbeatAt });
  if (silence.silent && reach === 'online') {
    findings.push({ kind: 'silent', quietDays: silence.quietDays, chance: silence.chance });
  }
  if (pace.belowPace && pace.annual !== null) {
    const { chance, annual, issued, owed, expected, needed } = pace;
    findings.push({ kind: 'below-pace', chance, annual, issued, owed, expected, needed });
  }
  for (const { restock, runOut } of facts.restocks) {
    if (restock.reason === null) continue;
    const { product, reason, stock, unfit, blocked, boxes, coverDays } = restock;
    findings.push({ kind: 'restock', product, reason, stock, unfit, blocked, boxes, coverDays, by: runOut.day });
  }
  if (clockOffByMs !== null && Math.abs(clockOffByMs) > rules.clockWrongMinutes * MINUTE_MS) {
    findings.push({ kind: 'clock-wrong', offByMs: clockOffByMs });
  }
  if (facts.stop.inForce !== null) findings.push({ kind: 'stopped', ...facts.stop.inForce });
  const pendingMs = now - config.desiredSince;
  if (reach === 'online' && config.inForce !== config.desired && pendingMs > rules.configPendingMinutes * MINUTE_MS) {
    findings.push({ kind: 'config-pending', desired: config.desired, inForce: config.inForce });
  }
  return findings;
}

/**
 * The finding for a requested stop that is not in force; null if there is none, or if the machine
 * has not had enough time yet.
 */
function stopPending(facts: MachineFacts, now: number, rules: Rules): Finding | null {
  const { asked, inForce, unsupported } = facts.stop;
  if (asked === null || inForce !== null) return null;
  if (!unsupported && now - asked.at <= rules.stopPendingMinutes * MINUTE_MS) return null;
  const heard = facts.lastHeartbeatAt !== null && now - facts.lastHeartbeatAt < rules.offlineMinutes * MINUTE_MS;
  const why = unsupported ? 'unsupported' : heard ? 'waiting' : 'offline';
  return { kind: 'stop-pending', since: asked.at, reason: asked.reason, why };
}

/**
 * All findings of a machine at one evaluation, for `transition`. Out of service only the books, the
 * lots and an open door are checked: a planned suspension is not a fault, and when it ends, what is
 * still wrong is raised again.
 */
export function machineFindings(facts: MachineFacts, today: LocalDay, now: number, rules: MachineRules): FlagFacts {
  const faults = faultFindings(facts, now, rules);
  const pending = stopPending(facts, now, rules);
  const always = [...bookFindings(facts), ...lotFindings(facts, today, rules), ...(pending === null ? [] : [pending])];
  if (facts.reach === 'outOfService') {
    return { findings: [...always, ...faults.filter((f) => f.kind === 'door-open')], undecided: undecidedOf(facts) };
  }
  // A pending stop says everything that its pending configuration would say, and more.
  const service = serviceFindings(facts, now, rules).filter((f) => pending === null || f.kind !== 'config-pending');
  return { findings: [...always, ...faults, ...service], undecided: undecidedOf(facts) };
}

/** Causes that the facts can't decide at the moment. */
function undecidedOf(facts: MachineFacts): string[] {
  const undecided: string[] = facts.drift === null ? ['drift'] : [];
  return facts.reach === 'waiting' ? [...undecided, 'offline', 'silent', 'config-pending'] : undecided;
}
