import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { UserStore } from '../../ports/user-store.ts';
import type { SessionRecord, SignInFailures, UserRecord, UserRequest } from '../../registry/user-records.ts';
import type { Connection } from './connection/database.ts';
import { readDocs } from './documents.ts';

type Read = 'users' | 'session' | 'sessionsOf' | 'signInFailures' | 'userRequests';

/** The writer's calls for users and sessions. */
export function userWriter(db: Connection): MaybeSync<Omit<UserStore, Read>> {
  const saveUser = db.prepare('INSERT INTO user VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  const saveSession = db.prepare(
    `INSERT INTO session VALUES (:token, :id, :user, :created, :seen, :expires, :ends, :address, :agent)
     ON CONFLICT DO UPDATE SET seen = excluded.seen, expires = excluded.expires`,
  );
  const saveFailures = db.prepare(
    `INSERT INTO sign_in_failure VALUES (:key, :tries, :at, :until)
     ON CONFLICT DO UPDATE SET tries = excluded.tries, at = excluded.at, until = excluded.until`,
  );
  return {
    saveUser: (record) => void saveUser.run(record.user, JSON.stringify(record)),
    dropUser: db.transaction((user: string) => {
      db.prepare('DELETE FROM user WHERE user = ?').run(user);
      db.prepare('DELETE FROM session WHERE user = ?').run(user);
    }).immediate,
    saveSession: (record) => void saveSession.run(record),
    replaceSessions: db.transaction((record: SessionRecord) => {
      db.prepare('DELETE FROM session WHERE user = ?').run(record.user);
      saveSession.run(record);
    }).immediate,
    dropSessions: (of) => {
      if ('token' in of) db.prepare('DELETE FROM session WHERE token = ?').run(of.token);
      else if ('endedBy' in of) db.prepare('DELETE FROM session WHERE min(expires, ends) <= ?').run(of.endedBy);
      else if ('id' in of) db.prepare('DELETE FROM session WHERE user = ? AND id = ?').run(of.user, of.id);
      else db.prepare('DELETE FROM session WHERE user = ? AND id <> ?').run(of.user, of.except ?? '');
    },
    saveSignInFailures: db.transaction((failures: readonly SignInFailures[], before = -1) => {
      for (const each of failures) saveFailures.run(each);
      db.prepare('DELETE FROM sign_in_failure WHERE tries = 0 OR at <= ?').run(before);
    }).immediate,
    dropUserRequest: (id) => void db.prepare('DELETE FROM user_request WHERE id = ?').run(id),
  };
}

/** The reader's calls for users and sessions. */
export const userReader = (db: Connection): MaybeSync<Pick<UserStore, Read>> => ({
  users: () => readDocs<UserRecord>(db.prepare('SELECT doc FROM user ORDER BY user').pluck().all()),
  session: (token) =>
    (db.prepare('SELECT * FROM session WHERE token = ?').get(token) as SessionRecord | undefined) ?? null,
  sessionsOf: (user) =>
    db.prepare('SELECT * FROM session WHERE user = ? ORDER BY seen DESC, id').all(user) as SessionRecord[],
  signInFailures: () => db.prepare('SELECT * FROM sign_in_failure').all() as SignInFailures[],
  userRequests: () => readDocs<UserRequest>(db.prepare('SELECT doc FROM user_request ORDER BY at, id').pluck().all()),
});
