import type { Migration } from './migration.ts';

/**
 * Sessions get a name that opens nothing, and a last end. Existing ones stay valid until they would
 * have ended, and are not extended any more.
 */
const tables = `
ALTER TABLE session RENAME TO session_before;
CREATE TABLE session (
  token TEXT PRIMARY KEY, id TEXT NOT NULL, user TEXT NOT NULL, created INTEGER NOT NULL, seen INTEGER NOT NULL, expires INTEGER NOT NULL,
  ends INTEGER NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX session_of ON session (user);
INSERT INTO session SELECT token, lower(hex(randomblob(8))), user, expires, expires, expires, expires, '', '' FROM session_before;
DROP TABLE session_before;
CREATE TABLE sign_in_failure (key TEXT PRIMARY KEY, tries INTEGER NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE user_request (id TEXT PRIMARY KEY, at INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Sessions that people see and end, failed sign-ins that survive a restart, and requests of the
 * command `yaoju fleet user`, which the server carries out.
 */
export const sessionsAndInvitations: Migration = {
  version: 8,
  name: 'sessions and invitations',
  up: (db) => {
    db.exec(tables);
  },
};
