import type { Event } from '../../shared/contracts/events.ts';
import type { UncountedReason } from '../../shared/contracts/fleet/uncounted.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { addDays, earlierDay, firstDayOfYear, type LocalDay, laterDay, yearOf } from '../../shared/rules/calendar.ts';
import { limits } from '../limits.ts';
import { boxesIn } from './line-boxes.ts';

/**
 * What a person decided about the lines `first` to `last` of a ledger that were not counted for
 * `reason`. A decision is final.
 */
export interface LineDecision {
  readonly id: string;
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly reason: UncountedReason;
  readonly first: number;
  readonly last: number;
  readonly verdict: 'accept' | 'reject';
  readonly note: string;
  readonly by: string;
  readonly at: number;
}

/**
 * Lines of one ledger that wait for a person's decision, with what they claim. Days are local days,
 * by the timestamps of the lines.
 */
export interface Uncounted {
  readonly ledger: LedgerId;
  readonly reason: UncountedReason;
  readonly first: number;
  readonly last: number;
  readonly lines: number;
  /** Boxes reported as given out, confirmed or uncertain. */
  readonly issued: number;
  /** Boxes reported as put in, taken out, or corrected by a stock-take. */
  readonly moved: number;
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/**
 * Adds a line to those of its ledger and reason that wait. At `limits.uncountedGroups` groups, no
 * new group is started until people have decided on the others.
 */
export function noteUncounted(
  list: Uncounted[],
  ledger: LedgerId,
  seq: number,
  reason: UncountedReason,
  event: Event,
  day: LocalDay,
): void {
  const at = list.findIndex((each) => each.ledger === ledger && each.reason === reason);
  const before = list[at];
  if (!before && list.length >= limits.uncountedGroups) return;
  const claimed = boxesIn(event);
  const now: Uncounted = {
    ledger,
    reason,
    first: before?.first ?? seq,
    last: seq,
    lines: (before?.lines ?? 0) + 1,
    issued: (before?.issued ?? 0) + claimed.issued,
    moved: (before?.moved ?? 0) + claimed.moved,
    from: before ? earlierDay(before.from, day) : day,
    to: before ? laterDay(before.to, day) : day,
  };
  list[before ? at : list.length] = now;
}

/** The last decision about a line that is not counted for a reason. Null if it still waits. */
export function decisionOn(
  decisions: readonly LineDecision[],
  ledger: LedgerId,
  seq: number,
  reason: UncountedReason,
): LineDecision['verdict'] | null {
  const found = decisions.findLast(
    (each) => each.ledger === ledger && each.reason === reason && each.first <= seq && seq <= each.last,
  );
  return found?.verdict ?? null;
}

/**
 * Whether a person may accept such lines. Lines above what a kiosk can hold are never accepted,
 * because they would slow down every further line.
 */
export const mayBeAccepted = (reason: UncountedReason): boolean => reason !== 'too-many';

/**
 * The first day whose figures are still open on `day`: a year closes `yearClosesDays` after its end
 * [rules, closed years].
 */
export const openSince = (day: LocalDay, yearClosesDays: number): LocalDay =>
  firstDayOfYear(yearOf(addDays(day, -Math.ceil(yearClosesDays))));
