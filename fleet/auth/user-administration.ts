import type { SessionView } from '../../shared/contracts/fleet/session.ts';
import type {
  Account,
  NewUser,
  ResetUser,
  User,
  UserChange,
  UserWithInvitation,
} from '../../shared/contracts/fleet/user.ts';
import { RefusedError } from '../refused.ts';
import type { Principal } from '../registry/records.ts';
import type { UserRecord } from '../registry/user-records.ts';
import { canSee, isAllowed, requireArea } from './permissions.ts';
import type { Sessions } from './sessions.ts';
import { userView } from './user-view.ts';
import type { Users } from './users.ts';

/**
 * What an administrator may do with users: only in their own area and below. Nobody may change
 * their own role and area.
 */
export class UserAdministration {
  readonly #users: Users;
  readonly #sessions: Sessions;

  constructor(users: Users, sessions: Sessions) {
    this.#users = users;
    this.#sessions = sessions;
  }

  /** The users whom the administrator may see. */
  list(by: Principal): User[] {
    return this.#users
      .all()
      .filter((user) => canSee(by, user.area))
      .map(userView);
  }

  /** The users who may act in an area that the asker sees, by name. Refuses another area. */
  colleagues(by: Principal, area: string): Pick<Account, 'user' | 'area'>[] {
    requireArea(by, area);
    return this.#users
      .all()
      .filter((user) => isAllowed(user, 'act') && canSee(user, area))
      .map(({ user, area }) => ({ user, area }))
      .sort((a, b) => (a.user < b.user ? -1 : 1));
  }

  /**
   * Adds a user, or invites one if no password is given. Refuses an area outside the
   * administrator's, and a name that is taken.
   */
  async add(by: Principal, { password, ...account }: NewUser): Promise<UserWithInvitation> {
    requireArea(by, account.area);
    const { user, invitation } = await this.#users.add(account, password);
    return { ...userView(user), invitation };
  }

  /**
   * Changes a user's role, area or password, or locks them out. Refuses an area outside the
   * administrator's, and all but the present role and area for the administrator's own account.
   */
  async change(by: Principal, name: string, change: UserChange): Promise<User> {
    const user = this.#find(by, name);
    if (change.area !== undefined) requireArea(by, change.area);
    const { role = user.role, area = user.area, locked = false, password } = change;
    const isOwn = user.user === by.user;
    if (isOwn && (role !== user.role || area !== user.area || locked))
      throw new RefusedError(
        'forbidden',
        'not your own role, area and lock',
        '不能改变自己的角色和区域，也不能锁定自己',
      );
    if (isOwn && password !== undefined)
      throw new RefusedError(
        'forbidden',
        'your own password is changed by POST /account/password',
        '自己的密码请在“我的账户”中更改',
      );
    const changed = await this.#users.change(user.user, change);
    this.#sessions.recheck();
    return userView(changed);
  }

  /**
   * Takes a user's password away and ends their sessions; the code in the answer sets another one.
   * Refuses a user outside the administrator's area, and the administrator's own account.
   */
  async reset(by: Principal, name: string, how: ResetUser): Promise<UserWithInvitation> {
    const { user } = this.#find(by, name);
    if (user === by.user)
      throw new RefusedError(
        'forbidden',
        'your own password is changed by POST /account/password',
        '自己的密码请在“我的账户”中更改',
      );
    const reset = await this.#users.reset(user, how);
    this.#sessions.recheck();
    return { ...userView(reset.user), invitation: reset.invitation };
  }

  /** A user's sessions. Refuses a user outside the administrator's area. */
  sessions(by: Principal, name: string): Promise<SessionView[]> {
    return this.#sessions.of(this.#find(by, name).user, by.session?.id ?? null);
  }

  /** Ends all sessions of a user. Refuses a user outside the administrator's area. */
  endSessions(by: Principal, name: string): Promise<void> {
    return this.#sessions.end({ user: this.#find(by, name).user });
  }

  /** Drops a user. Refuses a user outside the administrator's area, and their own account. */
  async drop(by: Principal, name: string): Promise<void> {
    const { user } = this.#find(by, name);
    if (user === by.user) throw new RefusedError('forbidden', 'not your own account', '不能删除自己的账户');
    await this.#users.drop(user);
    this.#sessions.recheck();
  }

  #find(by: Principal, name: string): UserRecord {
    const user = this.#users.find(name);
    if (!user || !canSee(by, user.area))
      throw new RefusedError('not-found', `there is no user ${name}`, `没有用户 ${name}`);
    return user;
  }
}
