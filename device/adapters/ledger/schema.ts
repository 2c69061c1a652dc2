import Database from 'better-sqlite3';
import { DiskFailure } from '../../ports.ts';
import { usesTable } from './uses.ts';

/** Marks a file as a kiosk's ledger, in SQLite's own header field: the letters YAOJ. */
export const applicationId = 0x59414f4a;

/**
 * How long a statement waits for a technician's own SQLite that holds the file. The agent is
 * blocked meanwhile.
 */
const busyMs = 500;

/**
 * The write-ahead file is cut back to this after a checkpoint; SQLite checkpoints at about this
 * size.
 */
const walMaxBytes = 4 * 1024 * 1024;

/**
 * `lines`: every ledger line as its bytes, and the chain's state after it. `hints`: what the next
 * start may use and can do without. Nothing in a ledger is ever changed or taken away.
 */
const firstTables = `
CREATE TABLE ledgers (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE lines (
  ledger INTEGER NOT NULL, seq INTEGER NOT NULL, line TEXT NOT NULL, head BLOB NOT NULL,
  PRIMARY KEY (ledger, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE hints (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER lines_stand BEFORE UPDATE ON lines BEGIN SELECT RAISE(ABORT, 'a ledger line stands'); END;
CREATE TRIGGER lines_stay BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'a ledger line stays'); END;
CREATE TRIGGER ledgers_stand BEFORE UPDATE ON ledgers BEGIN SELECT RAISE(ABORT, 'a ledger stands'); END;
CREATE TRIGGER ledgers_stay BEFORE DELETE ON ledgers BEGIN SELECT RAISE(ABORT, 'a ledger stays'); END;
PRAGMA application_id = ${applicationId};
`;

/**
 * Each step brings the tables from one version to the next. A step that has been released is never
 * changed: what comes later is a step of its own.
 */
export const steps: readonly string[] = [firstTables, usesTable];

/** The version of the tables after the last step, in SQLite's own header field. */
export const schemaVersion = steps.length;

/**
 * Opens a connection that writes: write-ahead log, and synchronous FULL, since SQLite otherwise
 * leaves a WAL database at NORMAL and a power cut may lose its last commits. Both settings are read
 * back; a connection without them is refused.
 */
export function connect(file: string): Database.Database {
  const db = new Database(file, { timeout: busyMs });
  try {
    const wanted = file === ':memory:' ? 'memory' : 'wal';
    const journal = db.pragma(`journal_mode = ${wanted}`, { simple: true });
    if (journal !== wanted) throw new DiskFailure('disk-error', `no write-ahead log on this disk, only ${journal}`);
    db.pragma('synchronous = FULL');
    // What is deleted is overwritten, so that a use that is forgotten is not left in a free page.
    db.pragma('secure_delete = ON');
    db.pragma(`journal_size_limit = ${walMaxBytes}`);
    const synchronous = db.pragma('synchronous', { simple: true });
    if (synchronous !== 2) throw new Error(`synchronous is ${synchronous}, not FULL`);
    // SQLite opens a file that it may not write as read-only, without an error, and never checks
    // again: write a test row and undo it.
    db.exec('BEGIN IMMEDIATE; CREATE TABLE may_it_be_written (x); ROLLBACK');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection that changes nothing, not even by closing: the write-ahead file stays as it is. */
export function connectToRead(file: string): Database.Database {
  return new Database(file, { timeout: busyMs, readonly: true, fileMustExist: true });
}

/**
 * Creates the tables of a new ledger file, or brings those of an older one forward: each step in
 * one transaction with its version. Throws SQLite's own error; then the file is as it was before
 * the step that failed.
 */
export function migrate(db: Database.Database, taken: readonly string[] = steps): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  for (const [index, sql] of taken.entries())
    if (index >= version)
      db.transaction(() => {
        db.exec(sql);
        db.pragma(`user_version = ${index + 1}`);
      }).immediate();
}
