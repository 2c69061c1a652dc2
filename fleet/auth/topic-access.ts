import type { MachineId } from '../../shared/contracts/ids.ts';
import {
  type FleetChannel,
  fleetChannels,
  type KioskChannel,
  kioskChannels,
  topic,
} from '../../shared/contracts/topics.ts';

/** The channel of a topic to which a kiosk may publish. Null if it may not [MQTT contract]. */
export function mayPublish(machine: MachineId, name: string): KioskChannel | null {
  return kioskChannels.find((channel) => topic(machine, channel) === name) ?? null;
}

/**
 * The channel of a topic to which a kiosk may subscribe. Null for other topics, including
 * wildcards.
 */
export function maySubscribe(machine: MachineId, name: string): FleetChannel | null {
  return fleetChannels.find((channel) => topic(machine, channel) === name) ?? null;
}
