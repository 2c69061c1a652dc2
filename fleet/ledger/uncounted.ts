import type { Event } from '../../shared/contracts/events.ts';
import type { UncountedReason } from '../../shared/contracts/fleet/uncounted.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { addDays, earlierDay, firstDayOfYear, type LocalDay, laterDay, yearOf } from '../../shared/rules/calendar.ts';
import { limits } from '../limits.ts';
import { boxesIn } from './line-boxes.ts';

/** What a person decided about the lines `first` to `last` of a ledger that were not counted for `reason`: it stands for good. */
export interface DecisionRecord {
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

/** Lines of one ledger that wait for a person to decide, with what they claim. Their days are local days, by the timestamps of the lines. */
export interface Uncounted {
  readonly ledger: LedgerId;
  readonly reason: UncountedReason;
  readonly first: number;
  readonly last: number;
  readonly lines: number;
  /** Boxes said to be given out, for certain or not. */
  readonly issued: number;
  /** Boxes said to be put in, counted or taken out. */
  readonly moved: number;
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Adds a line to those of its ledger and reason that wait. Past `limits.uncountedGroups` groups none is begun: people decide on the first ones before. */
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
  const said = boxesIn(event);
  const now: Uncounted = {
    ledger,
    reason,
    first: before?.first ?? seq,
    last: seq,
    lines: (before?.lines ?? 0) + 1,
    issued: (before?.issued ?? 0) + said.issued,
    moved: (before?.moved ?? 0) + said.moved,
    from: before ? earlierDay(before.from, day) : day,
    to: before ? laterDay(before.to, day) : day,
  };
  list[before ? at : list.length] = now;
}

/** What was decided about a line that is not counted for a reason; the last decision about it holds. Null: it waits. */
export function decisionOn(
  decisions: readonly DecisionRecord[],
  ledger: LedgerId,
  seq: number,
  reason: UncountedReason,
): DecisionRecord['verdict'] | null {
  const found = decisions.findLast(
    (each) => each.ledger === ledger && each.reason === reason && each.first <= seq && seq <= each.last,
  );
  return found?.verdict ?? null;
}

/** Whether people may have such lines counted. More than a kiosk can hold is never counted: each further line would cost all that is held. */
export const mayBeAccepted = (reason: UncountedReason): boolean => reason !== 'too-many';

/** The first day whose figures are still open on a day: those of a year close so many days after its end [rules, closed years]. */
export const openSince = (day: LocalDay, yearClosesDays: number): LocalDay =>
  firstDayOfYear(yearOf(addDays(day, -Math.ceil(yearClosesDays))));
