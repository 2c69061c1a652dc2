import type { AcceptInvitation, SignIn as SignInBody } from '../../shared/contracts/fleet/session.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import { RefusedError } from '../refused.ts';
import type { UserRecord } from '../registry/user-records.ts';
import { codeHash } from './one-time-code.ts';
import { requireStrongPassword } from './password-strength.ts';
import { takeCode } from './second-factor.ts';
import type { Entered, Sessions } from './sessions.ts';
import type { Browser, GuardedAttempt, SignInGuard } from './sign-in-guard.ts';
import type { Users } from './users.ts';

/** What signing in needs. */
export interface SignInDependencies {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly guard: SignInGuard;
  readonly clock: Clock;
  /** Called if somebody is not let in, with the error code and what was typed as the name. */
  readonly refused?: (why: string, name: string, address: string) => void;
}

const wrongPassword = () => new RefusedError('wrong-password', 'user or password is wrong', '用户名或密码不对');
const wrongCode = () =>
  new RefusedError('wrong-code', 'the code is wrong, was used, or is too old', '验证码或邀请码不对，或已失效');

/** How people get in: by password, by invitation, by passkey, by an identity provider. */
export class SignIn {
  readonly #deps: SignInDependencies;

  constructor(deps: SignInDependencies) {
    this.#deps = deps;
  }

  /**
   * Signs in with a password, and a code if the account has a second factor. Refuses with
   * `wrong-password`, `second-factor` (a code is needed), `wrong-code` or `slow-down`.
   */
  byPassword(given: SignInBody, from: Browser): Promise<Entered> {
    return this.#noting(given.user, from, () => this.#checkPassword(given, from));
  }

  async #checkPassword({ user: name, password, code }: SignInBody, from: Browser): Promise<Entered> {
    const { users, guard } = this.#deps;
    const asked = users.find(name);
    const attempt = guard.begin(name, asked, from);
    const right = await users.hasher.isRight(asked, password, attempt.stranger).catch((error) => {
      attempt.undo();
      throw error;
    });
    const entered = await this.#ending(attempt, () =>
      users.exclusive(async () => {
        // Meanwhile the user may have been dropped or given another password.
        const user = asked && users.get(asked.user);
        if (!right || !user || user.password !== asked.password || this.#isTooOld(user)) throw wrongPassword();
        return this.#enter(user, code, from, attempt);
      }),
    );
    // The user stays signed in, also if this has to wait for the next time.
    await this.#strengthen(entered.principal.user, password).catch(() => undefined);
    return entered;
  }

  /** Whether the password is one that the first start made, and nobody changed it in time. */
  #isTooOld({ mustChange = false, created }: UserRecord): boolean {
    return mustChange && this.#deps.clock.now() >= created + limits.firstPasswordMs;
  }

  /** Sets a password by the code of an invitation or a reset, and signs in. */
  byInvitation(given: AcceptInvitation, from: Browser): Promise<Entered> {
    return this.#noting(given.user, from, () => this.#checkInvitation(given, from));
  }

  async #checkInvitation(given: AcceptInvitation, from: Browser): Promise<Entered> {
    const { users, guard, clock } = this.#deps;
    const asked = users.find(given.user);
    const attempt = guard.begin(given.user, asked, from);
    const hash = codeHash(given.code);
    const isInvited = (user: UserRecord | null): user is UserRecord =>
      user?.invitation?.hash === hash && clock.now() < user.invitation.expires;
    return this.#ending(attempt, async () => {
      if (!isInvited(asked)) throw wrongCode();
      await requireStrongPassword(given.password, asked.user).catch((error) => {
        attempt.undo();
        throw error;
      });
      const password = await users.hasher.hash(given.password);
      return users.exclusive(async () => {
        const user = users.get(asked.user);
        if (!isInvited(user)) throw wrongCode();
        const accepted = { ...user, password, invitation: null, mustChange: false, generated: false };
        return this.#enter(accepted, given.secondFactor, from, attempt);
      });
    });
  }

  /** Signs in a user whose passkey was checked. `user` is their record after that. */
  byPasskey(user: UserRecord, from: Browser): Promise<Entered> {
    requireUnlocked(user);
    return this.#deps.sessions.begin(user, from);
  }

  /**
   * Signs in the user whom an identity provider names. The provider checked who it is, so that no
   * second factor is asked for. Refuses with `forbidden` a name that is not exactly that of a user.
   */
  async byProvider(named: () => Promise<string>, from: Browser): Promise<Entered> {
    const { users, sessions } = this.#deps;
    const name = await this.#noting('', from, named);
    return this.#noting(name, from, () =>
      users.exclusive(async () => {
        const user = users.get(name);
        if (!user) throw new RefusedError('forbidden', 'this account has no user here', '该账户不是本系统的用户');
        requireUnlocked(user);
        return sessions.begin(user, from);
      }),
    );
  }

  /** Reports a refusal, except for the question for a code: that is no failure. */
  async #noting<T>(name: string, from: Browser, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RefusedError && error.code !== 'second-factor')
        this.#deps.refused?.(error.code, name, from.address);
      throw error;
    }
  }

  /** Stores what was counted, however it ends: a stop of the server does not forget failures. */
  async #ending(attempt: GuardedAttempt, work: () => Promise<Entered>): Promise<Entered> {
    try {
      return await work();
    } finally {
      await attempt.save();
    }
  }

  async #enter(user: UserRecord, code: string | undefined, from: Browser, attempt: GuardedAttempt): Promise<Entered> {
    requireUnlocked(user);
    const secondFactor = this.#takeFactor(user, code, from, attempt);
    attempt.succeeded();
    return this.#deps.sessions.begin({ ...user, secondFactor }, from);
  }

  /** The second factor after a code was taken; null if the user has none. */
  #takeFactor(user: UserRecord, code: string | undefined, from: Browser, attempt: GuardedAttempt) {
    const factor = user.secondFactor?.confirmed ? user.secondFactor : null;
    if (factor === null) return user.secondFactor ?? null;
    if (code === undefined) {
      attempt.undo();
      throw new RefusedError(
        'second-factor',
        'a code of the authenticator app is needed',
        '请输入验证器应用中的验证码',
      );
    }
    const codes = this.#deps.guard.beginCode(user, from);
    const taken = takeCode(factor, code, this.#deps.clock.now());
    if (taken === null) throw wrongCode();
    codes.succeeded();
    return taken;
  }

  /** Replaces a hash that costs less than new ones do, once the password is known. */
  async #strengthen(name: string, password: string): Promise<void> {
    const { users } = this.#deps;
    const kept = users.get(name)?.password ?? null;
    if (kept === null || !users.hasher.isWeak(kept)) return;
    const hash = await users.hasher.hash(password);
    await users.exclusive(async () => {
      const user = users.get(name);
      if (user?.password === kept) await users.save({ ...user, password: hash });
    });
  }
}

function requireUnlocked(user: UserRecord): void {
  if (user.locked)
    throw new RefusedError('forbidden', 'an administrator locked this account', '这个账户已被管理员锁定');
}
