import { type DaysNow, type Ineligible, ineligible } from '../../../shared/rules/eligibility.ts';
import type { ScreenMessage } from '../../../shared/screen/message.ts';
import { clockTrust, dayNow, earliestDay } from '../clock.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { groupOf, settingsOf } from './offers.ts';
import type { Person } from './person.ts';

/**
 * Today for the rules. If the fleet has not sent the time in this run, it is between the day that
 * is certain to have come and the day that the own clock shows.
 */
export function daysNow({ clock }: RuntimeState, now: Now): DaysNow {
  const earliest = earliestDay(clock, now);
  return { earliest, latest: clockTrust(clock, now) === 'doubtful' ? earliest : dayNow(clock, now).today };
}

/**
 * Why this person gets nothing now, as the screen says it; null if nothing is against it. Before a
 * product is chosen, groups that count apart are not judged yet.
 */
export function refusalFor(
  facts: Facts,
  runtime: RuntimeState,
  { document, uses, isTest }: Person,
  now: Now,
): ScreenMessage | null {
  const { screen } = runtime;
  if (isTest && !screen.front.testCards) return { key: 'card-test' };
  const settings = settingsOf(facts, screen);
  const group = screen.product === null ? null : groupOf(settings, screen.product);
  const against = document.use((read) => ineligible(settings.eligibility, daysNow(runtime, now), read, uses, group));
  return against && messageOf(against);
}

function messageOf({ reason, rules }: Ineligible): ScreenMessage | null {
  switch (reason) {
    case 'age':
      return rules.ages && { key: 'age', ages: rules.ages };
    case 'interval':
      return rules.interval ? { key: 'interval', interval: rules.interval } : { key: 'card-refused' };
    case 'quota':
      return rules.quota && { key: 'quota', quota: rules.quota };
    case 'expired':
      return { key: 'card-expired' };
    case 'not-yet-valid':
      return { key: 'card-not-yet-valid' };
  }
}
