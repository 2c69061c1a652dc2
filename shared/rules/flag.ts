import type { HandlingKind } from '../contracts/fleet/flag.ts';
import type { Finding } from './finding.ts';
import { causeOf, compareFindings } from './flag-rules.ts';

/** Why a flag was cleared: the facts no longer say so, or the machine left the fleet. */
export type ClearReason = 'facts' | 'retired';

/** One handling step. `note` may be empty; `to` is the colleague of `assigned`, else null. */
export interface HandlingStep {
  readonly kind: HandlingKind;
  readonly at: number;
  readonly by: string;
  readonly note: string;
  readonly to: string | null;
}

/**
 * A flag's life [rules, health]: raised by the facts, acknowledged by a person, cleared by the
 * facts. Times in ms. If it is raised again after it was cleared, that is another flag.
 */
export interface Flag {
  readonly machine: string;
  /** `causeOf` its finding. A machine has one open flag for each cause. */
  readonly cause: string;
  /** The finding by the facts now, or by the last facts before it was cleared. */
  readonly finding: Finding;
  /** When it was raised, and the finding at that time: the reason. */
  readonly raised: { readonly at: number; readonly finding: Finding };
  /**
   * Who has taken it on; null if nobody has, also after it was reopened or assigned to another
   * person. Follows from `handling`.
   */
  readonly acknowledged: { readonly at: number; readonly by: string; readonly note: string } | null;
  /**
   * All handling steps, the oldest first; only ever added to. Absent in flags of older versions:
   * see `handlingOf`.
   */
  readonly handling?: readonly HandlingStep[];
  readonly cleared: { readonly at: number; readonly reason: ClearReason } | null;
}

/** Whether a flag is still open. */
export const isOpen = (flag: Flag): boolean => flag.cleared === null;

/**
 * The result of comparing the open flags with the facts. `open` are the flags that are open
 * afterwards, worst first.
 */
export interface FlagChanges {
  readonly raised: readonly Flag[];
  readonly cleared: readonly Flag[];
  /** Flags that stay open; those whose finding has new details are also in `updated`. */
  readonly kept: readonly Flag[];
  readonly updated: readonly Flag[];
  readonly open: readonly Flag[];
}

/** The facts about a machine at one evaluation. */
export interface FlagFacts {
  readonly findings: readonly Finding[];
  /**
   * Causes that can't be decided now, e.g. `offline` just after the fleet's own start, or
   * `lane-jam:3` while the board is lost: a flag of such a cause is neither raised nor cleared.
   */
  readonly undecided: readonly string[];
}

/** Worst first; of two equally bad ones, the older first. */
const compareFlags = (a: Flag, b: Flag): number =>
  compareFindings(a.finding, b.finding) || a.raised.at - b.raised.at || (a.machine < b.machine ? -1 : 1);

const sameFinding = (a: Finding, b: Finding): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Compares a machine's open flags with the facts. A cause that persists keeps its flag, however
 * often it is found; of two findings with the same cause the worse is shown.
 */
export function transition(machine: string, previous: readonly Flag[], facts: FlagFacts, now: number): FlagChanges {
  const undecided = new Set(facts.undecided);
  const found = new Map<string, Finding>();
  for (const finding of facts.findings) {
    const cause = causeOf(finding);
    const other = found.get(cause);
    if (other === undefined || compareFindings(finding, other) < 0) found.set(cause, finding);
  }
  const raised: Flag[] = [];
  const cleared: Flag[] = [];
  const kept: Flag[] = [];
  const updated: Flag[] = [];
  const standing = new Set<string>();
  for (const flag of previous) {
    if (!isOpen(flag)) continue;
    standing.add(flag.cause);
    const finding = found.get(flag.cause);
    if (undecided.has(flag.cause) || (finding !== undefined && sameFinding(finding, flag.finding))) {
      kept.push(flag);
    } else if (finding !== undefined) {
      const changed = { ...flag, finding };
      kept.push(changed);
      updated.push(changed);
    } else {
      cleared.push({ ...flag, cleared: { at: now, reason: 'facts' } });
    }
  }
  for (const [cause, finding] of found) {
    if (standing.has(cause) || undecided.has(cause)) continue;
    raised.push({ machine, cause, finding, raised: { at: now, finding }, acknowledged: null, cleared: null });
  }
  return { raised, cleared, kept, updated, open: [...kept, ...raised].sort(compareFlags) };
}

/**
 * All handling steps of a flag, the oldest first. For a flag of an older version, which kept only
 * the acknowledgement, that is the only step.
 */
export function handlingOf({ handling = [], acknowledged }: Flag): readonly HandlingStep[] {
  const isKept = handling.some(({ kind, at }) => kind === 'acknowledged' && at === acknowledged?.at);
  return acknowledged === null || isKept
    ? handling
    : [...handling, { kind: 'acknowledged', ...acknowledged, to: null }];
}

/**
 * Who is in charge of a flag: the person who took it on, or was assigned, last. null if nobody is,
 * also after it was reopened.
 */
export function inChargeOf(flag: Flag): string | null {
  const last = handlingOf(flag).findLast(({ kind }) => kind !== 'noted');
  return last === undefined || last.kind === 'reopened' ? null : (last.to ?? last.by);
}

/** The acknowledgement of a flag after a step. */
function acknowledgedAfter(before: Flag['acknowledged'], { kind, at, by, note }: HandlingStep): Flag['acknowledged'] {
  if (kind === 'acknowledged') return { at, by, note };
  return kind === 'noted' ? before : null;
}

/**
 * A person did something about a flag. A cleared flag accepts nothing. The first acknowledgement
 * remains. The note of a second one is kept, since no person's words may be lost. A second
 * acknowledgement without a note changes nothing, and neither does reopening a flag that is open
 * and has nobody in charge.
 */
export function handle(flag: Flag, step: HandlingStep): Flag {
  const taken = flag.acknowledged !== null;
  if (flag.cleared !== null) return flag;
  if (step.kind === 'acknowledged' && taken) return step.note === '' ? flag : handle(flag, { ...step, kind: 'noted' });
  if (step.kind === 'reopened' && inChargeOf(flag) === null)
    return step.note === '' ? flag : handle(flag, { ...step, kind: 'noted' });
  return {
    ...flag,
    acknowledged: acknowledgedAfter(flag.acknowledged, step),
    handling: [...handlingOf(flag), step],
  };
}

/**
 * Since when a flag's content has been so: the instant in its facts if they have one, else when it
 * was raised. In ms; never later than `now`, since a kiosk's clock may be ahead.
 */
export function sinceOf({ finding, raised }: Flag, now: number): number {
  const since = 'since' in finding ? finding.since : null;
  return Math.min(since ?? raised.at, now);
}

/** Clears a flag of a machine that was retired. */
export const clearRetired = (flag: Flag, at: number): Flag =>
  flag.cleared !== null ? flag : { ...flag, cleared: { at, reason: 'retired' } };
