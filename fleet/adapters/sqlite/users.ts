import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { UserStore } from '../../ports/user-store.ts';
import type { SessionRecord, UserRecord } from '../../registry/records.ts';
import type { Connection } from './connection/database.ts';
import { readDocs } from './documents.ts';

/** The writer's calls for users and sessions. */
export function userWriter(db: Connection): MaybeSync<Omit<UserStore, 'users' | 'session'>> {
  const saveUser = db.prepare('INSERT INTO user VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  const saveSession = db.prepare(
    'INSERT INTO session VALUES (:token, :user, :expires) ON CONFLICT DO UPDATE SET expires = excluded.expires',
  );
  return {
    saveUser: (record) => void saveUser.run(record.user, JSON.stringify(record)),
    dropUser: db.transaction((user: string) => {
      db.prepare('DELETE FROM user WHERE user = ?').run(user);
      db.prepare('DELETE FROM session WHERE user = ?').run(user);
    }).immediate,
    saveSession: (record) => void saveSession.run(record),
    dropSessions: (of) => {
      if ('token' in of) db.prepare('DELETE FROM session WHERE token = ?').run(of.token);
      else if ('user' in of) db.prepare('DELETE FROM session WHERE user = ?').run(of.user);
      else db.prepare('DELETE FROM session WHERE expires <= ?').run(of.expiredBy);
    },
  };
}

/** The reader's calls for users and sessions. */
export const userReader = (db: Connection): MaybeSync<Pick<UserStore, 'users' | 'session'>> => ({
  users: () => readDocs<UserRecord>(db.prepare('SELECT doc FROM user ORDER BY user').pluck().all()),
  session: (token) =>
    (db.prepare('SELECT token, user, expires FROM session WHERE token = ?').get(token) as SessionRecord | undefined) ??
    null,
});
