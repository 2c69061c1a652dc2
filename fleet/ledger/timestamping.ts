import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { Online } from '../../shared/contracts/presence.ts';
import { limits } from '../limits.ts';

/** When a run of a kiosk began by the fleet's clock, as its heartbeats told: `began` = time received − `up`, the least seen. */
export interface RunClock {
  /** Missing in what older versions wrote. */
  readonly ledger?: LedgerId;
  readonly run: number;
  readonly began: number;
}

/** What is known of a machine's clocks, the last heard last, and the timestamp of the last line of its ledger at hand. */
export interface MachineClocks {
  readonly runs: readonly RunClock[];
  readonly last: { readonly run: number; readonly up: number; readonly at: number } | null;
}

export const noClocks: MachineClocks = { runs: [], last: null };

/** What a heartbeat says of its kiosk's clock. */
export type HeartbeatClock = Pick<Online, 'ledger' | 'run' | 'up'>;

/** Takes a heartbeat's word on when its run began: the quickest message comes nearest to the truth. Of a copied disk, two kiosks may count the same runs, each in a ledger of its own. */
export function noteHeartbeatClock(clocks: MachineClocks, heartbeat: HeartbeatClock, received: number): MachineClocks {
  const { ledger, run, up } = heartbeat;
  const began = received - up;
  const isSame = (each: RunClock): boolean => each.run === run && (each.ledger === undefined || each.ledger === ledger);
  const known = clocks.runs.find(isSame);
  if (known && known.began <= began) return clocks;
  const runs = [...clocks.runs.filter((each) => !isSame(each)), { ledger, run, began }].slice(-limits.clockRuns);
  return { ...clocks, runs };
}

/** The clock of a run by the heartbeats that named the ledger; where none did, by those of a run of that number. */
const runClock = ({ runs }: MachineClocks, ledger: LedgerId, run: number): RunClock | undefined =>
  runs.find((each) => each.run === run && each.ledger === ledger) ?? runs.findLast((each) => each.run === run);

/** When a line happened by the fleet's reckoning; `corrected` where that isn't what the kiosk's clock said. */
export interface LineTime {
  readonly at: number;
  readonly corrected: boolean;
}

/** The instants at which a line can have happened: not before the project, not after it was received. */
const within = (at: number, received: number): number => Math.min(received, Math.max(limits.earliestAt, at));

/**
 * Places a line in time [MQTT contract, events], between `limits.earliestAt` and `received` whatever it says. Where a heartbeat of its run was heard, the kiosk's clock counts only while it agrees with
 * `run` and `up` within `toleranceMs`. Without one, it counts where it is possible: not after the line was received, not before the line ahead
 * of it. Else the line stands as far behind that one as `up` says, or right at it.
 */
export function timestampLine(
  clocks: MachineClocks,
  ledger: LedgerId,
  stamp: { readonly at: number; readonly run: number; readonly up: number },
  received: number,
  toleranceMs: number,
): LineTime {
  const { last } = clocks;
  const run = runClock(clocks, ledger, stamp.run);
  if (run) {
    const reckoned = within(run.began + stamp.up, received);
    if (Math.abs(stamp.at - reckoned) > toleranceMs) return { at: reckoned, corrected: true };
    const at = within(stamp.at, received);
    return { at, corrected: at !== stamp.at };
  }
  const earliest = Math.max(limits.earliestAt, last === null ? 0 : last.at - toleranceMs);
  if (stamp.at >= earliest && stamp.at <= received) return { at: stamp.at, corrected: false };
  if (stamp.at > received && stamp.at <= received + toleranceMs) return { at: received, corrected: true };
  if (last === null) return { at: received, corrected: true };
  const since = last.run === stamp.run ? Math.max(0, stamp.up - last.up) : 0;
  return { at: within(last.at + since, received), corrected: true };
}
