import { OwnAccount } from '../../../fleet/auth/own-account.ts';
import { Passkeys } from '../../../fleet/auth/passkeys.ts';
import { PasswordHasher } from '../../../fleet/auth/password-hasher.ts';
import { type Entered, Sessions } from '../../../fleet/auth/sessions.ts';
import { SignIn } from '../../../fleet/auth/sign-in.ts';
import { type Browser, SignInGuard } from '../../../fleet/auth/sign-in-guard.ts';
import { UserAdministration } from '../../../fleet/auth/user-administration.ts';
import { Users } from '../../../fleet/auth/users.ts';
import type { Clock } from '../../../fleet/ports/clock.ts';
import type { UserStore } from '../../../fleet/ports/user-store.ts';

/** A browser that nobody knows, at an address. */
export const browser = (more: Partial<Browser> = {}): Browser => ({
  address: '127.0.0.1',
  agent: '',
  device: null,
  ...more,
});

/** Hashes that take no time: what a test checks is rarely how much they cost. */
const cheap = { N: 1024, r: 8, p: 1 };

/** The people of a store, put together as the server does. */
export async function peopleIn(store: UserStore, clock: Clock, cost = cheap) {
  const users = new Users(store, clock, new PasswordHasher(cost));
  await users.open();
  const guard = new SignInGuard(store, clock);
  await guard.open();
  const ended = { times: 0 };
  const sessions = new Sessions({
    store,
    clock,
    users,
    ended: () => {
      ended.times += 1;
    },
  });
  const passkeys = new Passkeys(users, clock);
  const entrance = new SignIn({ users, sessions, guard, clock });
  return {
    users,
    guard,
    sessions,
    passkeys,
    entrance,
    /** How often something was asked again whether it may go on. */
    ended,
    account: new OwnAccount({ users, sessions, guard, passkeys, clock }),
    administration: new UserAdministration(users, sessions),
    signIn: (user: string, password: string, more: Partial<Browser> & { code?: string } = {}): Promise<Entered> => {
      const { code, ...from } = more;
      return entrance.byPassword({ user, password, ...(code === undefined ? {} : { code }) }, browser(from));
    },
  };
}

/** What `peopleIn` returns. */
export type TestPeople = Awaited<ReturnType<typeof peopleIn>>;
