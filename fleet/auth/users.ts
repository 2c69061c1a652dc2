import { hash, randomBytes } from 'node:crypto';
import { root } from '../../shared/areas/jiangxi.ts';
import type { Account, UserChange } from '../../shared/contracts/fleet/account.ts';
import { identityKey } from '../../shared/contracts/spelling.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { UserStore } from '../ports/user-store.ts';
import { RefusedError } from '../refused.ts';
import type { Principal, SessionRecord, UserRecord } from '../registry/records.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** SHA-256 in lower-case hex: what is kept of a token. */
const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** A password that nobody has, checked where there is no such user, so that both take as long. */
const nobody = hashPassword(randomBytes(16).toString('hex'));
/** A session's end is written down again when this part of it has gone. */
const renewMs = limits.sessionMs / 4;

/** Knows who asks: users with passwords and sessions, and programs with the token. */
export class UserAccounts {
  readonly #store: UserStore;
  readonly #clock: Clock;
  readonly #tokenHash: string | null;
  readonly #users = new Map<string, UserRecord>();
  /** Users and their sessions are changed one change after the other: checking a password takes its time, and much may have happened meanwhile. */
  readonly #turns = new KeyedMutex<'users'>();
  readonly #failed = new Map<string, { tries: number; until: number }>();

  constructor(store: UserStore, clock: Clock, token: string | null) {
    this.#store = store;
    this.#clock = clock;
    this.#tokenHash = token === null ? null : sha256(token);
  }

  /** Reads the users; makes the administrator on the first start and answers the password to show once, null where it was given or is there. */
  async open(adminPassword: string | null): Promise<string | null> {
    for (const user of await this.#store.users()) this.#users.set(user.user, user);
    if (this.#users.size > 0) return null;
    const password = adminPassword ?? randomBytes(12).toString('base64url');
    await this.add({ user: 'admin', role: 'admin', area: root }, password);
    return adminPassword === null ? password : null;
  }

  users(): UserRecord[] {
    return [...this.#users.values()];
  }

  /** Whoever a name means: who is called exactly so, else the only one whose name is that in another spelling; null for nobody. */
  find(name: string): UserRecord | null {
    const spelt = this.#spelt(name);
    return this.#users.get(name) ?? (spelt.length === 1 ? (spelt[0] ?? null) : null);
  }

  /** All whose names are the same in whichever spelling: one, but for users of older versions. */
  #spelt(name: string): UserRecord[] {
    const key = identityKey(name);
    return this.users().filter(({ user }) => identityKey(user) === key);
  }

  /** Lets somebody in from now on; no two names differ in their spelling only. */
  async add(account: Account, password: string): Promise<UserRecord> {
    const hash = await hashPassword(password);
    return this.#turn(async () => {
      const same = this.#spelt(account.user)[0];
      if (same) throw new RefusedError('exists', `${same.user} is there already`);
      return this.#keep({ ...account, password: hash, created: this.#clock.now(), lastSignIn: null });
    });
  }

  /** Gives somebody another role, area or password; with another password they sign in again everywhere. */
  async change(name: string, { role, area, password }: UserChange): Promise<UserRecord> {
    const hash = password === undefined ? null : await hashPassword(password);
    return this.#turn(async () => {
      const user = this.#user(name);
      const record = { ...user, role: role ?? user.role, area: area ?? user.area, password: hash ?? user.password };
      if (!isChief(record)) this.#refuseLastChief(user);
      await this.#keep(record);
      if (hash !== null) await this.#store.dropSessions({ user: name });
      return record;
    });
  }

  drop(name: string): Promise<void> {
    return this.#turn(async () => {
      this.#refuseLastChief(this.#user(name));
      await this.#store.dropUser(name);
      this.#users.delete(name);
    });
  }

  #turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take('users', work);
  }

  #user(name: string): UserRecord {
    const user = this.#users.get(name);
    if (!user) throw new RefusedError('not-found', `there is no user ${name}`);
    return user;
  }

  /** There is always somebody who can let others in. */
  #refuseLastChief(user: UserRecord): void {
    if (isChief(user) && this.users().filter(isChief).length === 1)
      throw new RefusedError('forbidden', 'the last administrator stays');
  }

  async #keep(record: UserRecord): Promise<UserRecord> {
    await this.#store.saveUser(record);
    this.#users.set(record.user, record);
    return record;
  }

  /** Signs somebody in; failures of a user or an address slow both down. */
  async signIn(
    name: string,
    password: string,
    address: string,
  ): Promise<{ token: string; principal: Principal; expires: number }> {
    const now = this.#clock.now();
    const keys = [`user ${identityKey(name)}`, `from ${address}`];
    if (keys.some((key) => this.#isSlowed(key, now)))
      throw new RefusedError('slow-down', 'too many tries: wait a minute');
    const checked = this.find(name);
    const right = await isPassword(password, checked?.password ?? (await nobody));
    return this.#turn(async () => {
      // Since then they may have been dropped, or given another password.
      const user = checked && this.#users.get(checked.user);
      if (!right || !user || user.password !== checked.password) {
        for (const key of keys) this.#fail(key, now);
        throw new RefusedError('wrong-password', 'user or password is wrong');
      }
      for (const key of keys) this.#failed.delete(key);
      const token = randomBytes(32).toString('base64url');
      const expires = now + limits.sessionMs;
      await this.#store.dropSessions({ expiredBy: now });
      await this.#store.saveSession({ token: sha256(token), user: user.user, expires });
      return { token, principal: principalOf(await this.#keep({ ...user, lastSignIn: now })), expires };
    });
  }

  #isSlowed(key: string, now: number): boolean {
    const failed = this.#failed.get(key);
    if (failed && now >= failed.until) this.#failed.delete(key);
    return failed !== undefined && now < failed.until && failed.tries >= limits.signInTries;
  }

  #fail(key: string, now: number): void {
    if (this.#failed.size > 10_000) this.#failed.clear();
    this.#failed.set(key, { tries: (this.#failed.get(key)?.tries ?? 0) + 1, until: now + limits.signInSlowMs });
  }

  signOut(token: string): Promise<void> {
    return this.#turn(() => this.#store.dropSessions({ token: sha256(token) }));
  }

  /** Who a browser's session belongs to; a used session lives on. */
  async bySession(token: string): Promise<{ principal: Principal; expires: number } | null> {
    const found = await this.#session(token);
    if (!found || found.session.expires - this.#clock.now() > limits.sessionMs - renewMs) return answered(found);
    return this.#turn(async () => {
      const still = await this.#session(token);
      if (!still) return null;
      const session = { ...still.session, expires: this.#clock.now() + limits.sessionMs };
      await this.#store.saveSession(session);
      return answered({ ...still, session });
    });
  }

  async #session(token: string): Promise<Found | null> {
    const session = await this.#store.session(sha256(token));
    const user = session && this.#clock.now() < session.expires ? this.#users.get(session.user) : undefined;
    return session && user ? { session, user } : null;
  }

  /** Who a program's token belongs to. */
  byToken(token: string): Principal | null {
    return this.#tokenHash !== null && sha256(token) === this.#tokenHash
      ? { user: 'program', role: 'admin', area: root }
      : null;
  }
}

interface Found {
  readonly session: SessionRecord;
  readonly user: UserRecord;
}

const answered = (found: Found | null) =>
  found && { principal: principalOf(found.user), expires: found.session.expires };

/** Administrators of all areas; those of one let others in only there. */
const isChief = ({ role, area }: UserRecord): boolean => role === 'admin' && area === root;

const principalOf = ({ user, role, area }: UserRecord): Principal => ({ user, role, area });
