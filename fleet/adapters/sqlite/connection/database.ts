import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { schemaVersion } from './migrations/migrations.ts';
import { refusalOf, versionOf } from './version.ts';

/** One open SQLite connection. */
export type Connection = Database.Database;

/**
 * A full batch takes six pages. With SQLite's own 4 KiB, it would take more and smaller writes; a
 * batch of one line takes no more.
 */
const pageBytes = 8192;
/** The size at which SQLite moves the write-ahead log into the file by itself: 16 MiB, in pages. */
const checkpointPages = 2048;
const walLimitBytes = 64 * 1024 * 1024;

export const memory = ':memory:';

/**
 * Sets and asserts what every connection needs. better-sqlite3 leaves a WAL database at
 * `synchronous=NORMAL`, which may lose the last commits at a power cut.
 */
function prepare(db: Connection, file: string): Connection {
  db.pragma('busy_timeout = 2000');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = OFF');
  db.pragma('temp_store = MEMORY');
  if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error(`${file}: synchronous is not FULL`);
  return db;
}

/**
 * A writing connection. The tables are as the file has them: none in a new file, those of its
 * version in an older one. If the file is of a newer version or another program's, throws and does
 * not touch it.
 */
export function connectWriter(file: string): Connection {
  if (file !== memory) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite would only say that it cannot open the file.
    accessSync(dirname(file), constants.W_OK);
    refuseUntouched(file);
  }
  const db = prepare(new Database(file), file);
  try {
    refuse(db, file);
    if (versionOf(db) === 0) db.pragma(`page_size = ${pageBytes}`);
    if (file !== memory && db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
      throw new Error(`${file}: no WAL`);
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    db.pragma(`journal_size_limit = ${walLimitBytes}`);
    db.pragma('cache_size = -65536');
    // SQLite opens a file that it may not write as read-only, without an error. So write something,
    // and leave nothing behind.
    db.exec('BEGIN IMMEDIATE; CREATE TABLE may_it_be_written (x); ROLLBACK');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function refuse(db: Connection, file: string): void {
  const refusal = refusalOf(db);
  if (refusal !== null) throw new Error(`${basename(file)} ${refusal}`);
}

/**
 * Refuses a file that is not for this server, after reading only. A writing connection would move a
 * write-ahead log into the file when it closes.
 */
function refuseUntouched(file: string): void {
  if (!existsSync(file)) return;
  let db: Connection | null = null;
  let refusal: string | null = null;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    refusal = refusalOf(db);
  } catch {
    // The writing connection will fail with the same error and report it.
  } finally {
    db?.close();
  }
  if (refusal !== null) throw new Error(`${basename(file)} ${refusal}`);
}

/**
 * A reading connection next to the writer. Throws if the tables are not of this server's version,
 * because only a writer migrates them.
 */
export function openReader(file: string): Connection {
  const db = prepare(new Database(file, { readonly: true }), file);
  try {
    const version = versionOf(db);
    if (version !== schemaVersion)
      throw new Error(
        `${basename(file)} has tables of version ${version}, and this server reads ${schemaVersion}: it is migrated when the server starts with it`,
      );
    db.pragma('cache_size = -32768');
    db.pragma('mmap_size = 268435456');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);

const passing = new Set(['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_BUSY']);

const isOf = (codes: ReadonlySet<string>, error: unknown): boolean =>
  error instanceof Database.SqliteError && [...codes].some((code) => error.code.startsWith(code));

/** Whether an error means that the file itself is damaged. */
export const isDamage = (error: unknown): boolean => isOf(damaged, error);

/** Whether an error is one of the disk, and the same call may succeed later. */
export const isPassing = (error: unknown): boolean => isOf(passing, error);
