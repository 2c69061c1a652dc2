import type { LedgerId } from '../../shared/contracts/ids.ts';
import { isInstant, type LocalDay, zoneOf } from '../../shared/rules/calendar.ts';
import type { Now } from './input.ts';
import { kioskTimeZone, limits } from './limits.ts';

/**
 * What the kiosk takes as the time, for expiry and deadlines only. Lines carry the kiosk's own
 * clock, right or wrong.
 *
 * Once the fleet has sent the time in this run, the monotonic clock continues from it. Before that
 * it is the own clock's time, but never earlier than a floor, since time does not run backwards:
 * - the program was built by then;
 * - a fleet sent a time, and the last one was kept on the disk with the position;
 * - the own clock showed that time when a line was written. While the agent runs the floor rises
 *   with the monotonic clock.
 *
 * A clock may have been wrong by decades when it wrote a line. A line is therefore believed only up
 * to `limits.clockAheadMs` after the floor so far: a line from 2098 raises nothing. Lines that the
 * fleet had received when it last sent the time are not used either, since that time is later than
 * they are. So a wrong clock raises the floor by `clockAheadMs` at most, and only until the fleet
 * sends the time. The ledger is used for nothing but the floor: a recorded lock for expiry remains
 * whatever the clock shows, see `lockReason`.
 */
export interface ClockNow {
  /** The time that the fleet sent in this run, minus `monoMs`; null before it did. */
  readonly fleetMs: number | null;
  /**
   * The last time that a fleet sent before this run, as if at `monoMs` 0; null if none ever did.
   */
  readonly earlierFleetMs: number | null;
  /** The earliest that it can be, minus `monoMs`. */
  readonly floorMs: number;
  /** The fleet's time that is kept on the disk. */
  readonly keptMs: number;
}

/** The ledger and line of the last receipt when it was kept, see `Position` of the ports. */
interface LastReceipt {
  readonly ledger: LedgerId;
  readonly through: number;
  readonly timeMs: number;
}

/** Derives from the replay of the ledgers what a run knows of the time when it begins. */
export function replayClock(receipt: LastReceipt | null, builtAtMs: number) {
  const earlierFleetMs = receipt !== null && receipt.timeMs > 0 ? receipt.timeMs : null;
  let floorMs = Math.max(builtAtMs, earlierFleetMs ?? 0);
  let reached = receipt === null;
  return {
    /**
     * Takes a line of any ledger, in the order of writing; `at` is what its kiosk's clock showed.
     */
    line(ledger: LedgerId, seq: number, at: number): void {
      const received = ledger === receipt?.ledger ? seq <= receipt.through : !reached;
      if (ledger === receipt?.ledger) reached = true;
      if (!received) floorMs = raised(floorMs, at);
    },
    begin: (): ClockNow => ({ fleetMs: null, earlierFleetMs, floorMs, keptMs: earlierFleetMs ?? 0 }),
  };
}

/** The floor after a clock showed `at`. */
const raised = (floorMs: number, at: number): number =>
  at > floorMs && at - floorMs <= limits.clockAheadMs ? at : floorMs;

/** A line is written now: the time is no earlier than its `at`, as far as that is believed. */
export function lineWritten(clock: ClockNow, { at, monoMs }: Now): ClockNow {
  const floorMs = raised(clock.floorMs + monoMs, at) - monoMs;
  return floorMs === clock.floorMs ? clock : { ...clock, floorMs };
}

/**
 * The fleet sends the time with a receipt. If that time is earlier than an earlier receipt's by
 * more than the delay of a message, a broker has delivered an old receipt again, and its time is
 * ignored. Only the first receipt of a connection may set the time back, because then the fleet's
 * own clock was corrected.
 */
export function fleetTimeReceived(
  clock: ClockNow,
  timeMs: number,
  { monoMs }: Now,
  isFirstOfConnection: boolean,
): ClockNow {
  const fleetMs = timeMs - monoMs;
  const isOld = clock.fleetMs !== null && fleetMs < clock.fleetMs - limits.receiptLateMs;
  return isOld && !isFirstOfConnection ? clock : { ...clock, fleetMs };
}

/** The best guess of the true time, in ms since 1970; `isInstant` holds for it. */
export function trueTimeMs(clock: ClockNow, now: Now): number {
  const guess =
    clock.fleetMs === null ? Math.max(now.at, clock.floorMs + now.monoMs) : carriedOn(clock.fleetMs + now.monoMs, now);
  return isInstant(guess) ? guess : lastDay;
}

/**
 * A receipt carries the time at which it was sent. An own clock that is ahead of it by no more than
 * the delay of a message is right.
 */
const carriedOn = (fleetMs: number, { at }: Now): number =>
  at > fleetMs && at - fleetMs <= limits.receiptLateMs ? at : fleetMs;

/** For a clock that shows a time that no calendar has: nothing dated is fit then. */
const lastDay = Date.UTC(9999, 11, 30);

/** The day on the wall calendar, and whether it comes from the fleet in this run or is a guess. */
export interface DayNow {
  readonly today: LocalDay;
  readonly fromFleet: boolean;
}

/** The local day now as the kiosk takes it, and whether the fleet has sent the time. */
export function dayNow(clock: ClockNow, now: Now): DayNow {
  return { today: zoneOf(kioskTimeZone).dayOf(trueTimeMs(clock, now)), fromFleet: clock.fleetMs !== null };
}

/**
 * The earliest local day that it can be now: the day that the fleet's time shows, if it sent it in
 * this run, else that of the floor.
 */
export function earliestDay(clock: ClockNow, { monoMs }: Pick<Now, 'monoMs'>): LocalDay {
  const atMs = (clock.fleetMs ?? clock.floorMs) + monoMs;
  return zoneOf(kioskTimeZone).dayOf(isInstant(atMs) ? atMs : lastDay);
}

/**
 * How good the kiosk's time is. `told`: the fleet sent it in this run. `own`: its own clock shows a
 * possible time. `doubtful`: the own clock is more than a day before the floor or further after it
 * than is believed, and no fleet has sent the time since the start. Whether something has expired
 * is then decided by the floor, or it is locked.
 */
export type ClockTrust = 'told' | 'own' | 'doubtful';

/** How good the kiosk's time is at this moment. */
export function clockTrust(clock: ClockNow, { at, monoMs }: Pick<Now, 'at' | 'monoMs'>): ClockTrust {
  if (clock.fleetMs !== null) return 'told';
  const ahead = at - (clock.floorMs + monoMs);
  return ahead < -limits.clockBehindMs || ahead > limits.clockAheadMs ? 'doubtful' : 'own';
}

/**
 * The fleet's time that is due to be kept, so that a restart without a network begins no earlier;
 * null if none is due.
 */
export function timeToKeep(clock: ClockNow, monoMs: number): number | null {
  const from = clock.fleetMs ?? clock.earlierFleetMs;
  return from !== null && from + monoMs - clock.keptMs >= limits.keepTimeEveryMs ? from + monoMs : null;
}
