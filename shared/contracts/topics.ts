import { MachineId } from './ids.ts';

/** What a kiosk publishes; the last level of a topic [MQTT contract]. */
export const kioskChannels = ['presence', 'events', 'state', 'results'] as const;
/** What a fleet sends to a kiosk [MQTT contract, topics]. */
export const fleetChannels = ['receipt', 'config', 'commands'] as const;
/** A channel on which kiosks publish. */
export type KioskChannel = (typeof kioskChannels)[number];
/** A channel on which the fleet publishes. */
export type FleetChannel = (typeof fleetChannels)[number];
/** Any channel between kiosk and fleet. */
export type Channel = KioskChannel | FleetChannel;

const root = 'yaoju/v1';

/** The topic of a machine's channel. Topics are spelled only in this file. */
export function topic(machine: MachineId, channel: Channel): string {
  return `${root}/${machine}/${channel}`;
}

/** The fleet's subscription for one channel of all machines. */
export function topicOfAll(channel: KioskChannel): string {
  return `${root}/+/${channel}`;
}

/** The machine and channel of a topic, null if it is not one of ours. */
export function readTopic(text: string): { machine: MachineId; channel: Channel } | null {
  const [yaoju, version, name, channel, ...rest] = text.split('/');
  if (`${yaoju}/${version}` !== root || rest.length > 0) return null;
  const machine = MachineId.safeParse(name);
  const known = [...kioskChannels, ...fleetChannels].find((each) => each === channel);
  return machine.success && known ? { machine: machine.data, channel: known } : null;
}
