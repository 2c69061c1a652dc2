import type { SessionRecord, UserRecord } from '../registry/records.ts';

/** The people who may sign in, and their sessions. */
export interface UserStore {
  users(): Promise<readonly UserRecord[]>;
  saveUser(record: UserRecord): Promise<void>;
  /** Drops a user and all sessions of that user. */
  dropUser(user: string): Promise<void>;
  saveSession(record: SessionRecord): Promise<void>;
  /** The session of a token hash. Null if there is none. */
  session(token: string): Promise<SessionRecord | null>;
  /** Drops one session, all of a user, or all that expired by a time in ms since 1970. */
  dropSessions(of: { token: string } | { user: string } | { expiredBy: number }): Promise<void>;
}
