import type { FleetHost } from './fleet-host.ts';
import type { Kiosk } from './kiosk.ts';
import type { Network } from './network.ts';
import type { Scene } from './scenario.ts';

/** All that one world holds: what trouble can reach. */
export interface Stage {
  readonly scene: Scene;
  readonly kiosks: readonly Kiosk[];
  readonly network: Network;
  readonly fleet: FleetHost;
}
