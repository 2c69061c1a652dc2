import type { OutOfService } from '../../shared/contracts/reported.ts';
import { isDoorOpen } from './door.ts';
import type { Facts } from './facts.ts';
import type { Run } from './runtime-state.ts';

/** The faults for which the machine as a whole gives nothing out now; empty where there is none. A stop is no fault. */
export function faultsOf(facts: Facts, run: Run): OutOfService[] {
  const reasons: OutOfService[] = [];
  if (run.disk) reasons.push('disk');
  if (!run.started || run.board.state === 'starting') reasons.push('starting');
  if (run.board.state === 'lost') reasons.push('board-lost');
  if (isDoorOpen(facts, run)) reasons.push('door-open');
  if (facts.books.sensor === 'suspect') reasons.push('sensor-suspect');
  if (facts.books.climate === 'out') reasons.push('climate');
  return reasons;
}

/** Why the machine as a whole gives nothing out now: its faults, and a stop in force. Empty where it gives out. */
export function outOfService(facts: Facts, run: Run): (OutOfService | 'stopped')[] {
  const faults = faultsOf(facts, run);
  return facts.books.stopped === null ? faults : [...faults, 'stopped'];
}
