import type { SessionRecord, SignInFailures, UserRecord, UserRequest } from '../registry/user-records.ts';

/** Which sessions are dropped: one by its token, those of a user, or all that ended by a time. */
export type DroppedSessions =
  | { readonly token: string }
  | { readonly user: string; readonly except?: string }
  | { readonly user: string; readonly id: string }
  | { readonly endedBy: number };

/** The people who may sign in, their sessions, and who failed to sign in. */
export interface UserStore {
  users(): Promise<readonly UserRecord[]>;
  saveUser(record: UserRecord): Promise<void>;
  /** Drops a user and all sessions of that user. */
  dropUser(user: string): Promise<void>;
  saveSession(record: SessionRecord): Promise<void>;
  /** The session of a token hash. Null if there is none. */
  session(token: string): Promise<SessionRecord | null>;
  /** A user's sessions, the last used first. */
  sessionsOf(user: string): Promise<readonly SessionRecord[]>;
  /** Drops all sessions of the session's user, and stores this one in their place. */
  replaceSessions(record: SessionRecord): Promise<void>;
  /** `except` is the id of a session that stays. */
  dropSessions(of: DroppedSessions): Promise<void>;
  signInFailures(): Promise<readonly SignInFailures[]>;
  /** Stores failures; those without a try are dropped, and all whose last one was by a time. */
  saveSignInFailures(failures: readonly SignInFailures[], before?: number): Promise<void>;
  /** What somebody on this computer asked for by the command `yaoju fleet user`, oldest first. */
  userRequests(): Promise<readonly UserRequest[]>;
  dropUserRequest(id: string): Promise<void>;
}
