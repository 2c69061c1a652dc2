import { ProviderSignIn } from '../../support/identity-provider.ts';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import type { Hole } from '../support/hole.ts';
import { addUser, browserOf, forgedFor, type Office, startOffice, withQuery } from './provider-office.ts';

const entrance = 'fleet/auth/oidc-sign-in.js';
const answers = 'fleet/auth/identity-provider.js';
const users = 'fleet/auth/sign-in.js';
const routes = 'fleet/adapters/http/oidc-entrance.js';

const holes: readonly Hole[] = [
  {
    name: 'a sign-in belongs to one browser',
    file: entrance,
    find: 'const purposeOf = (cookie) => `',
    replace: "const purposeOf = (cookie) => true ? 'oidc' : `",
  },
  {
    name: 'a sign-in ends once',
    file: entrance,
    find: 'if (!this.#states.use(state))',
    replace: 'if (false)',
  },
  {
    name: 'every sign-in has marks of its own',
    file: entrance,
    find: '.update(what).update(state)',
    replace: '.update(what)',
  },
  {
    name: 'the ID token is signed by the provider',
    file: answers,
    find: 'execute: [enableNonRepudiationChecks, ',
    replace: 'execute: [',
  },
  {
    name: 'an address is verified',
    file: answers,
    find: "claim !== 'email' || claims.email_verified === true",
    replace: 'true',
  },
  { name: 'the claim ends as configured', file: answers, find: 'value.endsWith(suffix)', replace: 'true' },
  {
    name: 'a name is exactly that of a user',
    file: users,
    find: 'users.get(name);\n            if (!user)',
    replace: 'users.find(name);\n            if (!user)',
  },
  {
    name: 'a locked user stays out',
    file: users,
    find: 'requireUnlocked(user);\n            return sessions.begin(user, from);',
    replace: 'return sessions.begin(user, from);',
  },
  {
    name: 'failures are counted',
    file: entrance,
    find: 'this.#deps.guard.beginProvider(from);',
    replace: '{ undo() {}, save() {} };',
  },
  {
    name: 'a sign-in leads to the console',
    file: routes,
    find: "return '/';",
    replace: "return new URLSearchParams(query).get('next') ?? '/';",
  },
];

const isIn = async (browser: ProviderSignIn, user: string): Promise<Verdict> =>
  (await browser.user()) === user ? 'open' : 'blocked';

/** Somebody else's account at the provider, with which the attacker wants to be this user. */
const posingAs =
  (user: string, email: string, more: object = {}) =>
  async (target: Office): Promise<Verdict> => {
    await addUser(target, user, 'viewer');
    const browser = browserOf(target, email, more);
    await browser.all();
    return isIn(browser, user);
  };

const attacks: readonly Attack<Office>[] = [
  {
    id: 'O01',
    title: "signing a victim's browser in as the attacker",
    hole: 'a sign-in belongs to one browser',
    attempt: async (target) => {
      await addUser(target, 'o01', 'viewer');
      const attacker = browserOf(target, 'o01@office.example');
      const callback = await attacker.answer(await attacker.begin());
      const victim = new ProviderSignIn(target.httpPort);
      await victim.begin();
      await victim.end(callback);
      return isIn(victim, 'o01');
    },
  },
  {
    id: 'O02',
    title: 'a second sign-in with the address of the first',
    hole: 'a sign-in ends once',
    attempt: async (target) => {
      await addUser(target, 'o02', 'viewer');
      const browser = browserOf(target, 'o02@office.example');
      const page = await browser.begin();
      const [first, second] = [await browser.answer(page), await browser.answer(page)];
      const before = new Map(browser.cookies());
      await browser.end(first);
      browser.cookies().clear();
      for (const [name, value] of before) browser.cookies().set(name, value);
      await browser.end(second);
      return isIn(browser, 'o02');
    },
  },
  {
    id: 'O03',
    title: "a victim's stolen code in a sign-in of the attacker",
    hole: 'every sign-in has marks of its own',
    attempt: async (target) => {
      await addUser(target, 'o03', 'admin');
      const victim = browserOf(target, 'o03@office.example');
      const code = new URL(await victim.answer(await victim.begin())).searchParams.get('code') ?? '';
      const attacker = browserOf(target, 'attacker@office.example');
      const callback = await attacker.answer(await attacker.begin());
      await attacker.end(withQuery(callback, (query) => query.set('code', code)));
      return isIn(attacker, 'o03');
    },
  },
  {
    id: 'O04',
    title: 'an answer to the question of another sign-in',
    hole: 'every sign-in has marks of its own',
    attempt: async (target) => {
      await addUser(target, 'o04', 'viewer');
      const browser = browserOf(target, 'o04@office.example');
      const nonce = new URL(await new ProviderSignIn(target.httpPort).begin()).searchParams.get('nonce') ?? '';
      const page = withQuery(await browser.begin(), (query) => query.set('nonce', nonce));
      await browser.end(await browser.answer(page));
      return isIn(browser, 'o04');
    },
  },
  {
    id: 'O05',
    title: 'an ID token that was changed on its way',
    hole: 'the ID token is signed by the provider',
    attempt: async (target) => {
      await addUser(target, 'o05', 'admin');
      const browser = browserOf(target, 'attacker@office.example');
      target.provider.forge = forgedFor('o05@office.example');
      await browser.all();
      target.provider.forge = null;
      return isIn(browser, 'o05');
    },
  },
  {
    id: 'O06',
    title: "an account with somebody else's address, not verified",
    hole: 'an address is verified',
    attempt: posingAs('o06', 'o06@office.example', { email_verified: false }),
  },
  {
    id: 'O07',
    title: 'an account of which nobody says that its address is verified',
    hole: 'an address is verified',
    attempt: posingAs('o07', 'o07@office.example', { email_verified: 'true' }),
  },
  {
    id: 'O08',
    title: 'the same name at another office',
    hole: 'the claim ends as configured',
    attempt: posingAs('o08', 'o08@evil-b.example'),
  },
  {
    id: 'O09',
    title: 'an account whose name is another spelling of a user',
    hole: 'a name is exactly that of a user',
    attempt: posingAs('o09', 'O09@office.example'),
  },
  {
    id: 'O10',
    title: 'a locked user by way of the provider',
    hole: 'a locked user stays out',
    attempt: async (target) => {
      await addUser(target, 'o10', 'viewer');
      await target.asOwner('/api/v1/users/o10', { locked: true }, 'PATCH');
      const browser = browserOf(target, 'o10@office.example');
      return (await browser.all()) === '/' ? 'open' : 'blocked';
    },
  },
  {
    id: 'O11',
    title: 'the address of another page to go on to',
    hole: 'a sign-in leads to the console',
    attempt: async (target) => {
      await addUser(target, 'o11', 'viewer');
      const browser = browserOf(target, 'o11@office.example');
      const callback = await browser.answer(await browser.begin());
      const led = await browser.end(withQuery(callback, (query) => query.set('next', 'https://evil.example/')));
      return led.startsWith('https:') ? 'open' : 'blocked';
    },
  },
  {
    id: 'O12',
    title: 'asking the provider for tokens again and again',
    hole: 'failures are counted',
    attempt: async (target) => {
      const before = target.provider.asked;
      const tries = 30;
      for (let turn = 0; turn < tries; turn += 1) {
        const browser = browserOf(target, 'attacker@office.example');
        const state = new URL(await browser.begin()).searchParams.get('state') ?? '';
        const query = new URLSearchParams({ state, code: 'made-up', iss: target.provider.issuer });
        await browser.end(`http://127.0.0.1:${target.httpPort}/api/v1/session/oidc/callback?${query}`);
      }
      return target.provider.asked - before < tries ? 'blocked' : 'open';
    },
  },
];

attackSuite('sign-in with an identity provider', { start: startOffice, holes, attacks, isLong: true });
