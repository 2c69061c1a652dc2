import type { IClientOptions } from 'mqtt';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, other, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { isAdmitted } from '../support/mqtt.ts';
import { sendRaw } from '../support/raw.ts';

const admission = 'fleet/adapters/mqtt/admission.js';

const holes: readonly Hole[] = [
  {
    name: 'secrets are compared',
    file: admission,
    find: "if (admitted !== 'yes')",
    replace: "if (admitted === 'unknown-machine')",
  },
  {
    name: 'the client id is the machine',
    file: admission,
    find: 'request.clientId !== name || !machine.success',
    replace: '!machine.success',
  },
  {
    name: 'packets are bounded',
    file: 'fleet/adapters/mqtt/packet-check.js',
    find: 'header.length > this.#limit',
    replace: 'false',
  },
  { name: 'sessions end with the connection', file: admission, find: 'if (!request.clean)', replace: 'if (false)' },
];

const connecting =
  (options: (target: FleetTarget) => IClientOptions) =>
  async (target: FleetTarget): Promise<Verdict> =>
    (await isAdmitted(target.mqttPort, options(target))) ? 'open' : 'blocked';

const as = (machine: string, password: string): IClientOptions => ({ clientId: machine, username: machine, password });

const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'M04',
    title: 'a wrong secret',
    hole: 'secrets are compared',
    attempt: connecting(() => as(own, 'not the secret')),
  },
  {
    id: 'M07',
    title: "another machine's secret",
    hole: 'secrets are compared',
    attempt: connecting(({ secrets }) => as(own, secrets[other])),
  },
  {
    id: 'M06',
    title: "the own secret with another machine's client id",
    hole: 'the client id is the machine',
    attempt: connecting(({ secrets }) => ({ ...as(own, secrets[own]), clientId: other })),
  },
  {
    id: 'M10',
    title: 'a session that outlives its connection',
    hole: 'sessions end with the connection',
    attempt: connecting(({ secrets }) => ({ ...as(own, secrets[own]), clean: false })),
  },
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

attackSuite('admission to the broker', { start: startFleetTarget, holes, attacks });
