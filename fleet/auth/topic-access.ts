import type { MachineId } from '../../shared/contracts/ids.ts';
import {
  type FleetChannel,
  fleetChannels,
  type KioskChannel,
  kioskChannels,
  topic,
} from '../../shared/contracts/topics.ts';

/** The channel that a kiosk may publish to under this topic; null where it may not [MQTT contract]. */
export function mayPublish(machine: MachineId, name: string): KioskChannel | null {
  return kioskChannels.find((channel) => topic(machine, channel) === name) ?? null;
}

/** The channel that a kiosk may subscribe to; wildcards are no topic of its own. */
export function maySubscribe(machine: MachineId, name: string): FleetChannel | null {
  return fleetChannels.find((channel) => topic(machine, channel) === name) ?? null;
}
