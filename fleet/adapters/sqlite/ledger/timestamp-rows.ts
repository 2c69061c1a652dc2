import type { UncountedReason } from '../../../../shared/contracts/fleet/uncounted.ts';
import type { LocalDay } from '../../../../shared/rules/calendar.ts';
import type { TimestampedLine } from '../../../ledger/chunk.ts';

/**
 * Writes the timestamps of lines as stored, one `[at, corrected, day]` per line: ms since 1970, 1
 * if the kiosk's own time was corrected, else 0, and the local day. If the line is not counted, the
 * reason follows.
 */
export const writeTimestamps = (timestamps: readonly TimestampedLine[]): string =>
  JSON.stringify(
    timestamps.map(({ at, corrected, day, uncounted }) => [
      at,
      corrected ? 1 : 0,
      day,
      ...(uncounted === null ? [] : [uncounted]),
    ]),
  );

/** Reads what `writeTimestamps` wrote. Throws if the text is not JSON. */
export function readTimestamps(text: string): TimestampedLine[] {
  const rows = JSON.parse(text) as [number, number, LocalDay, UncountedReason?][];
  return rows.map(([at, corrected, day, uncounted = null]) => ({ at, corrected: corrected === 1, day, uncounted }));
}
