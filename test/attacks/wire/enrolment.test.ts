import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf, newKey } from '../../../device/identity/keys.ts';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, other, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { foreignKey, forged, newMachine } from './machine.ts';

const enrolment = 'fleet/service/enrolment.js';
const routes = 'fleet/adapters/http/routes/enrolment.js';

const holes: readonly Hole[] = [
  { name: 'a code is proven', file: enrolment, find: '!isRight ||', replace: '' },
  { name: 'a code must be open', file: enrolment, find: '!code)', replace: 'false)' },
  {
    name: 'a code works once',
    file: 'fleet/registry/credentials.js',
    find: 'code.usedBy === null && now',
    replace: 'now',
  },
  { name: 'the new key is shown', file: enrolment, find: '|| !hasKey', replace: '' },
  {
    name: 'the old key signs a renewal',
    file: enrolment,
    find: "!pki.isSigned(old.key, requestText('renewal', request), request.proof)",
    replace: 'false',
  },
  {
    name: 'keys are on P-256',
    file: 'fleet/pki/machine-pki.js',
    find: "if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')",
    replace: 'if (false)',
  },
  {
    name: 'codes are not stored',
    file: enrolment,
    find: 'nonce: ids.secret()',
    replace: "nonce: 'n', typed: pki.code(state.record.machine, 'n')",
  },
  {
    name: 'viewers give no codes',
    file: routes,
    find: "summary: 'A code with which the machine gets its own key; it is shown only this once',\n        tag: 'machines',\n        permission: 'enrol'",
    replace:
      "summary: 'A code with which the machine gets its own key; it is shown only this once',\n        tag: 'machines',\n        permission: 'read'",
  },
  {
    name: 'viewers revoke nothing',
    file: routes,
    find: "until it is enrolled again or has a new secret',\n        tag: 'machines',\n        permission: 'enrol'",
    replace: "until it is enrolled again or has a new secret',\n        tag: 'machines',\n        permission: 'read'",
  },
  {
    name: 'machines belong to an area',
    file: 'fleet/auth/permissions.js',
    find: '!canSee(principal, found.region)',
    replace: 'false',
  },
  { name: 'wrong requests are limited', file: enrolment, find: 'this.#refuseTooMany(from, machine);', replace: '' },
];

const got = (result: unknown): Verdict => (result === null ? 'blocked' : 'open');
const guess = 'AAAA-BBBB-CCCC-DDDD-EEEE';

/** What a user gets who may only read, in one county. */
async function asUser(target: FleetTarget, name: string, role: string, area: string, path: string): Promise<Verdict> {
  const password = 'under seven quiet bridges';
  await target.asOwner('/api/v1/users', { user: name, role, area, password });
  const cookie = await target.signIn(name, password);
  const origin = `http://127.0.0.1:${target.httpPort}`;
  const { status } = await target.ask(path, { method: 'POST', headers: { cookie, origin } });
  return status < 300 ? 'open' : 'blocked';
}

const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'E01',
    title: 'a guessed code',
    hole: 'a code is proven',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1001');
      await machine.code();
      return got(await forged(target, machine.id, { code: guess }));
    },
  },
  {
    id: 'E02',
    title: "another machine's code",
    hole: 'a code is proven',
    attempt: async (target) => {
      const [machine, its] = [await newMachine(target, 'JX-360102-1002'), await newMachine(target, 'JX-360102-1003')];
      await machine.code();
      return got(await forged(target, machine.id, { code: await its.code() }));
    },
  },
  {
    id: 'E03',
    title: 'a code that was replaced by a newer one',
    hole: 'a code is proven',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1004');
      const first = await machine.code();
      await machine.code();
      return got(await forged(target, machine.id, { code: first }));
    },
  },
  {
    id: 'E04',
    title: 'the proof of somebody else’s request, with another key',
    hole: 'a code is proven',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1005');
      await machine.code();
      return got(await forged(target, machine.id, { proof: 'c2Vlbg==' }));
    },
  },
  {
    id: 'E05',
    title: 'a code that was withdrawn',
    hole: 'a code must be open',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1006');
      const code = await machine.code();
      await machine.withdraw();
      return got(await forged(target, machine.id, { code }));
    },
  },
  {
    id: 'E06',
    title: 'a code that another kiosk has used',
    hole: 'a code works once',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1007');
      const code = await machine.code();
      await forged(target, machine.id, { code });
      return got(await forged(target, machine.id, { code }));
    },
  },
  {
    id: 'E07',
    title: 'a public key whose private key the kiosk does not have',
    hole: 'the new key is shown',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1008');
      return got(await forged(target, machine.id, { code: await machine.code(), signer: newKey() }));
    },
  },
  {
    id: 'E08',
    title: 'a key on a weaker curve',
    hole: 'keys are on P-256',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1009');
      return got(await forged(target, machine.id, { code: await machine.code(), ...foreignKey('secp224r1') }));
    },
  },
  {
    id: 'E09',
    title: 'a renewal by the fingerprint that the console shows',
    hole: 'the old key signs a renewal',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1010');
      await machine.enrolled();
      const old = fingerprintOf(machine.store.all()[0]?.key ?? '');
      return got(await forged(target, machine.id, { old }));
    },
  },
  {
    id: 'E11',
    title: 'the code in a copy of the database',
    hole: 'codes are not stored',
    attempt: async (target) => {
      const machine = await newMachine(target, 'JX-360102-1012');
      const code = await machine.code();
      const files = readdirSync(target.dataDir).filter((name) => name.startsWith('fleet.db'));
      return files.some((name) => readFileSync(join(target.dataDir, name)).includes(code)) ? 'open' : 'blocked';
    },
  },
  {
    id: 'E12',
    title: 'a code by somebody who may only read',
    hole: 'viewers give no codes',
    attempt: (target) => asUser(target, 'reader-1', 'viewer', '360000', `/api/v1/machines/${own}/enrolment`),
  },
  {
    id: 'E13',
    title: 'a revocation by somebody who may only read',
    hole: 'viewers revoke nothing',
    attempt: (target) => asUser(target, 'reader-2', 'viewer', '360000', `/api/v1/machines/${own}/revocation`),
  },
  {
    id: 'E14',
    title: 'a code for a machine of another county',
    hole: 'machines belong to an area',
    attempt: (target) => asUser(target, 'elsewhere', 'technician', '360102', `/api/v1/machines/${other}/enrolment`),
  },
  {
    id: 'E15',
    title: 'a hundred guesses for one machine',
    hole: 'wrong requests are limited',
    attempt: async (target) => {
      const path = '/api/v1/enrolment';
      const body = {
        machine: 'JX-360102-1015',
        key: 'a2V5',
        nonce: 'bm9uY2Vub25jZW5vbmNlbm9u',
        signature: 'eA==',
        proof: 'eA==',
      };
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      for (let times = 0; times < 100; times += 1) if ((await target.ask(path, init)).status === 429) return 'blocked';
      return 'open';
    },
  },
];

attackSuite('enrolment', {
  start: (planted) => startFleetTarget(planted, { mqtt: { host: '127.0.0.1', port: 0, tls: { own: true } } }),
  holes,
  attacks,
  isLong: true,
});
