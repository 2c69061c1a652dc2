import { createHash } from 'node:crypto';
import type { IClientOptions, MqttClient } from 'mqtt';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, other, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { isAdmitted } from '../support/mqtt.ts';
import { sendRaw } from '../support/raw.ts';
import { asClient, connected, publishes, staysAfter, subscribes } from './client.ts';

const admission = 'fleet/adapters/mqtt/admission.js';
const access = 'fleet/auth/topic-access.js';
const registry = 'fleet/service/registry.js';

const holes: readonly Hole[] = [
  { name: 'secrets are compared', file: admission, find: "if (admitted !== 'yes')", replace: 'if (false)' },
  {
    name: 'the client id is the machine',
    file: admission,
    find: 'request.clientId !== name || !machine.success',
    replace: 'false',
  },
  {
    name: 'a name is needed',
    file: admission,
    find: "if (name === undefined)\n        return refused('wrong-secret', badUserOrPassword, 'user name and password are needed');",
    replace: '',
  },
  {
    name: 'packets are bounded',
    file: 'fleet/adapters/mqtt/packet-check.js',
    find: 'header.length > this.#limit',
    replace: 'false',
  },
  { name: 'sessions end with the connection', file: admission, find: 'if (!request.clean)', replace: 'if (false)' },
  {
    name: 'wills go to the own presence',
    file: admission,
    find: 'if (will && (will.retain',
    replace: 'if (false && (will.retain',
  },
  {
    name: 'subscriptions are to the own topics',
    file: access,
    find: 'return fleetChannels.find((channel) => topic(machine, channel) === name) ?? null;',
    replace: "return 'receipt';",
  },
  {
    name: 'publishes are to the own topics',
    file: access,
    find: 'return kioskChannels.find((channel) => topic(machine, channel) === name) ?? null;',
    replace: "return 'presence';",
  },
  {
    name: 'nothing is retained',
    file: 'fleet/adapters/mqtt/publishing.js',
    find: 'if (packet.retain)',
    replace: 'if (false)',
  },
  {
    name: 'a new secret ends the connection',
    file: registry,
    find: 'keys.set(state.record);\n            broker.drop(state.record.machine);',
    replace: 'keys.set(state.record);',
  },
  { name: 'retiring ends the connection', file: registry, find: 'broker.drop(record.machine);', replace: '' },
];

const as = (machine: string, password?: string): IClientOptions => ({
  clientId: machine,
  username: machine,
  ...(password === undefined ? {} : { password }),
});

const connecting =
  (options: (target: FleetTarget) => IClientOptions) =>
  async (target: FleetTarget): Promise<Verdict> =>
    (await isAdmitted(target.mqttPort, options(target))) ? 'open' : 'blocked';

const withOwn =
  (attempt: (client: MqttClient) => Promise<boolean>) =>
  (target: FleetTarget): Promise<Verdict> =>
    asClient(target.mqttPort, as(own, target.secrets[own]), attempt);

const secrets = 'secrets are compared';
const names = 'the client id is the machine';
const wills = 'wills go to the own presence';

const connects: readonly Attack<FleetTarget>[] = [
  {
    id: 'M01',
    title: 'no user and no password',
    hole: 'a name is needed',
    attempt: connecting(() => ({ clientId: own })),
  },
  { id: 'M02', title: 'a user without a password', hole: secrets, attempt: connecting(() => as(own)) },
  { id: 'M03', title: 'an empty secret', hole: secrets, attempt: connecting(() => as(own, '')) },
  { id: 'M04', title: 'a wrong secret', hole: secrets, attempt: connecting(() => as(own, 'not the secret')) },
  {
    id: 'M05',
    title: 'a machine that is not registered',
    hole: secrets,
    attempt: connecting(() => as('JX-000000-0000', 'x')),
  },
  {
    id: 'M07',
    title: "another machine's secret",
    hole: secrets,
    attempt: connecting((target) => as(own, target.secrets[other])),
  },
  {
    id: 'M08',
    title: 'the stored hash as the secret',
    hole: secrets,
    attempt: connecting((target) => as(own, createHash('sha256').update(target.secrets[own]).digest('hex'))),
  },
  { id: 'M09a', title: 'a name that every object has', hole: secrets, attempt: connecting(() => as('__proto__', 'x')) },
  {
    id: 'M09b',
    title: 'the own id in lower case',
    hole: secrets,
    attempt: connecting((target) => as(own.toLowerCase(), target.secrets[own])),
  },
  {
    id: 'M06',
    title: "the own secret with another machine's client id",
    hole: names,
    attempt: connecting((target) => ({ ...as(own, target.secrets[own]), clientId: other })),
  },
  {
    id: 'M10',
    title: 'a session that outlives its connection',
    hole: 'sessions end with the connection',
    attempt: connecting((target) => ({ ...as(own, target.secrets[own]), clean: false })),
  },
  ...[
    ['M11a', "a will on another machine's presence", `yaoju/v1/${other}/presence`, false],
    ['M11b', 'a will among the own events', `yaoju/v1/${own}/events`, false],
    ['M11c', 'a will on a system topic', '$SYS/will', false],
    ['M12', 'a retained will', `yaoju/v1/${own}/presence`, true],
  ].map(([id, title, topic, retain]) => ({
    id: String(id),
    title: String(title),
    hole: wills,
    attempt: connecting((target) => ({
      ...as(own, target.secrets[own]),
      will: { topic: String(topic), payload: Buffer.from('{}'), qos: 1 as const, retain: retain === true },
    })),
  })),
  {
    id: 'M26',
    title: 'a CONNECT that announces 256 MiB',
    hole: 'packets are bounded',
    attempt: async ({ mqttPort }) =>
      (await sendRaw(mqttPort, Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f), { waitMs: 1000 })).closed
        ? 'blocked'
        : 'open',
  },
];

const foreign: readonly [id: string, topic: string][] = [
  ['M15a', '#'],
  ['M15b', '+/+/+/+'],
  ['M15c', 'yaoju/v1/+/receipt'],
  ['M15d', `yaoju/v1/${other}/receipt`],
  ['M15e', `yaoju/v1/${other}/config`],
  ['M16a', '$SYS/#'],
  ['M16b', `$share/g/yaoju/v1/${own}/receipt`],
  ['M17a', `yaoju/v1/${own}/#`],
  ['M17b', `yaoju/v1/${own}/events`],
  ['M17c', `yaoju/v1/${own}/../${other}/receipt`],
];

const published: readonly [id: string, topic: string][] = [
  ['M18a', `yaoju/v1/${other}/events`],
  ['M18b', `yaoju/v1/${other}/presence`],
  ['M19a', `yaoju/v1/${own}/receipt`],
  ['M19b', `yaoju/v1/${own}/config`],
  ['M19c', `yaoju/v1/${own}/commands`],
  ['M20', '$SYS/foo'],
  ['M22', `yaoju/v1/${own}/events/x`],
];

/** A further machine with its connection. */
async function connectedMachine(target: FleetTarget, machine: string): Promise<MqttClient> {
  const body = { machine, name: machine, region: '360102', site: 'clinic', inServiceFrom: '2026-01-01' };
  const { secret } = JSON.parse((await target.asOwner('/api/v1/machines', body)).text) as { secret: string };
  const client = await connected(target.mqttPort, as(machine, secret));
  if (client === null) throw new Error(`${machine} is refused`);
  return client;
}

const attacks: readonly Attack<FleetTarget>[] = [
  ...connects,
  ...foreign.map(([id, topic]) => ({
    id,
    title: `a subscription to ${topic}`,
    hole: 'subscriptions are to the own topics',
    attempt: withOwn(subscribes(topic)),
  })),
  ...published.map(([id, topic]) => ({
    id,
    title: `a publish to ${topic}`,
    hole: 'publishes are to the own topics',
    attempt: withOwn(publishes(topic)),
  })),
  {
    id: 'M21',
    title: 'a retained publish',
    hole: 'nothing is retained',
    attempt: withOwn(publishes(`yaoju/v1/${own}/presence`, true)),
  },
  {
    id: 'M44',
    title: 'going on after the secret was renewed',
    hole: 'a new secret ends the connection',
    attempt: async (target) =>
      staysAfter(await connectedMachine(target, 'JX-360102-0044'), () =>
        target.asOwner('/api/v1/machines/JX-360102-0044/secret', undefined, 'POST'),
      ),
  },
  {
    id: 'M45',
    title: 'going on after the machine was retired',
    hole: 'retiring ends the connection',
    attempt: async (target) =>
      staysAfter(await connectedMachine(target, 'JX-360102-0045'), () =>
        target.asOwner('/api/v1/machines/JX-360102-0045/retire', { until: '2026-11-30', reason: 'test' }),
      ),
  },
];

attackSuite('admission to the broker', { start: startFleetTarget, holes, attacks, isLong: true });
