import type { Lane } from '../../../../shared/contracts/ids.ts';
import type { StaffAction } from '../../../../shared/screen/staff.ts';
import type { Decision } from '../../decision.ts';
import type { Facts } from '../../facts.ts';
import type { Now } from '../../input.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { staffEntry } from '../../staff.ts';
import { differs, entryOf, isStale, lotsToRemove, newWork } from './lane-work.ts';
import { chosen, entered, expiryTyped, judged, loadOf, newLoading, problemOf } from './load.ts';
import { inStaffMode, keeping, stepping } from './mode.ts';
import type { LaneWork, Loading, Round, StaffNow, StaffStep } from './state.ts';

/** The round of who is signed in; a new one if there is none of this part. */
export function roundOf(runtime: RuntimeState, staff: StaffNow, part: Round['part']): Round {
  const owner = staff.signedIn?.person?.id ?? null;
  const kept = runtime.staff.round;
  return kept?.owner === owner && kept.part === part ? kept : { owner, part, works: new Map() };
}

/** Notes the work at a lane. */
const noted = (runtime: RuntimeState, round: Round, work: LaneWork): RuntimeState =>
  keeping(runtime, { round: { ...round, works: new Map(round.works).set(work.lane, work) } });

/** A lane was chosen: its work begins, or goes on if no box has moved since. */
export function laneChosen(
  facts: Facts,
  runtime: RuntimeState,
  staff: StaffNow,
  part: Round['part'],
  lane: Lane,
  now: Now,
): Decision {
  const round = roundOf(runtime, staff, part);
  const before = round.works.get(lane);
  const work = before && !before.isFinished && !isStale(facts, before) ? before : newWork(facts, lane);
  if (work === null) return inStaffMode(runtime, staff, now);
  return goOn(facts, noted(runtime, round, work), staff, { ...round, works: new Map(round.works) }, work, now);
}

/** The next step at a lane: count, reason, what to take out, load. */
function goOn(facts: Facts, runtime: RuntimeState, staff: StaffNow, round: Round, work: LaneWork, now: Now): Decision {
  const { lane } = work;
  const next = noted(runtime, round, work);
  if (round.part === 'round') {
    if (work.counted === null) return stepping(next, staff, { at: 'count', lane }, now);
    if (differs(facts, work)) return stepping(next, staff, { at: 'difference', lane }, now);
  }
  if (work.asked < lotsToRemove(facts, runtime, round.part, work, now).length)
    return stepping(next, staff, { at: 'remove', lane }, now);
  if (round.part === 'round') return stepping(next, staff, newLoading(lane), now);
  return finished(next, staff, round, work, now);
}

function finished(runtime: RuntimeState, staff: StaffNow, round: Round, work: LaneWork, now: Now): Decision {
  const next = noted(runtime, round, { ...work, isFinished: true });
  return stepping(next, staff, { at: 'lanes', part: round.part, page: 1, problem: null }, now);
}

/** The steps at which a lane is worked on. */
type LaneStep = Extract<StaffStep, { at: 'count' | 'difference' | 'remove' | 'load' }>;

/** What somebody did while working at a lane. */
export function atLane(
  facts: Facts,
  runtime: RuntimeState,
  staff: StaffNow,
  step: LaneStep,
  action: StaffAction,
  now: Now,
): Decision {
  const kept = runtime.staff.round;
  const work = kept?.works.get(step.lane);
  if (!kept || !work) return stepping(runtime, staff, { at: 'home' }, now);
  const on = (change: Partial<LaneWork>): Decision => goOn(facts, runtime, staff, kept, { ...work, ...change }, now);
  if (action.do === 'back') return backFromLane(runtime, staff, kept, step, now);
  switch (step.at) {
    case 'count':
      return action.do === 'boxes'
        ? counted(facts, runtime, staff, work, action.boxes, on, now)
        : inStaffMode(runtime, staff, now);
    case 'difference':
      return action.do === 'reason' ? on({ reason: action.reason }) : inStaffMode(runtime, staff, now);
    case 'remove':
      return action.do === 'boxes'
        ? removed(facts, runtime, staff, kept, work, action.boxes, on, now)
        : inStaffMode(runtime, staff, now);
    case 'load':
      return loading(facts, runtime, staff, kept, work, step, action, now);
  }
}

function counted(
  facts: Facts,
  runtime: RuntimeState,
  staff: StaffNow,
  { lane }: LaneWork,
  boxes: number,
  on: (change: Partial<LaneWork>) => Decision,
  now: Now,
): Decision {
  return boxes > mostIn(facts, lane) ? inStaffMode(runtime, staff, now) : on({ counted: boxes, reason: null });
}

/** The most boxes that can be counted in a lane. */
export function mostIn({ books }: Facts, lane: Lane): number {
  const book = books.lanes.get(lane);
  if (!book) return 0;
  return Math.max(book.capacity, book.lots.reduce((sum, { count }) => sum + count, 0) + book.uncertain);
}

function removed(
  facts: Facts,
  runtime: RuntimeState,
  staff: StaffNow,
  round: Round,
  work: LaneWork,
  boxes: number,
  on: (change: Partial<LaneWork>) => Decision,
  now: Now,
): Decision {
  const lot = lotsToRemove(facts, runtime, round.part, work, now)[work.asked];
  if (lot === undefined || boxes > lot.boxes) return inStaffMode(runtime, staff, now);
  const removal = { lane: work.lane, removed: boxes, reason: lot.reason, lot: lot.lot };
  return on({ asked: work.asked + 1, removals: boxes === 0 ? work.removals : [...work.removals, removal] });
}

function loading(
  facts: Facts,
  runtime: RuntimeState,
  staff: StaffNow,
  round: Round,
  work: LaneWork,
  at: Loading,
  action: StaffAction,
  now: Now,
): Decision {
  const show = (step: StaffStep): Decision => stepping(runtime, staff, step, now);
  switch (action.do) {
    case 'confirm':
      return at.ask === 'code' ? finished(runtime, staff, round, work, now) : inStaffMode(runtime, staff, now);
    case 'lot':
      return entered(action.lot) === null
        ? inStaffMode(runtime, staff, now)
        : show(chosen(facts, runtime, work, at, action, now));
    case 'expiry':
      return at.ask === 'expiry'
        ? show(expiryTyped(facts, runtime, work, at, action.digits, now))
        : inStaffMode(runtime, staff, now);
    case 'answer':
      if (at.ask !== 'which') return inStaffMode(runtime, staff, now);
      return show(action.yes ? judged(facts, runtime, work, at, now) : { ...newLoading(at.lane), ask: 'lot' });
    case 'boxes': {
      if (at.ask !== 'boxes') return inStaffMode(runtime, staff, now);
      if (action.boxes === 0) return show(newLoading(at.lane));
      const load = loadOf(facts, runtime, work, at, action.boxes, now);
      const problem = problemOf(facts, runtime, work, load, now);
      if (problem !== null) return show({ ...at, problem });
      return stepping(
        noted(runtime, round, { ...work, loads: [...work.loads, load] }),
        staff,
        newLoading(at.lane),
        now,
      );
    }
    default:
      return inStaffMode(runtime, staff, now);
  }
}

function backFromLane(runtime: RuntimeState, staff: StaffNow, round: Round, step: LaneStep, now: Now): Decision {
  if (step.at === 'load' && step.ask !== 'code') return stepping(runtime, staff, newLoading(step.lane), now);
  return stepping(runtime, staff, { at: 'lanes', part: round.part, page: 1, problem: null }, now);
}

/**
 * The works of a round that can be entered: those that are finished, if no box of their lanes has
 * moved since.
 */
export const enterable = (facts: Facts, { works }: Round): LaneWork[] =>
  [...works.values()].filter((work) => work.isFinished && !isStale(facts, work));

/** Enters all finished lanes of a round in one record. */
export function enter(facts: Facts, runtime: RuntimeState, staff: StaffNow, round: Round, now: Now): Decision {
  const works = enterable(facts, round);
  if (works.length === 0) return stepping(runtime, staff, { at: 'home' }, now);
  return staffEntry(facts, runtime, entryOf(staff, works), now);
}
