import { z } from 'zod';
import { AreaCode, Moment } from './common.ts';

/**
 * `viewer` reads; `staff` acknowledges, suspends, restocks, commands; `admin` also registers,
 * retires and manages users.
 */
export const Role = z.enum(['admin', 'staff', 'viewer']);
export type Role = z.infer<typeof Role>;

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
const Password = z.string().min(10, '至少 10 个字符 · at least 10 characters').max(200);

/** A signed-in user, and the one area that all of their lists and figures are limited to. */
export const Account = z.object({ user: UserName, role: Role, area: AreaCode });
export type Account = z.infer<typeof Account>;

/** A user as the API shows them, without the password. */
export const User = Account.extend({ created: Moment, lastSignIn: Moment.nullable() });
export type User = z.infer<typeof User>;

/** A user to be created. */
export const NewUser = Account.extend({ user: NewUserName, password: Password });
/** The changes to a user; what is absent stays. */
export const UserChange = z.object({ role: Role, area: AreaCode, password: Password }).partial();
export type UserChange = z.infer<typeof UserChange>;
/** The users that the caller may see. */
export const UserList = z.object({ users: z.array(User) });

/** GET /colleagues?region=…: who may act in this area. */
export const ColleagueQuery = z.object({ region: AreaCode });
/** The users who may act in an area, sorted by name. */
export const ColleagueList = z.object({ users: z.array(Account.pick({ user: true, area: true })) });
export type ColleagueList = z.infer<typeof ColleagueList>;

/** POST /session: the response sets an HttpOnly cookie. */
export const SignIn = z.object({ user: z.string().max(64), password: z.string().max(200) });
/** The signed-in user, and what they may do. */
export const Session = z.object({ account: Account, expires: Moment.nullable() });
export type Session = z.infer<typeof Session>;
