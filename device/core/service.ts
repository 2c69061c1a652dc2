import type { OutOfService } from '../../shared/contracts/reported.ts';
import { isDoorOpen } from './door.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './reply.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * The faults for which the machine as a whole gives nothing out now; empty if there is none. A stop
 * is not a fault.
 */
export function faultsOf(facts: Facts, runtime: RuntimeState): OutOfService[] {
  const reasons: OutOfService[] = [];
  if (runtime.disk) reasons.push('disk');
  if (!runtime.started || runtime.board.state === 'starting') reasons.push('starting');
  if (runtime.board.state === 'lost') reasons.push('board-lost');
  if (isDoorOpen(facts, runtime)) reasons.push('door-open');
  if (facts.books.sensor === 'suspect') reasons.push('sensor-suspect');
  if (facts.books.climate === 'out') reasons.push('climate');
  return reasons;
}

/**
 * Why the machine as a whole gives nothing out now: its faults, and a stop in force. Empty if it
 * gives out.
 */
export function outOfService(facts: Facts, runtime: RuntimeState): (OutOfService | 'stopped')[] {
  const faults = faultsOf(facts, runtime);
  return facts.books.stopped === null ? faults : [...faults, 'stopped'];
}

/** Why a caller is refused before the agent's start is recorded. */
export const notStartedRefusal = ({ disk }: RuntimeState): Refusal => (disk === null ? 'starting' : 'cannot-write');
