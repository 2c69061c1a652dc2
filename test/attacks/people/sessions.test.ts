import { request } from 'node:http';
import { Secret, TOTP } from 'otpauth';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { addUser, cookieOfUser, password, send, signIn } from '../support/people.ts';

const users = 'fleet/auth/users.js';
const sqlite = 'fleet/adapters/sqlite/users.js';
const cookies = 'fleet/adapters/http/cookies.js';

const holes: readonly Hole[] = [
  {
    name: 'a change of how one signs in ends all sessions',
    file: sqlite,
    find: "db.prepare('DELETE FROM session WHERE user = ?').run(record.user);",
    replace: '',
  },
  {
    name: 'a reset ends sessions',
    file: users,
    find: 'await this.#store.dropSessions({ user: name });\n            return invited;',
    replace: 'return invited;',
  },
  {
    name: 'a new role or password ends sessions',
    file: users,
    find: 'if (hash !== null || changed.role !== user.role || changed.locked)',
    replace: 'if (false)',
  },
  {
    name: 'a locked user is out',
    file: 'fleet/auth/sessions.js',
    find: 'session && user && !user.locked ?',
    replace: 'session && user ?',
  },
  {
    name: 'dropped users lose their sessions',
    file: sqlite,
    find: "db.prepare('DELETE FROM session WHERE user = ?').run(user);",
    replace: '',
  },
  {
    name: 'signing out ends the session',
    file: sqlite,
    find: "db.prepare('DELETE FROM session WHERE token = ?').run(of.token);",
    replace: ';',
  },
  {
    name: 'people end their own sessions',
    file: sqlite,
    find: 'DELETE FROM session WHERE user = ? AND id = ?',
    replace: 'DELETE FROM session WHERE ? IS NOT NULL AND id = ?',
  },
  {
    name: 'streams end with the session',
    file: 'fleet/main.js',
    find: 'const ended = () => void edges.hub?.tick();',
    replace: 'const ended = () => undefined;',
  },
  { name: 'scripts do not see the session', file: cookies, find: 'httpOnly: true', replace: 'httpOnly: false' },
  {
    name: 'other sites do not send the session',
    file: cookies,
    find: "sameSite: kind === 'oidc' ? 'lax' : 'strict'",
    replace: "sameSite: 'none'",
  },
];

/** A session that the attacker stole: open if it still works after something was done. */
const stolen =
  (user: string, done: (target: FleetTarget, cookie: string) => Promise<unknown>) =>
  async (target: FleetTarget): Promise<Verdict> => {
    await addUser(target, user, 'viewer');
    const cookie = await cookieOfUser(target, user);
    await done(target, cookie);
    return (await send(target, '/machines', { cookie })).status === 200 ? 'open' : 'blocked';
  };
const otherPassword = { old: password, new: 'an entirely other one' };
const change = (user: string, body: object) => (target: FleetTarget) =>
  target.asOwner(`/api/v1/users/${user}`, body, 'PATCH');
const flagOf = async (target: FleetTarget, user: string): Promise<string> => {
  await addUser(target, user, 'viewer');
  return ((await signIn(target, user)).headers['set-cookie'] ?? []).join('\n');
};

/** Opens a stream, does something, and returns whether the stream ended within two seconds. */
function streamEnds(target: FleetTarget, cookie: string, done: () => Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: target.httpPort, path: '/api/v1/stream', headers: { cookie } };
    const asked = request(options, (response) => {
      const timer = setTimeout(() => end(false), 2000);
      const end = (isEnded: boolean): void => {
        clearTimeout(timer);
        asked.destroy();
        resolve(isEnded);
      };
      response.on('error', () => undefined);
      response.on('close', () => end(true));
      response.once('data', () => void done().catch(reject));
      response.resume();
    });
    asked.on('error', () => undefined);
    asked.end();
  });
}

const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'E01',
    title: 'a stolen session, after its user set another password',
    hole: 'a change of how one signs in ends all sessions',
    attempt: stolen('e01', async (target) => {
      const cookie = await cookieOfUser(target, 'e01');
      await send(target, '/account/password', { body: otherPassword, cookie });
    }),
  },
  {
    id: 'E13',
    title: 'a copy of the cookie with which its user set another password',
    hole: 'a change of how one signs in ends all sessions',
    attempt: stolen('e13', (target, cookie) => send(target, '/account/password', { body: otherPassword, cookie })),
  },
  {
    id: 'E14',
    title: 'a copy of the cookie with which its user set up a second factor',
    hole: 'a change of how one signs in ends all sessions',
    attempt: stolen('e14', async (target, cookie) => {
      const { body } = await send(target, '/account/second-factor', { body: { password }, cookie });
      const code = new TOTP({ secret: Secret.fromBase32(body.secret) }).generate();
      await send(target, '/account/second-factor/confirm', { body: { code }, cookie });
    }),
  },
  {
    id: 'E02',
    title: 'a stolen session, after an administrator reset its user',
    hole: 'a reset ends sessions',
    attempt: stolen('e02', (target) => target.asOwner('/api/v1/users/e02/reset', {})),
  },
  {
    id: 'E03',
    title: 'a stolen session, after an administrator set another password',
    hole: 'a new role or password ends sessions',
    attempt: stolen('e03', change('e03', { password: 'an entirely other one' })),
  },
  {
    id: 'E04',
    title: 'a session of a role that its user has no more',
    hole: 'a new role or password ends sessions',
    attempt: stolen('e04', change('e04', { role: 'technician' })),
  },
  {
    id: 'E05',
    title: 'a session of somebody who was locked out',
    hole: 'a locked user is out',
    attempt: stolen('e05', change('e05', { locked: true })),
  },
  {
    id: 'E06',
    title: 'a session of a dropped user, once somebody has the name again',
    hole: 'dropped users lose their sessions',
    attempt: stolen('e06', async (target) => {
      await target.asOwner('/api/v1/users/e06', undefined, 'DELETE');
      await addUser(target, 'e06', 'viewer');
    }),
  },
  {
    id: 'E07',
    title: 'a session after its user signed out',
    hole: 'signing out ends the session',
    attempt: stolen('e07', (target, cookie) => send(target, '/session', { method: 'DELETE', cookie })),
  },
  {
    id: 'E09',
    title: "ending another user's session by its name",
    hole: 'people end their own sessions',
    attempt: async (target) => {
      await addUser(target, 'e09', 'viewer');
      await addUser(target, 'e09-other', 'viewer');
      const [victim, attacker] = [await cookieOfUser(target, 'e09'), await cookieOfUser(target, 'e09-other')];
      const { body } = await send(target, '/account/sessions', { cookie: victim });
      await send(target, `/account/sessions/${body.sessions[0].id}`, { method: 'DELETE', cookie: attacker });
      return (await send(target, '/machines', { cookie: victim })).status === 200 ? 'blocked' : 'open';
    },
  },
  {
    id: 'E10',
    title: 'watching on over a stream that was open when the session ended',
    hole: 'streams end with the session',
    attempt: async (target) => {
      await addUser(target, 'e10', 'viewer');
      const cookie = await cookieOfUser(target, 'e10');
      const ended = await streamEnds(target, cookie, () => target.asOwner('/api/v1/users/e10/reset', {}));
      return ended ? 'blocked' : 'open';
    },
  },
  {
    id: 'E11',
    title: 'reading the session by a script',
    hole: 'scripts do not see the session',
    attempt: async (target) => (/yaoju_session=[^\n]*HttpOnly/.test(await flagOf(target, 'e11')) ? 'blocked' : 'open'),
  },
  {
    id: 'E12',
    title: 'using the session by a form of another site',
    hole: 'other sites do not send the session',
    attempt: async (target) =>
      /yaoju_session=[^\n]*SameSite=Strict/.test(await flagOf(target, 'e12')) ? 'blocked' : 'open',
  },
];

attackSuite('sessions', { start: startFleetTarget, holes, attacks, isLong: true });
