import { Secret, TOTP } from 'otpauth';
import { type Attack, attackSuite } from '../support/attack.ts';
import { type FleetTarget, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { addUser, freshAddress, password, resetCode, send, signIn } from '../support/people.ts';
import { byPasskey, host, person, verdict, withKey } from './passkeys.ts';

const entrance = 'fleet/auth/sign-in.js';
const factor = 'fleet/auth/second-factor.js';
const keys = 'fleet/auth/passkeys.js';
const challenges = 'fleet/auth/challenges.js';

const holes: readonly Hole[] = [
  {
    name: 'a code is compared',
    file: entrance,
    find: 'user?.invitation?.hash === hash',
    replace: 'user?.invitation?.hash !== undefined',
  },
  {
    name: 'a code sets one password',
    file: entrance,
    find: 'password, invitation: null, mustChange',
    replace: 'password, mustChange',
  },
  {
    name: 'a second factor is asked for',
    file: entrance,
    find: 'const factor = user.secondFactor?.confirmed ? user.secondFactor : null;',
    replace: 'const factor = user.secondFactor?.confirmed && code !== undefined ? user.secondFactor : null;',
  },
  { name: "an app's code is valid once", file: factor, find: 'step <= factor.lastStep', replace: 'false' },
  { name: 'codes are of about now', file: factor, find: 'const window = 1;', replace: 'const window = 20;' },
  {
    name: 'a backup code is valid once',
    file: factor,
    find: 'factor.backupCodes.filter((each) => each !== hash)',
    replace: 'factor.backupCodes',
  },
  {
    name: 'the password is asked for once more',
    file: 'fleet/auth/own-account.js',
    find: 'if (!(await users.hasher.isRight(user, password, null)))',
    replace: 'if (false)',
  },
  {
    name: 'a challenge belongs to one browser',
    file: challenges,
    find: '.update(body).update(purpose)',
    replace: '.update(body)',
  },
  {
    name: 'a challenge is answered once',
    file: challenges,
    find: 'this.#used.set(name, body.readDoubleBE(nonceBytes));',
    replace: '',
  },
  {
    name: 'a passkey signs for this page',
    file: keys,
    find: '            },\n            expectedOrigin: site.origin,\n            expectedRPID: relyingParty(site),\n            credential: {',
    replace:
      "            },\n            expectedOrigin: JSON.parse(Buffer.from(given.response.clientDataJSON, 'base64url')).origin,\n            expectedRPID: relyingParty(site),\n            credential: {",
  },
  {
    name: 'a passkey is asked for its person',
    file: keys,
    find: 'response: given,',
    replace: 'response: given, requireUserVerification: false,',
  },
];

const appCode = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

/** Somebody with an authenticator app, whose code of now was used. */
async function withApp(target: FleetTarget, user: string) {
  const { cookie } = await person(target, user);
  const { body } = await send(target, '/account/second-factor', { body: { password }, cookie });
  const now = Date.now();
  const used = appCode(body.secret, now);
  const confirmed = await send(target, '/account/second-factor/confirm', { body: { code: used }, cookie });
  return { user, cookie, secret: body.secret as string, used, codes: confirmed.body.backupCodes as string[], now };
}

const accept = (target: FleetTarget, user: string, code: string) =>
  send(target, '/invitation', { body: { user, code, password: 'an entirely other one' }, from: freshAddress() });

/** A request of an open browser without the password: open if it is granted. */
const withoutPassword =
  (user: string, path: string, body: object, method = 'POST') =>
  async (target: FleetTarget) => {
    const { cookie } = await person(target, user);
    return verdict(await send(target, path, { method, body, cookie, host }));
  };

const once = 'the password is asked for once more';
const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'C01',
    title: 'a made-up code for somebody who was reset',
    hole: 'a code is compared',
    attempt: async (target) => {
      await addUser(target, 'c01', 'viewer');
      await resetCode(target, 'c01');
      return verdict(await accept(target, 'c01', '00000-00000-00000-00000'));
    },
  },
  {
    id: 'C02',
    title: "another user's code",
    hole: 'a code is compared',
    attempt: async (target) => {
      for (const user of ['c02', 'c02-other']) await addUser(target, user, 'viewer');
      await resetCode(target, 'c02');
      return verdict(await accept(target, 'c02', await resetCode(target, 'c02-other')));
    },
  },
  {
    id: 'C03',
    title: 'a code for the second time',
    hole: 'a code sets one password',
    attempt: async (target) => {
      await addUser(target, 'c03', 'viewer');
      const code = await resetCode(target, 'c03');
      await accept(target, 'c03', code);
      return verdict(await accept(target, 'c03', code));
    },
  },
  {
    id: 'C04',
    title: 'the password alone, where a second factor is in force',
    hole: 'a second factor is asked for',
    attempt: async (target) => {
      await withApp(target, 'c04');
      return verdict(await signIn(target, 'c04'));
    },
  },
  {
    id: 'C05',
    title: "an app's code for the second time",
    hole: "an app's code is valid once",
    attempt: async (target) => {
      const { used } = await withApp(target, 'c05');
      return verdict(await signIn(target, 'c05', { code: used }));
    },
  },
  {
    id: 'C06',
    title: "an app's code of some minutes ahead",
    hole: 'codes are of about now',
    attempt: async (target) => {
      const { secret, now } = await withApp(target, 'c06');
      return verdict(await signIn(target, 'c06', { code: appCode(secret, now + 300_000) }));
    },
  },
  {
    id: 'C07',
    title: 'a backup code for the second time',
    hole: 'a backup code is valid once',
    attempt: async (target) => {
      const { codes } = await withApp(target, 'c07');
      await signIn(target, 'c07', { code: codes[0] });
      return verdict(await signIn(target, 'c07', { code: codes[0] }));
    },
  },
  {
    id: 'C08',
    title: 'adding an app in an open browser',
    hole: once,
    attempt: withoutPassword('c08', '/account/second-factor', { password: 'x' }),
  },
  {
    id: 'C09',
    title: 'adding a passkey in an open browser',
    hole: once,
    attempt: withoutPassword('c09', '/account/passkeys/options', { password: 'x' }),
  },
  {
    id: 'C10',
    title: 'another password in an open browser',
    hole: once,
    attempt: withoutPassword('c10', '/account/password', { old: 'x', new: 'an entirely other one' }),
  },
  {
    id: 'C11',
    title: 'removing the second factor in an open browser',
    hole: once,
    attempt: withoutPassword('c11', '/account/second-factor', { password: 'x' }, 'DELETE'),
  },
  {
    id: 'C17',
    title: 'removing a passkey in an open browser',
    hole: once,
    attempt: async (target) => {
      const { cookie, id } = await withKey(target, 'c17');
      return verdict(
        await send(target, `/account/passkeys/${id}`, { method: 'DELETE', body: { password: 'x' }, cookie }),
      );
    },
  },
  ...byPasskey,
];

attackSuite('codes and passkeys', { start: startFleetTarget, holes, attacks, isLong: true });
