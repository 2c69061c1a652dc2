import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, other, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { type ConnectBytes, connectBytes, publishBytes, subscribeBytes } from '../support/mqtt-bytes.ts';
import { sendRaw } from '../support/raw.ts';

const broker = 'fleet/adapters/mqtt/embedded-broker.js';
const publishing = 'fleet/adapters/mqtt/publishing.js';

const holes: readonly Hole[] = [
  {
    name: 'machines publish under their own topics',
    file: publishing,
    find: 'mayPublish(machine, packet.topic)',
    replace: "(mayPublish(machine, packet.topic) ?? 'presence')",
  },
  {
    name: 'machines subscribe to their own topics',
    file: broker,
    find: 'maySubscribe(client.id, subscription.topic) !== null',
    replace: 'true',
  },
  { name: 'nothing is retained', file: publishing, find: 'if (packet.retain)', replace: 'if (false)' },
  {
    name: 'wills are for the own presence',
    file: 'fleet/adapters/mqtt/admission.js',
    find: 'if (will && (',
    replace: 'if (false && (',
  },
  {
    name: 'only MQTT 3.1.1 is spoken',
    file: broker,
    find: 'if (packet.protocolVersion === mqtt31)',
    replace: 'if (false)',
  },
  { name: 'a publish has a message id', file: publishing, find: 'packet.messageId === 0', replace: 'false' },
  {
    name: 'other packets have a message id',
    file: 'fleet/adapters/mqtt/packet-check.js',
    find: 'this.#idBytes === 0 && this.#id === 0',
    replace: 'false',
  },
];

const connackAccepted = Buffer.from([0x20, 2, 0, 0]);
const pubackType = 0x40;
const subackType = 0x90;

/** What the broker sends back to the machine `own` after its CONNECT and these packets. */
async function answered(
  { mqttPort, secrets }: FleetTarget,
  packets: readonly Buffer[],
  connect: Partial<ConnectBytes> = {},
): Promise<{ readonly admitted: boolean; readonly after: Buffer }> {
  const hello = connectBytes({ clientId: own, user: own, password: secrets[own], ...connect });
  const enough = (bytes: Buffer): boolean => bytes.length > (packets.length === 0 ? 3 : 4);
  const { bytes } = await sendRaw(mqttPort, Buffer.concat([hello, ...packets]), { waitMs: 3000, enough });
  const admitted = bytes.subarray(0, 4).equals(connackAccepted);
  return { admitted, after: bytes.subarray(4) };
}

const connecting =
  (connect: Partial<ConnectBytes>) =>
  async (target: FleetTarget): Promise<Verdict> =>
    (await answered(target, [], connect)).admitted ? 'open' : 'blocked';

const publishingTo =
  (topic: string, more: { number?: number; retain?: boolean } = {}) =>
  async (target: FleetTarget): Promise<Verdict> => {
    const { after } = await answered(target, [publishBytes(topic, '{}', more)]);
    return after[0] === pubackType ? 'open' : 'blocked';
  };

/** The code of a subscription that was refused [MQTT-3.9.3]. */
const refused = 0x80;
const subscribingTo =
  (topic: string, number = 1) =>
  async (target: FleetTarget): Promise<Verdict> => {
    const { after } = await answered(target, [subscribeBytes([topic], number)]);
    return after[0] === subackType && after[4] !== refused ? 'open' : 'blocked';
  };

const mine = (channel: string): string => `yaoju/v1/${own}/${channel}`;
const theirs = (channel: string): string => `yaoju/v1/${other}/${channel}`;

const publishes = [
  theirs('events'),
  theirs('presence'),
  theirs('state'),
  mine('receipt'),
  mine('config'),
  mine('commands'),
  mine('events/x'),
  'yaoju/v1/events',
  '$SYS/x',
];
const subscriptions = [
  '#',
  '+/+/+/+',
  'yaoju/v1/+/receipt',
  theirs('receipt'),
  theirs('config'),
  theirs('commands'),
  mine('events'),
  mine('#'),
  '$SYS/#',
  '$share/g/yaoju/v1/+/events',
];

const attacks: readonly Attack<FleetTarget>[] = [
  ...publishes.map((topic, at) => ({
    id: `M18.${at + 1}`,
    title: `a machine publishes to ${topic}`,
    hole: 'machines publish under their own topics',
    attempt: publishingTo(topic),
  })),
  ...subscriptions.map((topic, at) => ({
    id: `M15.${at + 1}`,
    title: `a machine subscribes to ${topic}`,
    hole: 'machines subscribe to their own topics',
    attempt: subscribingTo(topic),
  })),
  {
    id: 'M21',
    title: 'a message that stays on the broker',
    hole: 'nothing is retained',
    attempt: publishingTo(mine('presence'), { retain: true }),
  },
  ...[
    { topic: theirs('presence'), retain: false },
    { topic: mine('events'), retain: false },
    { topic: '$SYS/x', retain: false },
    { topic: mine('presence'), retain: true },
  ].map((will, at) => ({
    id: `M11.${at + 1}`,
    title: `a will under ${will.topic}${will.retain ? ', retained' : ''}`,
    hole: 'wills are for the own presence',
    attempt: connecting({ will }),
  })),
  {
    id: 'M14',
    title: 'MQTT 3.1',
    hole: 'only MQTT 3.1.1 is spoken',
    attempt: connecting({ protocol: 'MQIsdp', level: 3 }),
  },
  {
    id: 'M31.1',
    title: 'a publish with the message id 0',
    hole: 'a publish has a message id',
    attempt: publishingTo(mine('presence'), { number: 0 }),
  },
  {
    id: 'M31.2',
    title: 'a subscription with the message id 0',
    hole: 'other packets have a message id',
    attempt: subscribingTo(mine('receipt'), 0),
  },
];

attackSuite("the broker's topics by a machine", { start: startFleetTarget, holes, attacks, isLong: true });
