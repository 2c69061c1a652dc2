import { z } from 'zod';
import { AreaCode, Moment } from './common.ts';
import { Role } from './role.ts';

/** A user's name for signing in. */
export const UserName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,31}$/u,
    '用户名由 2 至 32 个字母、汉字、数字或 . _ - 组成 · 2 to 32 letters, digits, . _ -',
  );

/**
 * A user's name as it is entered for a new account: as `UserName`, in the plain width and
 * composition of its characters.
 */
export const NewUserName = z
  .string()
  .max(64)
  .overwrite((name) => name.normalize('NFKC').trim())
  .pipe(UserName);

/**
 * A password as it is entered to be checked. What a new one must be is checked by the server, which
 * refuses a short or common one with `weak-password`.
 */
export const Password = z.string().max(200);

/** A password to be set: at least 10 characters, not a common one and not the user's name. */
export const NewPassword = Password.min(10, '至少 10 个字符 · at least 10 characters');

/** A language of the console. */
export const Language = z.enum(['zh', 'en']);
export type Language = z.infer<typeof Language>;

/** A signed-in user, and the one area that all of their lists and figures are limited to. */
export const Account = z.object({ user: UserName, role: Role, area: AreaCode });
export type Account = z.infer<typeof Account>;

/**
 * How far an account is: `invited` has no password yet, or none any more; `must-change` may do
 * nothing but set another password; `active` may do what its role may.
 */
export const UserState = z.enum(['invited', 'active', 'must-change']);

/** A user as the API shows them, without the password. */
export const User = Account.extend({
  created: Moment,
  lastSignIn: Moment.nullable(),
  /** The language that the user chose for the console; null if none. */
  language: Language.nullable(),
  state: UserState,
  /** Whether an administrator locked the account. Wrong passwords never do. */
  locked: z.boolean(),
  /** Whether signing in also takes a code of an authenticator app. */
  secondFactor: z.boolean(),
  /** How many passkeys the user has. */
  passkeys: z.int().min(0),
});
export type User = z.infer<typeof User>;

/**
 * A code with which somebody sets the first or a forgotten password. It is shown once and valid
 * once, until `expires`.
 */
export const Invitation = z.object({ code: z.string(), expires: Moment });
export type Invitation = z.infer<typeof Invitation>;

/** A user to be created: invited, unless a password is given. */
export const NewUser = Account.extend({ user: NewUserName, password: NewPassword.optional() });
export type NewUser = z.infer<typeof NewUser>;

/** A user who was just created or reset. `invitation` is null if a password was given. */
export const UserWithInvitation = User.extend({ invitation: Invitation.nullable() });
export type UserWithInvitation = z.infer<typeof UserWithInvitation>;

/** The changes to a user; what is absent stays. `locked` ends all their sessions. */
export const UserChange = z
  .object({ role: Role, area: AreaCode, password: NewPassword, locked: z.boolean() })
  .partial();
export type UserChange = z.infer<typeof UserChange>;

/**
 * POST /users/{user}/reset: drops the password and ends all sessions. `secondFactor` also drops the
 * authenticator app and the passkeys, for somebody who lost them.
 */
export const ResetUser = z.object({ secondFactor: z.boolean().default(false) });
export type ResetUser = z.infer<typeof ResetUser>;

/** The users that the caller may see. */
export const UserList = z.object({ users: z.array(User) });

/** GET /colleagues?region=…: who may act in this area. */
export const ColleagueQuery = z.object({ region: AreaCode });
/** The users who may act in an area, sorted by name. */
export const ColleagueList = z.object({ users: z.array(Account.pick({ user: true, area: true })) });
export type ColleagueList = z.infer<typeof ColleagueList>;
