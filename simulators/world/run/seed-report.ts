import { clockTime } from '../log.ts';
import type { Outcome } from '../world.ts';

const mostLines = 60;

/** A report of one seed: what was broken, and what came before it at that kiosk. `wire` shows the bytes on the line too. */
export function seedReport({ seed, broken, faults, counts, log }: Outcome, wire = false): string {
  const onWire = / [→←] /;
  const lines = log.filter((line) => wire || !onWire.test(line)).slice(-mostLines);
  const happened = Object.entries(counts).map(([kind, times]) => `${kind} ${times}×`);
  const end = broken
    ? [`Violation: ${broken.rule}`, `At ${clockTime(broken.atMs)}, ${broken.who}: ${broken.what}`]
    : ['All promises were kept.'];
  return [
    `Seed ${seed}. Trouble: ${faults.join(', ') || 'none'}.`,
    `Happened: ${happened.join(', ') || 'nothing'}.`,
    '',
    ...lines,
    '',
    ...end,
  ].join('\n');
}
