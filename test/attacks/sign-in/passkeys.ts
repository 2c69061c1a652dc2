import { Authenticator, type Deviation } from '../../support/fleet/authenticator.ts';
import type { Attack, Verdict } from '../support/attack.ts';
import type { FleetTarget } from '../support/fleet-target.ts';
import { addUser, cookieOf, password, type Replied, send, signIn } from '../support/people.ts';

/** A passkey needs a server with a name. */
export const host = 'localhost';
const siteOf = ({ httpPort }: FleetTarget) => ({ origin: `http://${host}:${httpPort}`, host });

/** A user who is signed in. */
export interface Person {
  readonly user: string;
  readonly cookie: string;
}

/** Adds a user and signs in. */
export async function person(target: FleetTarget, user: string): Promise<Person> {
  await addUser(target, user, 'viewer');
  return { user, cookie: cookieOf(await signIn(target, user)) };
}

/** Open if the request was granted. */
export const verdict = ({ status }: Replied): Verdict => (status < 300 ? 'open' : 'blocked');

/** Somebody with a passkey. */
export async function withKey(target: FleetTarget, user: string, lie: Deviation = {}) {
  const { cookie } = await person(target, user);
  const key = new Authenticator(siteOf(target));
  const options = await send(target, '/account/passkeys/options', { body: { password }, cookie, host });
  const body = { name: 'key', response: key.create(options.body, lie) };
  const added = await send(target, '/account/passkeys', { body, cookie, host });
  if (added.status !== 201) throw new Error(`adding a passkey: ${added.status} ${JSON.stringify(added.body)}`);
  return { cookie, key, id: added.body.id as string };
}

const asked = async (target: FleetTarget) => {
  const options = await send(target, '/session/passkey/options', { method: 'POST', host });
  return { options: options.body, cookie: `yaoju_passkey=${options.cookies.yaoju_passkey}` };
};
const answer = (target: FleetTarget, cookie: string, response: object) =>
  send(target, '/session/passkey', { body: { response }, cookie, host });

/** An answer of a passkey that lies: open if it signs in. */
const lying = (user: string, lie: (target: FleetTarget) => Deviation) => async (target: FleetTarget) => {
  const { key } = await withKey(target, user);
  const { options, cookie } = await asked(target);
  return verdict(await answer(target, cookie, key.get(options, lie(target))));
};

/** What passkeys are tried with. */
export const byPasskey: readonly Attack<FleetTarget>[] = [
  {
    id: 'C12',
    title: "an answer to another browser's challenge",
    hole: 'a challenge belongs to one browser',
    attempt: async (target) => {
      const { key } = await withKey(target, 'c12');
      const [mine, theirs] = [await asked(target), await asked(target)];
      return verdict(await answer(target, mine.cookie, key.get(theirs.options)));
    },
  },
  {
    id: 'C13',
    title: 'the same answer of a passkey again',
    hole: 'a challenge is answered once',
    attempt: async (target) => {
      const { key } = await withKey(target, 'c13', { counter: 0 });
      const { options, cookie } = await asked(target);
      await answer(target, cookie, key.get(options, { counter: 0 }));
      return verdict(await answer(target, cookie, key.get(options, { counter: 0 })));
    },
  },
  {
    id: 'C14',
    title: 'a passkey that signed for another page',
    hole: 'a passkey signs for this page',
    attempt: lying('c14', () => ({ origin: 'https://evil.example' })),
  },
  {
    id: 'C15',
    title: 'a passkey that signed for another port',
    hole: 'a passkey signs for this page',
    attempt: lying('c15', ({ httpPort }) => ({ origin: `http://localhost:${httpPort + 1}` })),
  },
  {
    id: 'C16',
    title: 'a passkey whose person was not asked',
    hole: 'a passkey is asked for its person',
    attempt: lying('c16', () => ({ flags: 1 })),
  },
];
