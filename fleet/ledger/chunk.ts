import type { UncountedReason } from '../../shared/contracts/fleet/uncounted.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { LineTime } from './timestamping.ts';

/**
 * Consecutive lines of one ledger, stored as received in one batch. `chunk` numbers rise over the
 * whole store.
 */
export interface Chunk {
  readonly number: number;
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly lines: readonly string[];
  /**
   * The timestamps from the first fold, so that the day of a line never changes. Null before the
   * first fold.
   */
  readonly timestamps: readonly TimestampedLine[] | null;
}

/**
 * A line's timestamp: the instant, whether it differs from what the kiosk says, and the local
 * business day.
 */
export interface TimestampedLine extends LineTime {
  readonly day: LocalDay;
  /** Why the line is not counted. Null if it is. */
  readonly uncounted: UncountedReason | null;
}
