import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { IClientOptions } from 'mqtt';
import { selfSigned } from '../../support/fleet/certificate.ts';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { connected, staysAfter } from './client.ts';
import { newMachine, tls } from './machine.ts';

const listener = 'fleet/adapters/mqtt/listener.js';

const holes: readonly Hole[] = [
  {
    name: 'TLS is 1.2 or newer',
    file: listener,
    find: "minVersion: 'TLSv1.2',",
    replace: "minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0',",
  },
  {
    name: 'a certificate is of the own authority',
    file: 'fleet/adapters/mqtt/client-key.js',
    find: 'if (!isOurs || name === undefined)',
    replace: 'if (false)',
  },
  {
    name: 'a key is registered',
    file: 'fleet/service/machine-keys.js',
    find: 'accepted.fingerprints.has(fingerprint)',
    replace: 'true',
  },
  {
    name: 'a certificate names the machine',
    file: 'fleet/adapters/mqtt/admission.js',
    find: "key.name === name ? authenticator.authenticateKey(name, key.fingerprint) : 'wrong-key'",
    replace: "'yes'",
  },
  {
    name: 'a key ends the secret',
    file: 'fleet/service/machine-keys.js',
    find: 'credentials?.secretEnded ? null : secretHash',
    replace: 'secretHash',
  },
  {
    name: 'revocation ends the connection',
    file: 'fleet/service/enrolment.js',
    find: 'broker.drop(state.record.machine);',
    replace: '',
  },
  {
    name: 'connections are counted before the handshake',
    file: listener,
    find: 'if (!guard.admits(socket))\n            return;',
    replace: '',
  },
];

async function admits({ mqttPort }: FleetTarget, options: IClientOptions): Promise<Verdict> {
  const client = await connected(mqttPort, options);
  client?.end(true);
  return client === null ? 'blocked' : 'open';
}

/** Whether it still admits them some seconds after they were replaced: until then it may. */
async function stillAdmits(target: FleetTarget, options: IClientOptions): Promise<Verdict> {
  const end = Date.now() + 5_000;
  for (;;) {
    const verdict = await admits(target, options);
    if (verdict === 'blocked' || Date.now() > end) return verdict;
  }
}

/** Whether the broker speaks a version of TLS. */
const speaks = ({ mqttPort }: FleetTarget, version: 'TLSv1' | 'TLSv1.1'): Promise<Verdict> =>
  new Promise((resolve) => {
    const options = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    const socket = connectTls({ host: '127.0.0.1', port: mqttPort, rejectUnauthorized: false, ...options }, () => {
      socket.destroy();
      resolve('open');
    });
    socket.on('error', () => resolve('blocked'));
  });

const attacks: readonly Attack<FleetTarget>[] = [
  { id: 'M51a', title: 'TLS 1.0', hole: 'TLS is 1.2 or newer', attempt: (target) => speaks(target, 'TLSv1') },
  { id: 'M51b', title: 'TLS 1.1', hole: 'TLS is 1.2 or newer', attempt: (target) => speaks(target, 'TLSv1.1') },
  {
    id: 'T01',
    title: 'a certificate that the attacker signed, for a machine',
    hole: 'a certificate is of the own authority',
    attempt: (target) => {
      const { cert, key } = selfSigned(own);
      return admits(target, { ...tls(key, cert), clientId: own, username: own });
    },
  },
  {
    id: 'T02',
    title: 'a key that was revoked',
    hole: 'a key is registered',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-2002');
      await machine.enrolled();
      const options = machine.client();
      await machine.revoke();
      return admits(target, options);
    },
  },
  {
    id: 'T03',
    title: 'a key that a newer one has replaced',
    hole: 'a key is registered',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-2003');
      await machine.enrolled();
      machine.store.connected('enrolment');
      await machine.renewed();
      const [newer, older] = [machine.client(0), machine.client(1)];
      await admits(target, newer);
      await admits(target, newer);
      return stillAdmits(target, older);
    },
  },
  {
    id: 'T04',
    title: "another machine's certificate",
    hole: 'a certificate names the machine',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-2004');
      await machine.enrolled();
      return admits(target, { ...machine.client(), clientId: own, username: own });
    },
  },
  {
    id: 'T05',
    title: 'the certificate of a machine without its key',
    hole: 'a certificate is of the own authority',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-2005');
      await machine.enrolled();
      const { cert, key } = selfSigned(machine.id);
      return admits(target, { ...tls(key, cert), clientId: machine.id, username: machine.id });
    },
  },
  {
    id: 'T06',
    title: 'the secret of a machine that has a key',
    hole: 'a key ends the secret',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-2006');
      await machine.enrolled();
      await admits(target, machine.client());
      await admits(target, machine.client());
      const { id, secret } = machine;
      return stillAdmits(target, {
        protocol: 'mqtts',
        rejectUnauthorized: false,
        clientId: id,
        username: id,
        password: secret,
      });
    },
  },
  {
    id: 'T07',
    title: 'going on after a revocation',
    hole: 'revocation ends the connection',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-2007');
      await machine.enrolled();
      const client = await connected(target.mqttPort, machine.client());
      if (client === null) throw new Error('refused');
      return staysAfter(client, machine.revoke);
    },
  },
  {
    id: 'M53',
    title: 'more silent connections of one address than it may have',
    hole: 'connections are counted before the handshake',
    attempt: async ({ mqttPort }) => {
      const sockets: Socket[] = [];
      let closed = 0;
      for (let number = 0; number < 1200; number += 1) {
        const socket = connectTcp(mqttPort, '127.0.0.1');
        socket
          .on('error', () => undefined)
          .on('close', () => {
            closed += 1;
          });
        sockets.push(socket);
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const isOpen = closed === 0;
      for (const socket of sockets) socket.destroy();
      return isOpen ? 'open' : 'blocked';
    },
  },
];

attackSuite('the broker’s TLS', {
  start: (planted) => startFleetTarget(planted, { mqtt: { host: '127.0.0.1', port: 0, tls: { own: true } } }),
  holes,
  attacks,
  isLong: true,
});
