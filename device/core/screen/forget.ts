import { addDays } from '../../../shared/rules/calendar.ts';
import { neededForDays } from '../../../shared/rules/eligibility.ts';
import { acting, type Decision } from '../decision.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { limits } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { daysNow } from './check.ts';
import { daysInWeek, type Week, weekOf } from './person.ts';

/**
 * The first week that is still needed. Everything before it is forgotten: its uses are deleted and
 * its key is destroyed. It follows the earliest day that it can be now, so that a clock that jumps
 * ahead forgets nothing.
 */
function firstNeeded(facts: Facts, runtime: RuntimeState, now: Now): Week {
  return weekOf(addDays(daysNow(runtime, now).earliest, -neededForDays(facts.screen.eligibility)));
}

/** The weeks for which a card that is read now needs a tag, with one to come. */
export function neededWeeks(facts: Facts, runtime: RuntimeState, now: Now): Week[] {
  const first = firstNeeded(facts, runtime, now);
  const last = weekOf(addDays(daysNow(runtime, now).latest, daysInWeek));
  return Array.from({ length: Math.min(last - first + 1, mostWeeks) }, (_, back) => (last - back) as Week).reverse();
}

/** More than the weeks of a year and of a clock that is two years ahead. */
const mostWeeks = 170;

/** Forgets what is no longer needed; null while that is not due. */
export function forgettingDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  if (!runtime.screen.front.identifies || now.monoMs < runtime.forgetMonoMs) return null;
  const before = firstNeeded(facts, runtime, now);
  return acting({ ...runtime, forgetMonoMs: now.monoMs + limits.forgetEveryMs }, { kind: 'forget-uses', before });
}
