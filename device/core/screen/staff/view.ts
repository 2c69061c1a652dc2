import { type Books, laneStock } from '../../../../shared/ledger/books.ts';
import type { ReviewLine, StaffView } from '../../../../shared/screen/staff.ts';
import { clockTrust } from '../../clock.ts';
import type { Facts } from '../../facts.ts';
import type { Now } from '../../input.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { partsOf } from './acted.ts';
import { lanesOf, lanesOnPage, namedLane, pagesOf } from './lane-list.ts';
import { lotsToRemove, roomAfter, tried } from './lane-work.ts';
import { leaveChecks } from './leave.ts';
import { knownLots } from './load.ts';
import { enterable, mostIn } from './round-steps.ts';
import type { LaneWork, Loading, StaffNow } from './state.ts';
import { technicianView } from './technician.ts';

type Step<K extends StaffView['step']> = Extract<StaffView, { step: K }>;

/** Reviewed lanes on one page. */
const reviewedOnPage = 4;

/** What staff see now. */
export function staffView(facts: Facts, runtime: RuntimeState, staff: StaffNow, now: Now): StaffView {
  const { step } = staff;
  switch (step.at) {
    case 'sign-in':
      return {
        step: 'sign-in',
        people: runtime.staff.people.map(({ id, name }) => ({ id, name })),
        wrong: step.wrong,
        waitSeconds: Math.max(0, Math.ceil((step.waitUntilMonoMs - now.monoMs) / 1000)),
      };
    case 'home':
      return homeView(facts, runtime, staff, now);
    case 'lanes':
      return lanesView(facts, runtime, step.part, step.page, step.problem, now);
    case 'review':
      return reviewView(facts, runtime, step.page, step.problem, now);
    case 'entered': {
      const { at: _, ...shown } = step;
      return { step: 'entered', ...shown };
    }
    case 'task': {
      const { at: _, ...shown } = step;
      return { step: 'task', ...shown };
    }
    case 'leave':
      return { step: 'leave', checks: leaveChecks(facts, runtime) };
    case 'technician':
      return technicianView(facts, runtime, step.page, now);
    default: {
      const work = runtime.staff.round?.works.get(step.lane);
      return work ? laneView(facts, runtime, work, step, now) : homeView(facts, runtime, staff, now);
    }
  }
}

function homeView(facts: Facts, runtime: RuntimeState, staff: StaffNow, now: Now): Step<'home'> {
  const person = staff.signedIn?.person ?? null;
  const { lastEntry, last } = facts;
  const round = runtime.staff.round;
  const isOwn = round !== null && round.owner === (person?.id ?? null);
  return {
    step: 'home',
    name: person?.name ?? null,
    role: person?.role ?? null,
    parts: partsOf(staff),
    drafted: isOwn ? round.works.size : 0,
    last: lastEntry && {
      at: clockTrust(runtime.clock, now) === 'doubtful' ? null : lastEntry.at,
      lanes: lastEntry.lanes.size,
      added: lastEntry.added,
      removed: lastEntry.removed,
    },
    unsent: Math.max(0, last - runtime.outbox.through),
  };
}

function lanesView(
  facts: Facts,
  runtime: RuntimeState,
  part: Step<'lanes'>['part'],
  page: number,
  problem: Step<'lanes'>['problem'],
  now: Now,
): Step<'lanes'> {
  const lanes = lanesOf(facts, runtime, part, now);
  const of = pagesOf(lanes.length);
  const number = Math.min(page, of);
  const { round } = runtime.staff;
  return {
    step: 'lanes',
    part,
    lanes: lanes.slice((number - 1) * lanesOnPage, number * lanesOnPage),
    page: { number, of },
    mayReview: round?.part === part && enterable(facts, round).length > 0,
    problem,
  };
}

function reviewView(
  facts: Facts,
  runtime: RuntimeState,
  page: number,
  problem: Step<'review'>['problem'],
  now: Now,
): Step<'review'> {
  const { round } = runtime.staff;
  const works = round === null ? [] : enterable(facts, round).sort((a, b) => a.lane - b.lane);
  const of = pagesOf(works.length, reviewedOnPage);
  const number = Math.min(page, of);
  return {
    step: 'review',
    part: round?.part ?? 'round',
    lines: works
      .slice((number - 1) * reviewedOnPage, number * reviewedOnPage)
      .map((work) => reviewLine(facts, runtime, work, now)),
    page: { number, of },
    problem,
  };
}

function reviewLine(facts: Facts, runtime: RuntimeState, work: LaneWork, now: Now): ReviewLine {
  const { books } = tried(facts, runtime, work, now);
  return {
    ...namedLane(facts, runtime, work.lane),
    before: work.was,
    counted: work.counted,
    removed: work.removals.reduce((sum, { removed }) => sum + removed, 0),
    added: work.loads.reduce((sum, { added }) => sum + added, 0),
    after: stockIn(books, work),
  };
}

function stockIn({ lanes }: Books, { lane }: LaneWork): number {
  const book = lanes.get(lane);
  return book ? laneStock(book) : 0;
}

type AtLane = Extract<StaffNow['step'], { lane: unknown; at: 'count' | 'difference' | 'remove' | 'load' }>;

function laneView(facts: Facts, runtime: RuntimeState, work: LaneWork, step: AtLane, now: Now): StaffView {
  const { lane } = work;
  const named = namedLane(facts, runtime, lane);
  switch (step.at) {
    case 'count': {
      const book = runtime.screen.front.showsBook ? work.was : null;
      return { step: 'count', ...named, most: mostIn(facts, lane), book };
    }
    case 'difference':
      return { step: 'difference', ...named, counted: work.counted ?? 0, book: work.was };
    case 'remove': {
      const part = runtime.staff.round?.part ?? 'round';
      const lot = lotsToRemove(facts, runtime, part, work, now)[work.asked];
      if (lot === undefined) return loadView(facts, runtime, work, null, now);
      return { step: 'remove', ...named, ...lot };
    }
    case 'load':
      return loadView(facts, runtime, work, step, now);
  }
}

function loadView(facts: Facts, runtime: RuntimeState, work: LaneWork, step: Loading | null, now: Now): Step<'load'> {
  const room = roomAfter(facts, runtime, work, now);
  const lots = step !== null && step.lots.length > 0 ? step.lots : knownLots(facts, work.product);
  return {
    step: 'load',
    ...namedLane(facts, runtime, work.lane),
    ask: step?.ask ?? 'code',
    lot: step?.lot ?? null,
    expires: step?.expires ?? null,
    room,
    suggested: Math.min(room, step?.suggested || room),
    lots: lots.slice(0, 4).map(({ lot, expires }) => ({ lot, expires })),
    added: work.loads.reduce((sum, { added }) => sum + added, 0),
    problem: step?.problem ?? null,
  };
}
