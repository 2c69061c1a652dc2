import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { Online } from '../../shared/contracts/presence.ts';
import { limits } from '../limits.ts';

/**
 * When a run of a kiosk began by the fleet's clock, from its heartbeats: the earliest of time
 * received − `up`.
 */
export interface RunClock {
  /** Absent in accounts written by older versions. */
  readonly ledger?: LedgerId;
  readonly run: number;
  readonly began: number;
}

/** A line of a ledger that has its timestamp. */
export interface LastLine {
  readonly run: number;
  readonly up: number;
  readonly at: number;
}

/**
 * What is known of a machine's clocks: its runs, the last heard last, and the last line of each of
 * its recent ledgers that has a timestamp. Lines get timestamps in the order of arrival, also while
 * they are kept out of the books, so that this may be ahead of the books.
 */
export interface MachineClocks {
  readonly runs: readonly RunClock[];
  /** The ledger of the last line that has a timestamp, and that line. */
  readonly ledger: LedgerId | null;
  readonly last: LastLine | null;
  /** The last lines of other recent ledgers, the newest last. */
  readonly others: readonly (readonly [LedgerId, LastLine | null])[];
  /** The last chunk whose lines have timestamps. */
  readonly through: number;
}

export const noClocks: MachineClocks = { runs: [], ledger: null, last: null, others: [], through: 0 };

/**
 * How many other ledgers of a machine are remembered. Two kiosks with a copied disk write
 * alternately, and a kiosk with swapped cards may return to an older ledger.
 */
export const ledgersLeft = 4;

/**
 * The clocks before lines of a ledger. A ledger without a line so far continues from the last line
 * of the other one.
 */
export function switchedTo(clocks: MachineClocks, to: LedgerId): MachineClocks {
  const { ledger: from, last, others } = clocks;
  if (from === to) return clocks;
  if (from === null) return { ...clocks, ledger: to };
  const own = others.find(([id]) => id === to)?.[1];
  const left = [...others.filter(([id]) => id !== to && id !== from), [from, last] as const];
  return { ...clocks, ledger: to, last: own ?? last, others: left.slice(-ledgersLeft) };
}

/** The clocks of a ledger that continues another one. */
export const continueLedger = (clocks: MachineClocks, before: LedgerId): MachineClocks => ({
  ...clocks,
  last: clocks.others.find(([id]) => id === before)?.[1] ?? clocks.last,
});

/** What a heartbeat says about its kiosk's clock. */
export type HeartbeatClock = Pick<Online, 'ledger' | 'run' | 'up'>;

/**
 * Takes the beginning of a run from a heartbeat if it is earlier than what is known, because the
 * fastest message is the most accurate. Two kiosks with a copied disk may use the same run numbers,
 * each in its own ledger.
 */
export function noteHeartbeatClock(clocks: MachineClocks, heartbeat: HeartbeatClock, received: number): MachineClocks {
  const { ledger, run, up } = heartbeat;
  const began = received - up;
  const isSame = (each: RunClock): boolean => each.run === run && (each.ledger === undefined || each.ledger === ledger);
  const known = clocks.runs.find(isSame);
  if (known && known.began <= began) return clocks;
  const runs = [...clocks.runs.filter((each) => !isSame(each)), { ledger, run, began }].slice(-limits.clockRuns);
  return { ...clocks, runs };
}

/**
 * The clock of a run, from heartbeats that named the ledger; else from those of any run with that
 * number.
 */
const runClock = ({ runs }: MachineClocks, ledger: LedgerId, run: number): RunClock | undefined =>
  runs.find((each) => each.run === run && each.ledger === ledger) ?? runs.findLast((each) => each.run === run);

/**
 * When a line happened, as the fleet decides. `corrected` if that differs from the kiosk's clock.
 */
export interface LineTime {
  readonly at: number;
  readonly corrected: boolean;
}

/**
 * Limits an instant to the possible ones: not before the project began, not after the line was
 * received.
 */
const within = (at: number, received: number): number => Math.min(received, Math.max(limits.earliestAt, at));

/**
 * Decides when a line happened [MQTT contract, events], always between `limits.earliestAt` and
 * `received`.
 * - If a heartbeat of the line's run was heard, the kiosk's clock counts only if it agrees with
 *   `run` and `up` within `toleranceMs`.
 * - If none was heard, the kiosk's clock counts if it is possible: not after the line was received
 *   and not before the previous line.
 * - Otherwise the line happened as long after the previous one as `up` says, or at the same instant
 *   in a new run.
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
