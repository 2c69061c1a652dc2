import type {
  BackupCodes,
  NewPasskey,
  NewSecondFactor,
  OwnAccount as OwnAccountView,
  OwnPassword,
  Passkey,
  PasskeyOptions,
} from '../../shared/contracts/fleet/account.ts';
import type { SessionView } from '../../shared/contracts/fleet/session.ts';
import type { Language } from '../../shared/contracts/fleet/user.ts';
import type { Clock } from '../ports/clock.ts';
import { RefusedError } from '../refused.ts';
import type { Principal } from '../registry/records.ts';
import type { PasskeyRecord, UserRecord } from '../registry/user-records.ts';
import type { Passkeys, Site } from './passkeys.ts';
import { requireStrongPassword } from './password-strength.ts';
import { permissionsOf } from './permissions.ts';
import { confirmed, newSecondFactor, takeAppCode } from './second-factor.ts';
import type { RenewedSession, Sessions } from './sessions.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import { userView } from './user-view.ts';
import type { Users } from './users.ts';

/** What people's own accounts need. */
export interface OwnAccountDependencies {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly guard: SignInGuard;
  readonly passkeys: Passkeys;
  readonly clock: Clock;
}

/**
 * What people do with their own account. Whatever changes how they sign in takes their password
 * once more, so that an unattended browser is not enough. Except for adding a passkey, it also ends
 * all their sessions, and the browser in which it was done gets a new one: a thief who copied a
 * cookie, or got in by what was taken away, is out.
 */
export class OwnAccount {
  readonly #deps: OwnAccountDependencies;

  constructor(deps: OwnAccountDependencies) {
    this.#deps = deps;
  }

  /** The sender's own account. */
  view(by: Principal): OwnAccountView {
    const user = this.#user(by);
    const { passkeys = [], secondFactor } = user;
    return {
      user: userView(user),
      permissions: [...permissionsOf(by)],
      passkeys: passkeys.map(shownPasskey),
      backupCodes: secondFactor?.confirmed ? secondFactor.backupCodes.length : 0,
    };
  }

  /** Chooses the language of the console; null for the browser's. */
  async setLanguage(by: Principal, language: Language | null): Promise<OwnAccountView> {
    await this.#change(by, (user) => ({ ...user, language }));
    return this.view(by);
  }

  /** Sets another password. */
  async changePassword(by: Principal, given: OwnPassword): Promise<RenewedSession> {
    const { users } = this.#deps;
    const { user, password: before } = await this.#confirm(by, given.old);
    if (given.new === given.old)
      throw new RefusedError('weak-password', 'the same as before', '新密码不能与原密码相同');
    await requireStrongPassword(given.new, user);
    const password = await users.hasher.hash(given.new);
    return this.#changeWayIn(by, (now) => {
      // An administrator may have taken the password away meanwhile.
      if (now.password !== before)
        throw new RefusedError('changed-meanwhile', 'the password was changed meanwhile', '密码刚刚被改过');
      return { ...now, password, mustChange: false, invitation: null };
    });
  }

  /** The sender's sessions. */
  sessions(by: Principal): Promise<SessionView[]> {
    return this.#deps.sessions.of(by.user, sessionOf(by));
  }

  /** Ends one of the sender's sessions, or all others if `id` is null. */
  endSessions(by: Principal, id: string | null): Promise<void> {
    const { sessions } = this.#deps;
    return sessions.end(id === null ? { user: by.user, except: sessionOf(by) } : { user: by.user, id });
  }

  /**
   * A secret for an authenticator app. It is not in force before a code of the app confirmed it.
   */
  async beginSecondFactor(by: Principal, password: string): Promise<NewSecondFactor> {
    const { secondFactor } = await this.#confirm(by, password);
    if (secondFactor?.confirmed)
      throw new RefusedError('exists', 'there is a second factor: remove it first', '已启用二次验证，请先取消');
    const { kept, shown } = newSecondFactor(by.user);
    await this.#change(by, (user) => ({ ...user, secondFactor: kept }));
    return shown;
  }

  /** Puts the second factor in force. Refuses a wrong code. */
  async confirmSecondFactor(
    by: Principal,
    code: string,
  ): Promise<{ readonly codes: BackupCodes; readonly session: RenewedSession }> {
    const { guard, clock } = this.#deps;
    const attempt = guard.beginOwn(by.user, sessionOf(by));
    let shown: string[] = [];
    const session = await this.#changeWayIn(by, (user) => {
      const { secondFactor } = user;
      if (!secondFactor || secondFactor.confirmed)
        throw new RefusedError('not-found', 'no second factor was begun', '没有正在设置的二次验证');
      const taken = takeAppCode(secondFactor, code, clock.now());
      if (taken === null) throw new RefusedError('wrong-code', 'the code is wrong', '验证码不对');
      attempt.succeeded();
      const { kept, codes } = confirmed(taken);
      shown = codes;
      return { ...user, secondFactor: kept };
    });
    return { codes: { backupCodes: shown }, session };
  }

  /** Removes the second factor. */
  async dropSecondFactor(by: Principal, password: string): Promise<RenewedSession> {
    await this.#confirm(by, password);
    return this.#changeWayIn(by, (user) => ({ ...user, secondFactor: null }));
  }

  /** What the browser needs to make a passkey. */
  async passkeyOptions(by: Principal, password: string, site: Site): Promise<PasskeyOptions> {
    return this.#deps.passkeys.creationOptions(await this.#confirm(by, password), sessionOf(by), site);
  }

  /** Adds the passkey that the browser made. */
  async addPasskey(by: Principal, site: Site, given: NewPasskey): Promise<Passkey> {
    return shownPasskey(await this.#deps.passkeys.add(by.user, sessionOf(by), site, given));
  }

  /** Removes a passkey. */
  async dropPasskey(by: Principal, id: string, password: string): Promise<RenewedSession> {
    await this.#confirm(by, password);
    return this.#changeWayIn(by, (user) => {
      const passkeys = (user.passkeys ?? []).filter((each) => each.id !== id);
      if (passkeys.length === (user.passkeys ?? []).length)
        throw new RefusedError('not-found', 'no such passkey', '没有这个通行密钥');
      return { ...user, passkeys };
    });
  }

  /** The sender, if this is their password. Wrong ones slow the session down. */
  async #confirm(by: Principal, password: string): Promise<UserRecord> {
    const { users, guard } = this.#deps;
    const user = this.#user(by);
    const attempt = guard.beginOwn(user.user, sessionOf(by));
    if (!(await users.hasher.isRight(user, password, null)))
      throw new RefusedError('wrong-password', 'the password is wrong', '密码不对');
    attempt.succeeded();
    return user;
  }

  #changeWayIn(by: Principal, change: (user: UserRecord) => UserRecord): Promise<RenewedSession> {
    const { users, sessions } = this.#deps;
    const session = sessionOf(by);
    return users.exclusive(async () => {
      const changed = change(this.#user(by));
      const renewed = await sessions.renew(by.user, session);
      await users.save(changed);
      return renewed;
    });
  }

  #change(by: Principal, change: (user: UserRecord) => UserRecord): Promise<UserRecord> {
    const { users } = this.#deps;
    return users.exclusive(async () => users.save(change(this.#user(by))));
  }

  #user(by: Principal): UserRecord {
    return this.#deps.users.require(by.user);
  }
}

const shownPasskey = ({ id, name, created, lastUsed }: PasskeyRecord): Passkey => ({ id, name, created, lastUsed });

function sessionOf({ session }: Principal): string {
  if (!session) throw new RefusedError('forbidden', 'a program has no account', '程序没有账户');
  return session.id;
}
