import { boardFaults } from './board-faults.ts';
import { diskFaults } from './disk-faults.ts';
import type { FaultAction } from './fault-action.ts';
import type { FaultKind } from './faults.ts';
import { fleetFaults } from './fleet-faults.ts';
import { kioskFaults } from './kiosk-faults.ts';
import { laneFaults } from './lane-faults.ts';

/** What each kind of fault does. Kinds without an entry are set once for the whole run, or are somebody's habit. */
export const faultActions: Partial<Record<FaultKind, FaultAction>> = {
  ...boardFaults,
  ...kioskFaults,
  ...diskFaults,
  ...laneFaults,
  ...fleetFaults,
};
