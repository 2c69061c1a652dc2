import type { FleetHost } from './fleet-host.ts';
import type { FleetWatch } from './fleet-watch.ts';
import type { Kiosk } from './kiosk.ts';
import type { Network } from './network.ts';
import type { Scenario } from './scenario.ts';

/** All parts of one world: what faults act on, and what checks the fleet. */
export interface WorldParts {
  readonly scenario: Scenario;
  readonly kiosks: readonly Kiosk[];
  readonly network: Network;
  readonly fleet: FleetHost;
  readonly watch: FleetWatch;
}
