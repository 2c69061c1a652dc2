import { root } from '../../shared/areas/jiangxi.ts';
import type { Account, Invitation, UserChange } from '../../shared/contracts/fleet/user.ts';
import { identityKey } from '../../shared/contracts/spelling.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { UserStore } from '../ports/user-store.ts';
import { RefusedError } from '../refused.ts';
import type { UserRecord } from '../registry/records.ts';
import { codeHash, newCode } from './one-time-code.ts';
import { hashPassword } from './passwords.ts';
import { newPassword } from './tokens.ts';

/**
 * The people who may sign in, held in memory. No two names differ only in spelling, and one
 * administrator of all areas always remains.
 */
export class Users {
  readonly #store: UserStore;
  readonly #clock: Clock;
  readonly #users = new Map<string, UserRecord>();
  readonly #mutex = new KeyedMutex<'users'>();

  constructor(store: UserStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Reads the users. On the first start, creates the administrator. Returns the generated password,
   * to be shown once; null if it was given or an administrator exists.
   */
  async open(adminPassword: string | null): Promise<string | null> {
    for (const user of await this.#store.users()) this.#users.set(user.user, user);
    if (this.#users.size > 0) return null;
    const password = adminPassword ?? newPassword();
    await this.add({ user: 'admin', role: 'admin', area: root }, password);
    return adminPassword === null ? password : null;
  }

  /** All users, with their password hashes. */
  all(): UserRecord[] {
    return [...this.#users.values()];
  }

  /** The user of exactly this name. Null if there is none. */
  get(name: string): UserRecord | null {
    return this.#users.get(name) ?? null;
  }

  /**
   * The user whom a name means: of exactly that name, else the only one whose name is another
   * spelling of it. Null if there is none.
   */
  find(name: string): UserRecord | null {
    const spelt = this.#spelt(name);
    return this.#users.get(name) ?? (spelt.length === 1 ? (spelt[0] ?? null) : null);
  }

  /**
   * All users whose names are spellings of this one. Only users of older versions can be several.
   */
  #spelt(name: string): UserRecord[] {
    const key = identityKey(name);
    return this.all().filter(({ user }) => identityKey(user) === key);
  }

  /**
   * Runs changes of users and their sessions one after the other. Checking a password takes time,
   * and other changes may come meanwhile.
   */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#mutex.take('users', work);
  }

  /**
   * Adds a user, who is invited if no password is given. Refuses a name that is taken, in any
   * spelling.
   */
  async add(account: Account, password?: string): Promise<{ user: UserRecord; invitation: Invitation | null }> {
    const hash = password === undefined ? null : await hashPassword(password);
    return this.exclusive(async () => {
      const same = this.#spelt(account.user)[0];
      if (same) throw new RefusedError('exists', `${same.user} is there already`, `用户 ${same.user} 已存在`);
      const fresh = { ...account, password: hash, created: this.#clock.now(), lastSignIn: null };
      if (hash !== null) return { user: await this.#save(fresh), invitation: null };
      const invitation = this.#newInvitation();
      return { user: await this.#save({ ...fresh, invitation: stored(invitation) }), invitation };
    });
  }

  #newInvitation(): Invitation {
    return { code: newCode(), expires: this.#clock.now() + limits.invitationMs };
  }

  /**
   * Changes a user's role, area or password. A new password ends all their sessions. Refuses to
   * remove the last administrator.
   */
  async change(name: string, { role, area, password }: UserChange): Promise<UserRecord> {
    const hash = password === undefined ? null : await hashPassword(password);
    return this.exclusive(async () => {
      const user = this.#require(name);
      const record = { ...user, role: role ?? user.role, area: area ?? user.area, password: hash ?? user.password };
      if (!isRootAdministrator(record)) this.#refuseLastAdministrator(user);
      await this.#save(record);
      if (hash !== null) await this.#store.dropSessions({ user: name });
      return record;
    });
  }

  /** Drops a user and their sessions. Refuses to drop the last administrator. */
  drop(name: string): Promise<void> {
    return this.exclusive(async () => {
      this.#refuseLastAdministrator(this.#require(name));
      await this.#store.dropUser(name);
      this.#users.delete(name);
    });
  }

  /** Notes that a user signed in. Call it within `exclusive`. */
  noteSignIn(user: UserRecord, at: number): Promise<UserRecord> {
    return this.#save({ ...user, lastSignIn: at });
  }

  #require(name: string): UserRecord {
    const user = this.get(name);
    if (!user) throw new RefusedError('not-found', `there is no user ${name}`, `没有用户 ${name}`);
    return user;
  }

  /** Somebody must always be able to let others in. */
  #refuseLastAdministrator(user: UserRecord): void {
    if (isRootAdministrator(user) && this.all().filter(isRootAdministrator).length === 1)
      throw new RefusedError(
        'forbidden',
        'the last administrator cannot be removed',
        '不能删除最后一名全省管理员，也不能改变其角色或区域',
      );
  }

  async #save(record: UserRecord): Promise<UserRecord> {
    await this.#store.saveUser(record);
    this.#users.set(record.user, record);
    return record;
  }
}

const stored = ({ code, expires }: Invitation) => ({ hash: codeHash(code), expires });

/**
 * Whether a user administers all areas. Administrators of one area can let others in only there.
 */
const isRootAdministrator = ({ role, area }: UserRecord): boolean => role === 'admin' && area === root;
