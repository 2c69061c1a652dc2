import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { applicationId, schema, schemaVersion } from './schema.ts';

export type Connection = Database.Database;

/** Without a look at every page, a file up to this size is checked at the start after an end that was not clean. */
const checkedBytes = 512 * 1024 * 1024;
/** Pages behind which SQLite moves the write-ahead log into the file by itself: 16 MiB. */
const checkpointPages = 4096;
const walLimitBytes = 64 * 1024 * 1024;

const memory = ':memory:';

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

/** The writing connection; makes the tables of a new file. */
export function openWriter(file: string): Connection {
  if (file !== memory) mkdirSync(dirname(file), { recursive: true });
  const db = prepare(new Database(file), file);
  try {
    if (file !== memory && db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
      throw new Error(`${file}: no WAL`);
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    db.pragma(`journal_size_limit = ${walLimitBytes}`);
    db.pragma('cache_size = -65536');
    const version = db.pragma('user_version', { simple: true });
    if (version === 0) makeTables(db);
    else if (version !== schemaVersion)
      throw new Error(`${file} is of version ${version}, this server knows ${schemaVersion}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function makeTables(db: Connection): void {
  db.transaction(() => {
    db.exec(schema);
    db.prepare("INSERT INTO meta VALUES ('folded', 0)").run();
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${schemaVersion}`);
  })();
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

/** Whether the last end was not clean: its write-ahead log is still there. */
const hasLog = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

/**
 * Opens the writer, and where the file is damaged, puts it aside under a new name and begins a new one: it is never overwritten. Answers where the
 * damaged one is now.
 */
export function openOrPutAside(file: string, now: number): { db: Connection; putAside: string | null } {
  const unclean = file !== memory && existsSync(file) && hasLog(file) && statSync(file).size <= checkedBytes;
  let db: Connection | null = null;
  try {
    db = openWriter(file);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    db.prepare('SELECT value FROM meta').get();
    if (unclean) {
      const found = db.pragma('quick_check(1)', { simple: true });
      if (found !== 'ok') throw new Database.SqliteError(String(found), 'SQLITE_CORRUPT');
    }
    return { db, putAside: null };
  } catch (error) {
    db?.close();
    if (file === memory || !isDamage(error)) throw error;
    const aside = `${file}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${aside}${suffix}`);
    return { db: openWriter(file), putAside: aside };
  }
}
