import { root } from '../../shared/areas/jiangxi.ts';
import type { Account, Invitation, UserChange } from '../../shared/contracts/fleet/user.ts';
import { identityKey } from '../../shared/contracts/spelling.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { UserStore } from '../ports/user-store.ts';
import { RefusedError } from '../refused.ts';
import type { UserRecord, UserRequest } from '../registry/user-records.ts';
import { codeHash, newCode } from './one-time-code.ts';
import { PasswordHasher } from './password-hasher.ts';
import { requireStrongPassword } from './password-strength.ts';

/**
 * A user who was added or reset, with the code by which they set a password; null if they have one.
 */
export interface Invited {
  readonly user: UserRecord;
  readonly invitation: Invitation | null;
}

/** Names that stand for what is no person, in records of who did something. */
const reserved: ReadonlySet<string> = new Set(['program', 'environment', 'system', 'command'].map(identityKey));

/**
 * The people who may sign in, held in memory. No two names differ only in spelling, and one
 * administrator of all areas always remains.
 */
export class Users {
  readonly hasher: PasswordHasher;
  readonly #store: UserStore;
  readonly #clock: Clock;
  readonly #users = new Map<string, UserRecord>();
  readonly #mutex = new KeyedMutex<'users'>();
  #whenChosen: () => void = () => undefined;

  constructor(store: UserStore, clock: Clock, hasher = new PasswordHasher()) {
    this.hasher = hasher;
    this.#store = store;
    this.#clock = clock;
  }

  /** Reads the users. */
  async open(): Promise<void> {
    for (const user of await this.#store.users()) this.#users.set(user.user, user);
  }

  /** Sets what to do once the password that the first start made is no longer in force. */
  onFirstChosen(done: () => void): void {
    this.#whenChosen = done;
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
   * spelling, and a password that is easy to guess.
   */
  async add(account: Account, password?: string): Promise<Invited> {
    const hash = password === undefined ? null : await this.#hashStrong(password, account.user);
    return this.exclusive(async () => {
      // The same words for every name: whose it is may be none of the administrator's business.
      if (reserved.has(identityKey(account.user)) || this.#spelt(account.user).length > 0)
        throw new RefusedError('exists', `the name ${account.user} is taken`, `用户名 ${account.user} 已被使用`);
      const { user, role, area } = account;
      const fresh = { user, role, area, password: hash, created: this.#clock.now(), lastSignIn: null };
      return hash === null ? this.#invite(fresh) : { user: await this.save(fresh), invitation: null };
    });
  }

  /**
   * Takes a user's password away and ends their sessions. The code that is returned sets another
   * one. `secondFactor` also drops their authenticator app and passkeys.
   */
  reset(name: string, { secondFactor }: { readonly secondFactor: boolean }): Promise<Invited> {
    return this.exclusive(async () => {
      const { devices: _, ...user } = this.require(name);
      const without = secondFactor ? { ...user, secondFactor: null, passkeys: [] } : user;
      const invited = await this.#invite({ ...without, password: null, mustChange: false, generated: false });
      await this.#store.dropSessions({ user: name });
      return invited;
    });
  }

  /**
   * Carries out what somebody on this computer asked for: as `reset`, or as `add` without a
   * password, with the code that was shown there. False if that cannot be, or the code is not valid
   * any more.
   */
  async carryOut({ act, user, role, area, secondFactor, invitation }: UserRequest): Promise<boolean> {
    const found = this.find(user);
    if (this.#clock.now() >= invitation.expires || (act === 'add') === (found !== null)) return false;
    const invited = found ? await this.reset(found.user, { secondFactor }) : await this.add({ user, role, area });
    await this.exclusive(() => this.save({ ...invited.user, invitation, locked: false }));
    return true;
  }

  async #invite(user: UserRecord): Promise<Invited> {
    const invitation = { code: newCode(), expires: this.#clock.now() + limits.invitationMs };
    const kept = { hash: codeHash(invitation.code), expires: invitation.expires };
    return { user: await this.save({ ...user, invitation: kept }), invitation };
  }

  /**
   * Changes a user's role, area or password, or locks them out. All but another area ends their
   * sessions. Refuses to remove the last administrator.
   */
  async change(name: string, { role, area, password, locked }: UserChange): Promise<UserRecord> {
    const hash = password === undefined ? null : await this.#hashStrong(password, name);
    return this.exclusive(async () => {
      const user = this.require(name);
      const changed = {
        ...user,
        role: role ?? user.role,
        area: area ?? user.area,
        locked: locked ?? user.locked ?? false,
        ...(hash === null ? {} : { password: hash, mustChange: false, generated: false, invitation: null }),
      };
      if (!isRootAdministrator(changed)) this.#refuseLastAdministrator(user);
      await this.save(changed);
      if (hash !== null || changed.role !== user.role || changed.locked) await this.#store.dropSessions({ user: name });
      return changed;
    });
  }

  async #hashStrong(password: string, user: string): Promise<string> {
    await requireStrongPassword(password, user);
    return this.hasher.hash(password);
  }

  /** Drops a user and their sessions. Refuses to drop the last administrator. */
  drop(name: string): Promise<void> {
    return this.exclusive(async () => {
      this.#refuseLastAdministrator(this.require(name));
      await this.#store.dropUser(name);
      this.#users.delete(name);
    });
  }

  /** The user of exactly this name. Refuses a name that nobody has. */
  require(name: string): UserRecord {
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

  /** Stores a user as given. Call it within `exclusive`. */
  async save(record: UserRecord): Promise<UserRecord> {
    await this.#store.saveUser(record);
    const isChosen = this.get(record.user)?.generated === true && !record.generated;
    this.#users.set(record.user, record);
    if (isChosen) this.#whenChosen();
    return record;
  }
}

/**
 * Whether a user administers all areas and can sign in. Administrators of one area can let others
 * in only there.
 */
const isRootAdministrator = ({ role, area, locked, password }: UserRecord): boolean =>
  role === 'admin' && area === root && !locked && password !== null;
