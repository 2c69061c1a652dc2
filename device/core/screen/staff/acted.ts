import { planMax } from '../../../../shared/contracts/plan.ts';
import type { StaffAction, StaffPart } from '../../../../shared/screen/staff.ts';
import { type Decision, nothing } from '../../decision.ts';
import { configuredAgain, type Facts } from '../../facts.ts';
import type { Now } from '../../input.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { onScreen } from '../session.ts';
import { shown, toIdle } from '../state.ts';
import { lanesOf, pagesOf } from './lane-list.ts';
import { scannedLoad } from './load.ts';
import { inStaffMode, keeping, staffNow, stepping } from './mode.ts';
import { atLane, enter, laneChosen, roundOf } from './round-steps.ts';
import type { HostInput, SignInInput, StaffNow, StaffScanInput, StaffStep } from './state.ts';
import { asking, begin } from './task.ts';

/** Staff mode was asked for. It ends a citizen's session, but not while a box is on its way. */
export function staffModeWanted(runtime: RuntimeState, now: Now): Decision {
  const { screen } = runtime;
  const { at } = screen.step;
  if (!runtime.started || at === 'dispensing' || at === 'reading' || at === 'staff') return nothing(runtime);
  const step: StaffStep = { at: 'sign-in', wrong: false, waitUntilMonoMs: now.monoMs };
  return onScreen(runtime, shown(toIdle(screen), { at: 'staff', staff: { signedIn: null, step } }, now));
}

/** A PIN was compared, for the sign-in that is shown. */
export function signedIn(runtime: RuntimeState, { screen, verdict }: SignInInput, now: Now): Decision {
  const staff = staffNow(runtime);
  if (staff?.step.at !== 'sign-in' || screen !== runtime.screen.number) return nothing(runtime);
  if (verdict.kind === 'right') {
    const { person } = verdict;
    // The list may have changed while the PIN was compared.
    const isListed = person === null || runtime.staff.people.some(({ id }) => id === person.id);
    // The screens of staff mode are made for usual type.
    const usual = { ...runtime, screen: { ...runtime.screen, largeType: false } };
    if (isListed) return stepping(usual, { ...staff, signedIn: { person } }, { at: 'home' }, now);
  }
  const waitMs = verdict.kind === 'wait' ? verdict.waitMs : 0;
  return stepping(runtime, staff, { at: 'sign-in', wrong: true, waitUntilMonoMs: now.monoMs + waitMs }, now);
}

/** The list of staff in force; a person who is not on it any more is signed out. */
export function peopleKnown(runtime: RuntimeState, people: RuntimeState['staff']['people']): Decision {
  const known = keeping(runtime, { people });
  const id = staffNow(runtime)?.signedIn?.person?.id;
  const isGone = id !== undefined && !people.some((person) => person.id === id);
  return isGone ? onScreen(known, toIdle(known.screen)) : nothing(known);
}

/** A technician sees the computer's state. */
export const hostSeen = (runtime: RuntimeState, { host }: HostInput): Decision => nothing(keeping(runtime, { host }));

/** The parts that a person may open; the shared PIN may open all. */
export function partsOf({ signedIn: who }: StaffNow): StaffPart[] {
  const role = who?.person?.role ?? null;
  return [
    ...(role === 'technician' ? [] : (['round'] as const)),
    'jams',
    'sensor',
    ...(role === 'filler' ? [] : (['test'] as const)),
    'return',
    ...(role === 'filler' ? [] : (['technician'] as const)),
    'leave',
  ];
}

/** What somebody did in staff mode. Signing in is compared outside and comes as its own input. */
export function staffActed(facts: Facts, runtime: RuntimeState, action: StaffAction, now: Now): Decision {
  const staff = staffNow(runtime);
  if (staff === null) return nothing(runtime);
  const { step } = staff;
  if (action.do === 'sign-out') return isWorking(step) ? nothing(runtime) : onScreen(runtime, toIdle(runtime.screen));
  if (staff.signedIn === null) return inStaffMode(runtime, staff, now);
  const show = (next: StaffStep): Decision => stepping(runtime, staff, next, now);
  switch (step.at) {
    case 'sign-in':
    case 'home':
      return action.do === 'open' && partsOf(staff).includes(action.part)
        ? opened(facts, runtime, staff, action.part, now)
        : inStaffMode(runtime, staff, now);
    case 'lanes':
      return atLanes(facts, runtime, staff, step, action, now);
    case 'count':
    case 'difference':
    case 'remove':
    case 'load':
      return atLane(facts, runtime, staff, step, action, now);
    case 'review':
      return atReview(facts, runtime, staff, step, action, now);
    case 'task':
      if (isWorking(step)) return nothing(runtime);
      if (action.do === 'confirm' && step.state === 'ask') return begin(facts, runtime, staff, step, now);
      return action.do === 'back' ? show(afterTask(step)) : inStaffMode(runtime, staff, now);
    case 'technician':
      if (action.do === 'turn-page') return show({ ...step, page: step.page + (action.to === 'next' ? 1 : -1) });
      return action.do === 'back' ? show({ at: 'home' }) : inStaffMode(runtime, staff, now);
    case 'entered':
    case 'leave':
      return action.do === 'back' || action.do === 'confirm' ? show({ at: 'home' }) : inStaffMode(runtime, staff, now);
  }
}

/** While a motor turns for staff, nobody leaves. */
const isWorking = (step: StaffStep): boolean => step.at === 'task' && step.state === 'working';

const lanesStep = (part: Extract<StaffStep, { at: 'lanes' }>['part'], page = 1): StaffStep => ({
  at: 'lanes',
  part,
  page,
  problem: null,
});

const afterTask = ({ part }: Extract<StaffStep, { at: 'task' }>): StaffStep =>
  part === 'sensor' ? { at: 'home' } : lanesStep(part);

function opened(_facts: Facts, runtime: RuntimeState, staff: StaffNow, part: StaffPart, now: Now): Decision {
  switch (part) {
    case 'sensor':
      return stepping(runtime, staff, asking('sensor', null), now);
    case 'technician':
      return stepping(runtime, staff, { at: 'technician', page: 1 }, now);
    case 'leave':
      return stepping(runtime, staff, { at: 'leave' }, now);
    case 'round':
    case 'return': {
      const round = roundOf(runtime, staff, part);
      return stepping(keeping(runtime, { round }), staff, lanesStep(part), now);
    }
    default:
      return stepping(runtime, staff, lanesStep(part), now);
  }
}

function atLanes(
  facts: Facts,
  runtime: RuntimeState,
  staff: StaffNow,
  step: Extract<StaffStep, { at: 'lanes' }>,
  action: StaffAction,
  now: Now,
): Decision {
  const { part, page } = step;
  switch (action.do) {
    case 'back':
      return stepping(runtime, staff, { at: 'home' }, now);
    case 'turn-page': {
      const of = pagesOf(lanesOf(facts, runtime, part, now).length);
      const next = Math.min(of, Math.max(1, page + (action.to === 'next' ? 1 : -1)));
      return stepping(runtime, staff, lanesStep(part, next), now);
    }
    case 'lane':
      if (part === 'round' || part === 'return') return laneChosen(facts, runtime, staff, part, action.lane, now);
      return stepping(runtime, staff, asking(part, action.lane), now);
    case 'confirm':
      return part === 'round' || part === 'return'
        ? stepping(runtime, staff, { at: 'review', page: 1, problem: null }, now)
        : inStaffMode(runtime, staff, now);
    default:
      return inStaffMode(runtime, staff, now);
  }
}

function atReview(
  facts: Facts,
  runtime: RuntimeState,
  staff: StaffNow,
  step: Extract<StaffStep, { at: 'review' }>,
  action: StaffAction,
  now: Now,
): Decision {
  const { round } = runtime.staff;
  if (round === null) return stepping(runtime, staff, { at: 'home' }, now);
  switch (action.do) {
    case 'back':
      return stepping(runtime, staff, lanesStep(round.part), now);
    case 'turn-page':
      return stepping(runtime, staff, { ...step, page: Math.max(1, step.page + (action.to === 'next' ? 1 : -1)) }, now);
    case 'confirm':
      return enter(facts, runtime, staff, round, now);
    default:
      return inStaffMode(runtime, staff, now);
  }
}

/**
 * Staff scanned something. A recall with a good signature locks its lots at once, wherever in staff
 * mode it is scanned; anything else counts while boxes are loaded.
 */
export function staffScanned(facts: Facts, runtime: RuntimeState, input: StaffScanInput, now: Now): Decision {
  const staff = staffNow(runtime);
  if (staff === null || staff.signedIn === null) return nothing(runtime);
  const { label } = input;
  if (label !== null && typeof label !== 'string' && label.kind === 'recall') {
    const more = label.lines
      .flatMap(({ product, lot }) => (lot === null ? [] : [{ product, lot }]))
      .filter(
        (recall) => !facts.books.recalls.some(({ product, lot }) => product === recall.product && lot === recall.lot),
      );
    const recalls = [...facts.books.recalls, ...more].slice(-planMax.recalls);
    const record = more.length === 0 ? [] : [configuredAgain(facts, recalls)];
    return { record, runtime: stepping(runtime, staff, lanesStep('round'), now).runtime, act: [] };
  }
  const { step } = staff;
  const work = step.at === 'load' ? runtime.staff.round?.works.get(step.lane) : undefined;
  if (step.at !== 'load' || work === undefined) return inStaffMode(runtime, staff, now);
  return stepping(runtime, staff, scannedLoad(facts, runtime, work, step, input, now), now);
}
