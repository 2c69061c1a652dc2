import { boardFaults } from './board-faults.ts';
import { diskFaults } from './disk-faults.ts';
import type { FaultAction } from './fault-action.ts';
import type { FaultKind } from './faults.ts';
import { fleetFaults } from './fleet-faults.ts';
import { kioskFaults } from './kiosk-faults.ts';
import { laneFaults } from './lane-faults.ts';

/**
 * The effect of each kind of fault. Kinds without an entry are set once for the whole run, or are
 * part of a person's behaviour.
 */
export const faultActions: Partial<Record<FaultKind, FaultAction>> = {
  ...boardFaults,
  ...kioskFaults,
  ...diskFaults,
  ...laneFaults,
  ...fleetFaults,
};
