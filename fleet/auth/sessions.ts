import type { Language } from '../../shared/contracts/fleet/user.ts';
import { identityKey } from '../../shared/contracts/spelling.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { UserStore } from '../ports/user-store.ts';
import { RefusedError } from '../refused.ts';
import type { Principal, SessionRecord, UserRecord } from '../registry/records.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { SignInThrottle } from './throttle.ts';
import { newToken, tokenHash } from './tokens.ts';
import type { Users } from './users.ts';

/**
 * A password that nobody has. It is checked for unknown users, so that both cases take equally
 * long.
 */
const nobody = hashPassword(newToken());
/** A session's new end is stored only when this part of it has passed. */
const renewMs = limits.sessionMs / 4;

/** What sessions need. */
export interface SessionDependencies {
  readonly store: UserStore;
  readonly clock: Clock;
  readonly users: Users;
}

/** Who sends a request, and until when the sign-in is valid, in ms since 1970. */
export interface SignedIn {
  readonly principal: Principal;
  readonly expires: number;
  readonly language: Language | null;
}

/** Signs in people with passwords and sessions. */
export class Sessions {
  readonly #store: UserStore;
  readonly #clock: Clock;
  readonly #users: Users;
  readonly #throttle = new SignInThrottle();

  constructor({ store, clock, users }: SessionDependencies) {
    this.#store = store;
    this.#clock = clock;
    this.#users = users;
  }

  /**
   * Signs a user in. Failures of a user or an address slow both down. Refuses a wrong name or
   * password.
   */
  async signIn(name: string, password: string, address: string): Promise<SignedIn & { readonly token: string }> {
    const now = this.#clock.now();
    const keys = [`user ${identityKey(name)}`, `from ${address}`];
    if (this.#throttle.isSlowed(keys, now))
      throw new RefusedError('slow-down', 'too many tries: wait a minute', '尝试次数过多，请一分钟后再试');
    const checked = this.#users.find(name);
    const right = (await isPassword(password, checked?.password ?? (await nobody))) && checked?.password !== null;
    return this.#users.exclusive(async () => {
      // Meanwhile the user may have been dropped or given another password.
      const user = checked && this.#users.get(checked.user);
      if (!right || !user || user.password !== checked.password) {
        this.#throttle.fail(keys, now);
        throw new RefusedError('wrong-password', 'user or password is wrong', '用户名或密码不对');
      }
      this.#throttle.clear(keys);
      const token = newToken();
      await this.#store.dropSessions({ expiredBy: now });
      const session = { token: tokenHash(token), user: user.user, expires: now + limits.sessionMs };
      await this.#store.saveSession(session);
      return { token, ...signedIn({ session, user: await this.#users.noteSignIn(user, now) }) };
    });
  }

  /** Ends a session, if there is one. */
  signOut(token: string): Promise<void> {
    return this.#users.exclusive(() => this.#store.dropSessions({ token: tokenHash(token) }));
  }

  /** The user of a browser's session. Null if there is none. Using a session extends it. */
  async bySession(token: string): Promise<SignedIn | null> {
    const found = await this.#session(token);
    if (!found || found.session.expires - this.#clock.now() > limits.sessionMs - renewMs)
      return found && signedIn(found);
    return this.#users.exclusive(async () => {
      const still = await this.#session(token);
      if (!still) return null;
      const session = { ...still.session, expires: this.#clock.now() + limits.sessionMs };
      await this.#store.saveSession(session);
      return signedIn({ ...still, session });
    });
  }

  async #session(token: string): Promise<Found | null> {
    const session = await this.#store.session(tokenHash(token));
    const user = session && this.#clock.now() < session.expires ? this.#users.get(session.user) : null;
    return session && user ? { session, user } : null;
  }
}

interface Found {
  readonly session: SessionRecord;
  readonly user: UserRecord;
}

const signedIn = ({ user: { user, role, area, mustChange = false, language = null }, session }: Found): SignedIn => ({
  principal: { user, role, area, session: { mustChange } },
  expires: session.expires,
  language,
});
