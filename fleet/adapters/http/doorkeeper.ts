import { randomBytes } from 'node:crypto';
import { root } from '../../../shared/areas/jiangxi.ts';
import { limits } from '../../core/limits.ts';
import type { SessionRecord, UserRecord, Who } from '../../core/records.ts';
import type { Clock, FleetStore } from '../../ports.ts';
import { Refused } from '../../service/registry.ts';
import { sha256 } from '../sha256.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** A password that nobody has, checked where there is no such user, so that both take as long. */
const nobody = hashPassword(randomBytes(16).toString('hex'));
/** A session's end is written down anew when this part of it has gone. */
const renewMs = limits.sessionMs / 4;

/** Knows who asks: users with passwords and sessions, and programs with the token. */
export class Doorkeeper {
  readonly #store: FleetStore;
  readonly #clock: Clock;
  readonly #tokenHash: string | null;
  readonly #users = new Map<string, UserRecord>();
  readonly #failed = new Map<string, { tries: number; until: number }>();

  constructor(store: FleetStore, clock: Clock, token: string | null) {
    this.#store = store;
    this.#clock = clock;
    this.#tokenHash = token === null ? null : sha256(token);
  }

  /** Reads the users; makes the administrator on the first start and answers the password to show once, null where it was given or is there. */
  async open(adminPassword: string | null): Promise<string | null> {
    for (const user of await this.#store.users()) this.#users.set(user.user, user);
    if (this.#users.size > 0) return null;
    const password = adminPassword ?? randomBytes(12).toString('base64url');
    await this.save(
      { user: 'admin', role: 'admin', area: root, created: this.#clock.now(), lastSignIn: null },
      password,
    );
    return adminPassword === null ? password : null;
  }

  users(): UserRecord[] {
    return [...this.#users.values()];
  }

  /** Keeps a user; `password` null leaves the one there is. */
  async save(user: Omit<UserRecord, 'password'>, password: string | null): Promise<UserRecord> {
    const before = this.#users.get(user.user);
    const kept = password === null ? before?.password : await hashPassword(password);
    if (kept === undefined) throw new Refused('invalid', 'password: a new user needs one');
    const record = { ...user, password: kept };
    await this.#store.saveUser(record);
    this.#users.set(user.user, record);
    if (before && password !== null) await this.#store.dropSessions({ user: user.user });
    return record;
  }

  async drop(name: string): Promise<void> {
    const admins = this.users().filter((user) => user.role === 'admin');
    if (admins.length === 1 && admins[0]?.user === name) throw new Refused('forbidden', 'the last administrator stays');
    await this.#store.dropUser(name);
    this.#users.delete(name);
  }

  /** Signs somebody in; failures of a user or an address slow both down. */
  async signIn(name: string, password: string, address: string): Promise<{ token: string; who: Who; expires: number }> {
    const now = this.#clock.now();
    const keys = [`user ${name}`, `from ${address}`];
    if (keys.some((key) => this.#isSlowed(key, now))) throw new Refused('slow-down', 'too many tries: wait a minute');
    const user = this.#users.get(name);
    const right = await isPassword(password, user?.password ?? (await nobody));
    if (!user || !right) {
      for (const key of keys) this.#fail(key, now);
      throw new Refused('wrong-password', 'user or password is wrong');
    }
    for (const key of keys) this.#failed.delete(key);
    const token = randomBytes(32).toString('base64url');
    const expires = now + limits.sessionMs;
    await this.#store.dropSessions({ expiredBy: now });
    await this.#store.saveSession({ token: sha256(token), user: name, expires });
    const record = { ...user, lastSignIn: now };
    await this.#store.saveUser(record);
    this.#users.set(name, record);
    return { token, who: whoOf(record), expires };
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

  async signOut(token: string): Promise<void> {
    await this.#store.dropSessions({ token: sha256(token) });
  }

  /** Who a browser's session belongs to; a used session lives on. */
  async bySession(token: string): Promise<{ who: Who; expires: number } | null> {
    const session = await this.#store.session(sha256(token));
    const now = this.#clock.now();
    const user = session && now < session.expires ? this.#users.get(session.user) : undefined;
    if (!session || !user) return null;
    const expires = await this.#renew(session, now);
    return { who: whoOf(user), expires };
  }

  async #renew(session: SessionRecord, now: number): Promise<number> {
    const expires = now + limits.sessionMs;
    if (expires - session.expires < renewMs) return session.expires;
    await this.#store.saveSession({ ...session, expires });
    return expires;
  }

  /** Who a program's token belongs to. */
  byToken(token: string): Who | null {
    return this.#tokenHash !== null && sha256(token) === this.#tokenHash
      ? { user: 'program', role: 'admin', area: root }
      : null;
  }
}

export const whoOf = ({ user, role, area }: UserRecord): Who => ({ user, role, area });
