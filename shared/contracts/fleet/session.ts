import { z } from 'zod';
import { Moment } from './common.ts';
import { Permission } from './role.ts';
import { Account, Language, NewPassword, Password } from './user.ts';

/** A code of an authenticator app, or a backup code, as it is typed. */
export const SecondFactorCode = z.string().max(32);

/**
 * POST /session: the response sets an HttpOnly cookie. Without a `code` that the account needs, it
 * is refused with `second-factor`; the same request with the code follows.
 */
export const SignIn = z.object({ user: z.string().max(64), password: Password, code: SecondFactorCode.optional() });
export type SignIn = z.infer<typeof SignIn>;

/**
 * POST /invitation: sets a password by the code of an invitation or a reset, and signs in.
 * `secondFactor` is the code of an authenticator app, if the account has one.
 */
export const AcceptInvitation = z.object({
  user: z.string().max(64),
  code: z.string().max(64),
  password: NewPassword,
  secondFactor: SecondFactorCode.optional(),
});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

/** The signed-in user, and what they may do. `expires` is null for programs. */
export const Session = z.object({
  account: Account,
  expires: Moment.nullable(),
  permissions: z.array(Permission),
  /** Whether nothing is allowed before another password is set. */
  mustChange: z.boolean(),
  /** The language that the user chose for the console; null if none. */
  language: Language.nullable(),
});
export type Session = z.infer<typeof Session>;

/**
 * GET /session/ways: how people can sign in besides by password. `oidc` is the office's identity
 * provider, null if there is none: the browser goes to `/api/v1/session/oidc`, and comes back to
 * the console. `available` is false if the provider could not be reached.
 */
export const SignInWays = z.object({
  oidc: z.object({ name: z.object({ zh: z.string(), en: z.string() }), available: z.boolean() }).nullable(),
});
export type SignInWays = z.infer<typeof SignInWays>;

/**
 * With what `/?signIn=` says why somebody was not signed in: the account is no user here or is
 * locked; the sign-in was interrupted or took too long; too many failed; or the provider could not
 * be reached.
 */
export const signInRefusals = ['refused', 'again', 'slow-down', 'unavailable'] as const;
/** One of these reasons. */
export type SignInRefusal = (typeof signInRefusals)[number];

/** A signed-in browser as people see it. */
export const SessionView = z.object({
  id: z.string(),
  created: Moment,
  /** When it was last used, to a few minutes. */
  seen: Moment,
  /** When it ends if it is not used, and when it ends in any case. */
  expires: Moment,
  ends: Moment,
  address: z.string(),
  /** Browser and system, such as `Firefox · Windows`; empty if unknown. */
  agent: z.string().max(64),
  /** Whether the request came with this session. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;

/** A user's sessions, the last used first. */
export const SessionList = z.object({ sessions: z.array(SessionView) });
export type SessionList = z.infer<typeof SessionList>;
