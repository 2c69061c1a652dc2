import { z } from 'zod';
import { ExpiryDay, Instant, ReadLot, RunNumber, UpTime } from '../ids.ts';
import { StaffId } from '../staff.ts';

/**
 * A short word of a closed set or a sentence that gives the reason; never anything about the
 * citizen.
 */
export const Reason = z.string().min(1).max(64);

/** The person who did it, as staff entered it at the kiosk. */
export const By = z.string().min(1).max(64);

/**
 * The same person by their id in the fleet's list of staff. Absent: they entered a name with the
 * shared PIN, or the kiosk is an older one.
 */
export const Person = StaffId.optional();

/** A number of boxes. */
export const Boxes = z.int().min(0).max(10_000);

/** A board's measurement, right or wrong: at most five digits. */
export const Reading = z.int().min(-99_999).max(99_999);
/** A lot as a line holds it; null if nobody entered it. */
export const Lot = ReadLot.nullable();

/** A last usable day as a line holds it; null if nobody entered it. */
export const Expires = ExpiryDay.nullable();

/** A board's serial number as the board reports it. */
export const BoardSerial = z.string().min(1).max(64);

/**
 * When a line was written: the kiosk's clock, its start number, and the monotonic ms since that
 * start.
 */
export const Stamp = {
  /** ms since 1970 by the kiosk's own clock, right or wrong. */
  at: Instant,
  /** A number that rises at each start of the agent. */
  run: RunNumber,
  /** Monotonic ms since that start. */
  up: UpTime,
};
