import type { FleetHost } from './fleet-host.ts';
import type { Kiosk } from './kiosk.ts';
import type { Network } from './network.ts';
import type { Scenario } from './scenario.ts';

/** All that one world holds: what trouble can reach. */
export interface WorldParts {
  readonly scenario: Scenario;
  readonly kiosks: readonly Kiosk[];
  readonly network: Network;
  readonly fleet: FleetHost;
}
