import { isInstant, type LocalDay, zoneOf } from '../../shared/rules/calendar.ts';
import type { Now } from './input.ts';
import { kioskTimeZone, limits } from './limits.ts';
import type { Run } from './run.ts';

/**
 * The best guess of the true time: the fleet's clock carried on by the monotonic one where a receipt came in this run, else the
 * kiosk's clock, never earlier than the last receipt ever kept. For expiry and deadlines only: lines carry the kiosk's own clock.
 */
export function trueTimeMs(run: Run, now: Now): number {
  const guess =
    run.fleetClockMs === null ? Math.max(now.at, run.notBeforeMs) : carriedOn(run.fleetClockMs + now.up, now);
  return isInstant(guess) ? guess : lastDay;
}

/** A receipt tells the time at which it was sent: an own clock that is ahead by no more than it may have been on its way is right. */
const carriedOn = (fleetMs: number, { at }: Now): number =>
  at > fleetMs && at - fleetMs <= limits.receiptLateMs ? at : fleetMs;

/** For a clock that says what no calendar has: nothing dated is fit then. */
const lastDay = Date.UTC(9999, 11, 30);

/** The day on the wall calendar, for expiry. */
export function today(run: Run, now: Now): LocalDay {
  return zoneOf(kioskTimeZone).dayOf(trueTimeMs(run, now));
}
