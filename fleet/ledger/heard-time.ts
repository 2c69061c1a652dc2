import type { Event } from '../../shared/contracts/events.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { limits } from '../limits.ts';
import type { HeartbeatClock } from './timestamping.ts';

/**
 * How much time a ledger's lines say has passed since the fleet heard its kiosk. Lines can say less
 * than really passed, because a kiosk that is off or asleep does not count time, but never more.
 */
export interface HeardTime {
  /** When the first heartbeat with this ledger was received, in ms since 1970. */
  readonly at: number;
  /** The newest moment of the ledger that is known: of that heartbeat, or of a later line. */
  readonly run: number;
  readonly up: number;
  /** The time from the heartbeat to that moment, as the lines say. */
  readonly passedMs: number;
}

/** By ledger, since the fleet's start or since its clock was last set back. */
export type HeardTimes = Map<LedgerId, HeardTime>;

/** The heard times of all machines, by the clock of this start of the fleet. */
export class HeardMachines {
  readonly #times = new Map<MachineId, HeardTimes>();

  /** A machine's heard times, to be changed in place. */
  of(machine: MachineId): HeardTimes {
    const times = this.#times.get(machine) ?? new Map();
    this.#times.set(machine, times);
    return times;
  }

  forget(): void {
    for (const times of this.#times.values()) times.clear();
  }
}

type Stamp = Pick<Event, 'run' | 'up'>;

/**
 * Notes a heartbeat if it is the first one with its ledger. No later one is relied on:
 * a machine could claim any time with it.
 */
export function noteHeard(times: HeardTimes, { ledger, run, up }: HeartbeatClock, received: number): void {
  if (times.has(ledger) || times.size >= limits.heardLedgers) return;
  times.set(ledger, { at: received, run, up, passedMs: 0 });
}

/**
 * The time from the heartbeat to a line, at the least that a kiosk's clock may be fast. Lines from
 * before the newest known moment add nothing.
 */
function passedUntil({ run, up, passedMs }: HeardTime, stamp: Stamp): number {
  if (stamp.run < run) return passedMs;
  const moreMs = stamp.run === run ? Math.max(0, stamp.up - up) : stamp.up;
  return passedMs + moreMs * (1 - limits.clockDrift);
}

/**
 * Whether a line claims more time than can have passed between the first heartbeat and the receipt
 * of the line. False if no heartbeat with its ledger was heard.
 */
export function isAheadOfTime(times: HeardTimes, ledger: LedgerId, stamp: Stamp, received: number): boolean {
  const heard = times.get(ledger);
  if (!heard) return false;
  const passedMs = passedUntil(heard, stamp);
  return passedMs > heard.passedMs && passedMs > received - heard.at + limits.heartbeatLateMs;
}

/** Notes the time of a line that is not ahead of time. */
export function noteLineTime(times: HeardTimes, ledger: LedgerId, stamp: Stamp): void {
  const heard = times.get(ledger);
  if (!heard || stamp.run < heard.run || (stamp.run === heard.run && stamp.up <= heard.up)) return;
  times.set(ledger, { at: heard.at, run: stamp.run, up: stamp.up, passedMs: passedUntil(heard, stamp) });
}
