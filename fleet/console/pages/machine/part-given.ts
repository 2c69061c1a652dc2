import type { Machine } from '../../../../shared/contracts/fleet-http.ts';

/** What every part of a machine's page is given. */
export interface PartGiven {
  machine: Machine;
}
