import type { LedgerId } from '../../shared/contracts/ids.ts';
import { isInstant, type LocalDay, zoneOf } from '../../shared/rules/calendar.ts';
import type { Now } from './input.ts';
import { kioskTimeZone, limits } from './limits.ts';

/**
 * What the kiosk takes the time to be, for expiry and deadlines only: lines carry the kiosk's own clock, right or wrong.
 *
 * Once the fleet has told the time in this run, that time is carried on by the monotonic clock. Before that it is the own
 * clock's, but never earlier than a floor, since time does not run backwards:
 * - the program was built by then;
 * - a fleet told a time, and the last one told was kept on the disk with the position;
 * - the own clock stood there when a line was written.
 * While the agent runs the floor rises with the monotonic clock.
 *
 * A clock may have been mad when it wrote a line. Its word is therefore taken only as far as `limits.clockAheadMs` beyond
 * the floor so far: a line from 2098 raises nothing. Lines that the fleet had received when it last told the time say
 * nothing either, since that time is later than they are. So a mad clock holds up the floor by `clockAheadMs` at the
 * most, and only until the fleet tells the time. What is in the ledger is not needed for more than the floor: a lock over
 * an expiry that was written stands whatever the clock says, see `lockReason`.
 */
export interface ClockNow {
  /** The time that the fleet told in this run, minus `monoMs`; null before it did. */
  readonly fleetMs: number | null;
  /** The last time that a fleet told before this run, as if at `monoMs` 0; null where none ever did. */
  readonly toldMs: number | null;
  /** The earliest that it can be, minus `monoMs`. */
  readonly floorMs: number;
  /** The told time that the disk has. */
  readonly keptMs: number;
}

/** Where the last receipt stood when it was kept, see `Position` of the ports. */
interface Told {
  readonly ledger: LedgerId;
  readonly through: number;
  readonly timeMs: number;
}

/** Gathers from the replay of the ledgers what a run knows of the time when it begins. */
export function replayClock(told: Told | null, builtAtMs: number) {
  const toldMs = told !== null && told.timeMs > 0 ? told.timeMs : null;
  let floorMs = Math.max(builtAtMs, toldMs ?? 0);
  let reached = told === null;
  return {
    /** A line of any ledger, in the order of writing; `at` is what its kiosk's clock said. */
    line(ledger: LedgerId, seq: number, at: number): void {
      const received = ledger === told?.ledger ? seq <= told.through : !reached;
      if (ledger === told?.ledger) reached = true;
      if (!received) floorMs = raised(floorMs, at);
    },
    begin: (): ClockNow => ({ fleetMs: null, toldMs, floorMs, keptMs: toldMs ?? 0 }),
  };
}

/** The floor after a clock said `at`. */
const raised = (floorMs: number, at: number): number =>
  at > floorMs && at - floorMs <= limits.clockAheadMs ? at : floorMs;

/** A line is written at this moment: the time is no earlier than its `at`, as far as that is believed. */
export function lineWritten(clock: ClockNow, { at, monoMs }: Now): ClockNow {
  const floorMs = raised(clock.floorMs + monoMs, at) - monoMs;
  return floorMs === clock.floorMs ? clock : { ...clock, floorMs };
}

/**
 * The fleet tells the time, with a receipt. One that tells an earlier time than an earlier receipt, by more than it may have been on
 * its way, is an old one that a broker delivers again: it says nothing of the time. Only the first receipt of a connection may set the
 * time back, for then the fleet's own clock was set right.
 */
export function timeTold(clock: ClockNow, timeMs: number, { monoMs }: Now, isFirstOfConnection: boolean): ClockNow {
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

/** A receipt tells the time at which it was sent: an own clock that is ahead by no more than it may have been on its way is right. */
const carriedOn = (fleetMs: number, { at }: Now): number =>
  at > fleetMs && at - fleetMs <= limits.receiptLateMs ? at : fleetMs;

/** For a clock that says what no calendar has: nothing dated is fit then. */
const lastDay = Date.UTC(9999, 11, 30);

/** The day on the wall calendar, and whether it is the fleet's word in this run or a guess. */
export interface DayNow {
  readonly today: LocalDay;
  readonly told: boolean;
}

/** The local day now as the kiosk takes it, and whether the fleet told the time. */
export function dayNow(clock: ClockNow, now: Now): DayNow {
  return { today: zoneOf(kioskTimeZone).dayOf(trueTimeMs(clock, now)), told: clock.fleetMs !== null };
}

/**
 * How good the kiosk's time is. `told`: the fleet told it in this run. `own`: its own clock says what can be. `doubtful`: the
 * own clock is more than a day behind the floor or further ahead of it than is believed, and no fleet has told the time
 * since the start; whether something has expired is then decided by the floor, or it is locked.
 */
export type ClockTrust = 'told' | 'own' | 'doubtful';

/** How good the kiosk's time is at this moment. */
export function clockTrust(clock: ClockNow, { at, monoMs }: Pick<Now, 'at' | 'monoMs'>): ClockTrust {
  if (clock.fleetMs !== null) return 'told';
  const ahead = at - (clock.floorMs + monoMs);
  return ahead < -limits.clockBehindMs || ahead > limits.clockAheadMs ? 'doubtful' : 'own';
}

/** The told time that is due to be kept, so that a restart without a network begins no earlier; null while none is. */
export function timeToKeep(clock: ClockNow, monoMs: number): number | null {
  const from = clock.fleetMs ?? clock.toldMs;
  return from !== null && from + monoMs - clock.keptMs >= limits.keepTimeEveryMs ? from + monoMs : null;
}
