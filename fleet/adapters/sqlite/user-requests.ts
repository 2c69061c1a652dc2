import Database from 'better-sqlite3';
import type { UserRecord, UserRequest } from '../../registry/user-records.ts';
import { type Connection, openReader } from './connection/database.ts';
import { databaseIn } from './connection/marker-file.ts';
import { userReader } from './users.ts';

/**
 * The users in a data folder, also while a server works with it. Throws if there is no database, or
 * if it is of another version.
 */
export function usersIn(dataDir: string): readonly UserRecord[] {
  const db = openReader(databaseIn(dataDir));
  try {
    return userReader(db).users() as readonly UserRecord[];
  } finally {
    db.close();
  }
}

/**
 * Leaves a request in a data folder. A server that runs carries it out within seconds, otherwise
 * the next one that starts. Throws like `usersIn`.
 */
export function leaveUserRequest(dataDir: string, request: UserRequest): void {
  usersIn(dataDir);
  const db: Connection = new Database(databaseIn(dataDir), { fileMustExist: true, timeout: 10_000 });
  try {
    db.pragma('synchronous = FULL');
    db.prepare('INSERT INTO user_request VALUES (?, ?, ?)').run(request.id, request.at, JSON.stringify(request));
  } finally {
    db.close();
  }
}
