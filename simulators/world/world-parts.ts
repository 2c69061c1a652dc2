import type { FleetHost } from './fleet-host.ts';
import type { FleetWatch } from './fleet-watch.ts';
import type { Kiosk } from './kiosk.ts';
import type { Network } from './network.ts';
import type { Scenario } from './scenario.ts';

/** All that one world holds: what faults can reach, and what watches the fleet. */
export interface WorldParts {
  readonly scenario: Scenario;
  readonly kiosks: readonly Kiosk[];
  readonly network: Network;
  readonly fleet: FleetHost;
  readonly watch: FleetWatch;
}
