import { accessSync, constants, mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { additions, applicationId, guards, schema, schemaVersion } from './schema.ts';

/** One open SQLite connection. */
export type Connection = Database.Database;

/** A full batch takes six pages: fewer, larger writes than with SQLite's own 4 KiB, and no more for a batch of one line. */
const pageBytes = 8192;
/** Pages behind which SQLite moves the write-ahead log into the file by itself: 16 MiB. */
const checkpointPages = 2048;
const walLimitBytes = 64 * 1024 * 1024;

export const memory = ':memory:';

/**
 * Sets what every connection must have, and asserts it: better-sqlite3 leaves a WAL database at `synchronous=NORMAL`, which may lose the last
 * commits with the power.
 */
function prepare(db: Connection, file: string): Connection {
  db.pragma('busy_timeout = 2000');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = OFF');
  db.pragma('temp_store = MEMORY');
  if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error(`${file}: synchronous is not FULL`);
  return db;
}

/** The writing connection; makes the tables of a new file. Another version's file is not touched: the error says what to do. */
export function openWriter(file: string): Connection {
  if (file !== memory) {
    mkdirSync(dirname(file), { recursive: true });
    // SQLite would say no more than that it can't open the file.
    accessSync(dirname(file), constants.W_OK);
  }
  const db = prepare(new Database(file), file);
  try {
    const blank = isBlank(db);
    // Ahead of all that writes: also the journal's mode stands in the file.
    const wrong = blank ? null : versionTrouble(db);
    if (wrong !== null) throw new Error(`${basename(file)} ${wrong}`);
    if (blank) db.pragma(`page_size = ${pageBytes}`);
    if (file !== memory && db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
      throw new Error(`${file}: no WAL`);
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    db.pragma(`journal_size_limit = ${walLimitBytes}`);
    db.pragma('cache_size = -65536');
    if (blank) makeTables(db);
    db.exec(additions);
    db.exec(guards);
    // SQLite opens a file that it may not write for reading alone, without a word, and never looks again: try, and leave nothing.
    db.exec('BEGIN IMMEDIATE; CREATE TABLE may_it_be_written (x); ROLLBACK');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function makeTables(db: Connection): void {
  db.transaction(() => {
    db.exec(schema);
    db.prepare("INSERT INTO meta VALUES ('folded', 0), ('doubts', 1)").run();
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${schemaVersion}`);
  })();
}

const isBlank = (db: Connection): boolean =>
  db.pragma('user_version', { simple: true }) === 0 &&
  db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;

/** Why this server can't work with the tables of a file, and what to do then; null where they are its own. */
function versionTrouble(db: Connection): string | null {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    return 'is no database of a fleet server: choose another dataDir';
  if (version > schemaVersion)
    return `was made by a newer version of the fleet server (tables ${version}, this one knows ${schemaVersion}): start that version, or choose another dataDir`;
  if (version === schemaVersion && hasOwnTables(db)) return null;
  const what = version < schemaVersion ? `tables ${version}, this one needs ${schemaVersion}` : 'other tables';
  return `was made by an older version of the fleet server (${what}): start that version, or move the file away; then machines are registered anew, and kiosks send their ledgers again`;
}

/** Whether every table and index of the schema is there as it is written down; others beside them do no harm. */
function hasOwnTables(db: Connection): boolean {
  const own = new Database(memory);
  try {
    own.exec(schema);
    const list = (of: Connection) =>
      of.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").pluck().all();
    const there = new Set(list(db));
    return list(own).every((sql) => there.has(sql));
  } finally {
    own.close();
  }
}

/** A reading connection beside the writer. */
export function openReader(file: string): Connection {
  const db = prepare(new Database(file, { readonly: true }), file);
  db.pragma('cache_size = -32768');
  db.pragma('mmap_size = 268435456');
  return db;
}

const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);

/** Whether an error says that the file itself is no sound database. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && [...damaged].some((code) => error.code.startsWith(code));
