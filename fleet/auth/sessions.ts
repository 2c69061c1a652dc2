import { randomBytes } from 'node:crypto';
import type { SessionView } from '../../shared/contracts/fleet/session.ts';
import type { Language } from '../../shared/contracts/fleet/user.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { DroppedSessions, UserStore } from '../ports/user-store.ts';
import { RefusedError } from '../refused.ts';
import type { Principal } from '../registry/records.ts';
import type { SessionRecord, UserRecord } from '../registry/user-records.ts';
import { type Browser, isKnownDevice } from './sign-in-guard.ts';
import { newToken, tokenHash } from './tokens.ts';
import type { Users } from './users.ts';

/** What sessions need. */
export interface SessionDependencies {
  readonly store: UserStore;
  readonly clock: Clock;
  readonly users: Users;
  /** Called if sessions may have ended, so that what they hold open ends too. */
  readonly ended?: () => void;
}

/** Who sends a request, and until when the sign-in is valid, in ms since 1970. */
export interface SignedIn {
  readonly principal: Principal;
  readonly expires: number;
  readonly language: Language | null;
}

/**
 * A browser that just signed in: the token of its session, and the one by which it is known the
 * next time.
 */
export interface Entered extends SignedIn {
  readonly token: string;
  readonly device: string;
}

/** The session that a browser has from now on, and when it ends if it is not used. */
export type RenewedSession = Pick<Entered, 'token' | 'expires'>;

/** The sessions of people. */
export class Sessions {
  readonly #store: UserStore;
  readonly #clock: Clock;
  readonly #users: Users;
  readonly #ended: () => void;

  constructor({ store, clock, users, ended = () => undefined }: SessionDependencies) {
    this.#store = store;
    this.#clock = clock;
    this.#users = users;
    this.#ended = ended;
  }

  /** Signs a user in on a browser. Call it within the users' `exclusive`. */
  async begin(user: UserRecord, from: Browser): Promise<Entered> {
    const now = this.#clock.now();
    await this.#makeRoom(user.user, now);
    const token = newToken();
    const session: SessionRecord = {
      token: tokenHash(token),
      id: newId(),
      user: user.user,
      created: now,
      seen: now,
      expires: now + limits.sessionMs,
      ends: now + limits.sessionLongestMs,
      address: from.address,
      agent: from.agent.slice(0, 64),
    };
    await this.#store.saveSession(session);
    const device = this.#deviceOf(from);
    const hash = tokenHash(device);
    const others = (user.devices ?? []).filter((each) => each.hash !== hash).slice(0, limits.devicesOfUser - 1);
    const record = { ...user, lastSignIn: now, generated: false, devices: [{ hash, at: now }, ...others] };
    return { token, device, ...signedIn({ session, user: await this.#users.save(record) }) };
  }

  async #makeRoom(user: string, now: number): Promise<void> {
    await this.#store.dropSessions({ endedBy: now });
    const sessions = await this.#store.sessionsOf(user);
    for (const { id } of sessions.slice(limits.sessionsOfUser - 1)) await this.#store.dropSessions({ user, id });
  }

  /** A browser keeps the token that this server gave it, also if another user got it there. */
  #deviceOf(from: Browser): string {
    const isOurs = from.device !== null && this.#users.all().some((user) => isKnownDevice(user, from));
    return isOurs && from.device !== null ? from.device : newToken();
  }

  /**
   * Ends all sessions of a user, and gives the browser of this one another in its place. Refuses
   * with `not-signed-in` if it ended meanwhile. Call it within the users' `exclusive`, and
   * `recheck` once the browser has its new token.
   */
  async renew(user: string, id: string): Promise<RenewedSession> {
    const now = this.#clock.now();
    const kept = (await this.#store.sessionsOf(user)).find((each) => each.id === id);
    if (!kept || now >= kept.ends)
      throw new RefusedError('not-signed-in', 'this session has ended', '登录已结束，请重新登录');
    const token = newToken();
    const expires = Math.min(now + limits.sessionMs, kept.ends);
    await this.#store.replaceSessions({ ...kept, token: tokenHash(token), id: newId(), seen: now, expires });
    return { token, expires };
  }

  /** Ends a session, if there is one. */
  signOut(token: string): Promise<void> {
    return this.end({ token: tokenHash(token) });
  }

  /** Ends sessions, and what they hold open. */
  async end(of: DroppedSessions): Promise<void> {
    await this.#users.exclusive(() => this.#store.dropSessions(of));
    this.recheck();
  }

  /** Has everything that sessions hold open asked again whether it may go on. */
  recheck(): void {
    this.#ended();
  }

  /** The user of a browser's session. Null if there is none. Using a session extends it. */
  async bySession(token: string): Promise<SignedIn | null> {
    const found = await this.#session(token);
    if (!found || this.#clock.now() - found.session.seen < limits.sessionSeenMs) return found && signedIn(found);
    return this.#users.exclusive(async () => {
      const still = await this.#session(token);
      if (!still) return null;
      const seen = this.#clock.now();
      const session = { ...still.session, seen, expires: Math.min(seen + limits.sessionMs, still.session.ends) };
      await this.#store.saveSession(session);
      return signedIn({ ...still, session });
    });
  }

  async #session(token: string): Promise<Found | null> {
    const now = this.#clock.now();
    const session = await this.#store.session(tokenHash(token));
    const user = session && now < session.expires && now < session.ends ? this.#users.get(session.user) : null;
    return session && user && !user.locked ? { session, user } : null;
  }

  /** A user's sessions as people see them. `current` is the id of the asker's own. */
  async of(user: string, current: string | null): Promise<SessionView[]> {
    const now = this.#clock.now();
    return (await this.#store.sessionsOf(user))
      .filter(({ expires, ends }) => now < expires && now < ends)
      .map(({ token: _, user: __, ...session }) => ({ ...session, current: session.id === current }));
  }
}

const newId = (): string => randomBytes(9).toString('base64url');

interface Found {
  readonly session: SessionRecord;
  readonly user: UserRecord;
}

const signedIn = ({ user: { user, role, area, mustChange = false, language = null }, session }: Found): SignedIn => ({
  principal: { user, role, area, session: { id: session.id, mustChange } },
  expires: session.expires,
  language,
});
