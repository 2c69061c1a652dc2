import { MachineId } from './ids.ts';

/** What a kiosk says, and what it hears: the last level of a topic [MQTT contract]. */
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

/** The only place where a topic is spelled. */
export function topic(machine: MachineId, channel: Channel): string {
  return `${root}/${machine}/${channel}`;
}

/** What the fleet subscribes to for one channel of all machines. */
export function topicOfAll(channel: KioskChannel): string {
  return `${root}/+/${channel}`;
}

/** Which machine and channel a topic names, null where it is none of ours. */
export function readTopic(text: string): { machine: MachineId; channel: Channel } | null {
  const [yaoju, version, name, channel, ...rest] = text.split('/');
  if (`${yaoju}/${version}` !== root || rest.length > 0) return null;
  const machine = MachineId.safeParse(name);
  const known = [...kioskChannels, ...fleetChannels].find((each) => each === channel);
  return machine.success && known ? { machine: machine.data, channel: known } : null;
}
