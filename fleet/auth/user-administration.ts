import type { Account, NewUser, User, UserChange, UserWithInvitation } from '../../shared/contracts/fleet/user.ts';
import { RefusedError } from '../refused.ts';
import type { Principal, UserRecord } from '../registry/records.ts';
import { canSee, isAllowed, requireArea } from './permissions.ts';
import { userView } from './user-view.ts';
import type { Users } from './users.ts';

/**
 * What an administrator may do with users: only in their own area and below. Nobody may change
 * their own role and area.
 */
export class UserAdministration {
  readonly #users: Users;

  constructor(users: Users) {
    this.#users = users;
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
   * Changes a user's role, area or password. Refuses an area outside the administrator's, and the
   * administrator's own role and area.
   */
  async change(by: Principal, name: string, change: UserChange): Promise<User> {
    const user = this.#find(by, name);
    if (change.area !== undefined) requireArea(by, change.area);
    const { role = user.role, area = user.area } = change;
    if (user.user === by.user && (role !== user.role || area !== user.area))
      throw new RefusedError('forbidden', 'not your own role and area', '不能改变自己的角色和区域');
    return userView(await this.#users.change(user.user, change));
  }

  /** Drops a user. Refuses a user outside the administrator's area. */
  drop(by: Principal, name: string): Promise<void> {
    return this.#users.drop(this.#find(by, name).user);
  }

  #find(by: Principal, name: string): UserRecord {
    const user = this.#users.find(name);
    if (!user || !canSee(by, user.area))
      throw new RefusedError('not-found', `there is no user ${name}`, `没有用户 ${name}`);
    return user;
  }
}
