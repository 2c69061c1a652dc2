import type { MachineId } from '../../shared/contracts/ids.ts';
import { RefusedError } from '../refused.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';

/** A machine's live state. Refuses an id that is not registered. */
export function requireState(machines: Machines, machine: string): MachineState {
  const state = machines.get(machine as MachineId);
  if (!state) throw new RefusedError('not-found', `there is no machine ${machine}`, '没有这台机器');
  return state;
}
