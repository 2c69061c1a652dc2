import { type Attack, attackSuite } from '../support/attack.ts';
import { type FleetTarget, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { isAdmitted } from '../support/mqtt.ts';

const holes: readonly Hole[] = [
  {
    name: 'nothing is plain beyond the loopback',
    file: 'shared/config/encryption.js',
    find: "|| !isLoopback(host) ? 'own' : 'plain'",
    replace: "? 'own' : 'plain'",
  },
];

const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'M48',
    title: 'a secret in plain text, to a server whose configuration says nothing of encryption',
    hole: 'nothing is plain beyond the loopback',
    attempt: async ({ mqttPort, secrets }) =>
      (await isAdmitted(mqttPort, { clientId: own, username: own, password: secrets[own] })) ? 'open' : 'blocked',
  },
  {
    id: 'M48b',
    title: 'what the console shows of that: no word that the broker is plain',
    hole: 'nothing is plain beyond the loopback',
    attempt: async ({ ask }) => {
      const health = JSON.parse((await ask('/healthz')).text) as { tls: { mqtt: { encryption: string } } };
      return health.tls.mqtt.encryption === 'plain' ? 'open' : 'blocked';
    },
  },
];

attackSuite('the defaults', {
  // The suite's own requests stay on the loopback.
  start: (planted) => startFleetTarget(planted, { mqtt: { host: '0.0.0.0', port: 0 } }),
  holes,
  attacks,
});
