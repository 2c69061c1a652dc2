import { isInstant, type LocalDay, zoneOf } from '../../shared/rules/calendar.ts';
import type { Now } from './input.ts';
import { kioskTimeZone } from './limits.ts';
import type { Run } from './run.ts';

/**
 * The best guess of the true time: the fleet's clock carried on by the monotonic one where a receipt came in this run, else the
 * kiosk's clock, never earlier than the last receipt ever kept. For expiry and deadlines only: lines carry the kiosk's own clock.
 */
export function trueTimeMs(run: Run, now: Now): number {
  const guess = run.fleetClockMs === null ? Math.max(now.at, run.notBeforeMs) : run.fleetClockMs + now.up;
  return isInstant(guess) ? guess : lastDay;
}

/** For a clock that says what no calendar has: nothing dated is fit then. */
const lastDay = Date.UTC(9999, 11, 30);

/** The day on the wall calendar, for expiry. */
export function today(run: Run, now: Now): LocalDay {
  return zoneOf(kioskTimeZone).dayOf(trueTimeMs(run, now));
}
