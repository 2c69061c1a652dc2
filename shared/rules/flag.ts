import type { HandlingKind } from '../contracts/fleet/flag.ts';
import type { Finding } from './finding.ts';
import { causeOf, compareFindings } from './flag-rules.ts';

/** Why a flag was cleared: the facts no longer say so, or the machine left the fleet. */
export type ClearReason = 'facts' | 'retired';

/** One thing that a person did about a flag. `note` may be empty; `to` is the colleague of `assigned`, null otherwise. */
export interface HandlingStep {
  readonly kind: HandlingKind;
  readonly at: number;
  readonly by: string;
  readonly note: string;
  readonly to: string | null;
}

/**
 * A flag's life [rules, health]: raised by the facts, acknowledged by a person, cleared by the facts. Times in ms.
 * A flag raised again after it was cleared is another one.
 */
export interface Flag {
  readonly machine: string;
  /** `causeOf` its finding: among a machine's open flags there is one a cause. */
  readonly cause: string;
  /** As the facts stand now, or as they last stood. */
  readonly finding: Finding;
  /** With the finding as it was then: the reason it was raised. */
  readonly raised: { readonly at: number; readonly finding: Finding };
  /** Who has taken it on; null for nobody, also after it was reopened or handed on. Follows from `handling`. */
  readonly acknowledged: { readonly at: number; readonly by: string; readonly note: string } | null;
  /** All that people did, the oldest first; only ever added to. Absent in flags of older versions: see `handlingOf`. */
  readonly handling?: readonly HandlingStep[];
  readonly cleared: { readonly at: number; readonly reason: ClearReason } | null;
}

/** Whether a flag stands still. */
export const isOpen = (flag: Flag): boolean => flag.cleared === null;

/** What a look at the facts changed. `open` are the flags that stand after it, worst first. */
export interface FlagChanges {
  readonly raised: readonly Flag[];
  readonly cleared: readonly Flag[];
  /** Flags that stand as before; those whose finding has new details are in `updated` as well. */
  readonly kept: readonly Flag[];
  readonly updated: readonly Flag[];
  readonly open: readonly Flag[];
}

/** What is known of a machine at one look. */
export interface FlagFacts {
  readonly findings: readonly Finding[];
  /**
   * Causes that can't be decided now, e.g. `offline` just after the fleet's own start, or `lane-jam:3` while the board
   * is lost: a flag of such a cause neither appears nor goes.
   */
  readonly undecided: readonly string[];
}

/** Worst first; of two alike, the older first. */
const compareFlags = (a: Flag, b: Flag): number =>
  compareFindings(a.finding, b.finding) || a.raised.at - b.raised.at || (a.machine < b.machine ? -1 : 1);

const sameFinding = (a: Finding, b: Finding): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Holds a machine's open flags against the facts. A cause that stands keeps its flag, however often it is seen and
 * however often it is found at once; of two findings of one cause the worse is shown.
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

/** All that people did about a flag, the oldest first; also what an older version wrote down, which kept the acknowledgement alone. */
export function handlingOf({ handling = [], acknowledged }: Flag): readonly HandlingStep[] {
  const isKept = handling.some(({ kind, at }) => kind === 'acknowledged' && at === acknowledged?.at);
  return acknowledged === null || isKept
    ? handling
    : [...handling, { kind: 'acknowledged', ...acknowledged, to: null }];
}

/** Who is to see to a flag: whoever took it on, or was given it, last; null for nobody, also after it was reopened. */
export function inChargeOf(flag: Flag): string | null {
  const last = handlingOf(flag).findLast(({ kind }) => kind !== 'noted');
  return last === undefined || last.kind === 'reopened' ? null : (last.to ?? last.by);
}

/** Who has taken a flag on after a step. */
function acknowledgedAfter(before: Flag['acknowledged'], { kind, at, by, note }: HandlingStep): Flag['acknowledged'] {
  if (kind === 'acknowledged') return { at, by, note };
  return kind === 'noted' ? before : null;
}

/**
 * A person did something about a flag. A cleared flag takes nothing. The first acknowledgement stands: of a second one the note is kept, since
 * nobody's words are to be lost; one without a note, and a reopening of what is open and in nobody's charge, change nothing.
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
 * Since when what a flag says has been so: the instant in its facts where they have one, else when it was raised. In ms; never later than
 * `now`, since a kiosk's clock may be ahead.
 */
export function sinceOf({ finding, raised }: Flag, now: number): number {
  const since = 'since' in finding ? finding.since : null;
  return Math.min(since ?? raised.at, now);
}

/** Clears what a machine leaves behind when it is retired. */
export const clearRetired = (flag: Flag, at: number): Flag =>
  flag.cleared !== null ? flag : { ...flag, cleared: { at, reason: 'retired' } };
