import { clockTime } from '../log.ts';
import type { Outcome } from '../world.ts';

/**
 * How many of the last lines of the log a report shows by default: those shortly before a
 * violation.
 */
const maxLines = 60;

/**
 * The content of a report. `wire`: also the bytes on the serial lines; `all`: every line of the log
 * instead of the last ones.
 */
export interface ReportOptions {
  readonly wire?: boolean;
  readonly all?: boolean;
}

/** A report of one seed: the faults, the log, and the broken promise, if any. */
export function seedReport(
  { seed, broken, faults, counts, log }: Outcome,
  { wire = false, all = false }: ReportOptions = {},
): string {
  const onWire = / [→←] /;
  const lines = log.filter((line) => wire || !onWire.test(line));
  const shown = all ? lines : lines.slice(-maxLines);
  const leftOut = lines.length - shown.length;
  const occurred = Object.entries(counts).map(([kind, times]) => `${kind} ${times}×`);
  const end = broken
    ? [`Violation: ${broken.rule}`, `At ${clockTime(broken.atMs)}, ${broken.who}: ${broken.what}`]
    : ['All promises were kept.'];
  return [
    `Seed ${seed}`,
    `Faults switched on: ${faults.join(', ') || 'none'}`,
    `Faults that occurred: ${occurred.join(', ') || 'none'}`,
    '',
    ...(leftOut > 0 ? [`${leftOut} earlier lines left out; --all shows them`] : []),
    ...shown,
    '',
    ...end,
  ].join('\n');
}
