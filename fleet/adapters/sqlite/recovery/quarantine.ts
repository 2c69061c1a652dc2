import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { databaseSuffixes } from '../../../../shared/ledger/open-files.ts';
import type { OpenedStore } from '../../../ports/fleet-store.ts';
import { type Connection, connectWriter, isDamage, memory } from '../connection/database.ts';
import { migrate, openWriter } from '../connection/migrate.ts';
import { moveDatabase, sync } from '../connection/rewrite.ts';
import { noteDamage, suspicion } from '../connection/suspicion.ts';
import { recoverDatabase } from './recovery.ts';

/** After an unclean end, a file up to this size is checked page by page at the start. */
const checkedBytes = 512 * 1024 * 1024;

/** What every start reads anyway. Damage there shows before anything listens. */
const readAtStart = [
  'meta',
  'machine',
  'suspension',
  'config',
  'recall',
  'decision',
  'command',
  'user',
  'heard',
  'notice',
  'ledger',
  'account',
  'flag',
];

/** Whether the last end was unclean: the write-ahead log is still there. */
const hasLog = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

function check(db: Connection, everyPage: boolean): void {
  const there = new Set(db.prepare('SELECT name FROM sqlite_schema').pluck().all());
  for (const table of readAtStart)
    if (there.has(table)) for (const _ of db.prepare(`SELECT * FROM ${table}`).raw().iterate());
  if (!everyPage) return;
  const found = db.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Database.SqliteError(String(found), 'SQLITE_CORRUPT');
}

/**
 * Opens the writer and migrates an older file. A damaged file is quarantined: it gets a new name
 * and is never written again, and a new file is started with whatever of the registry could be
 * read.
 */
export function openOrQuarantine(file: string, now: number): OpenedStore & { readonly db: Connection } {
  if (file === memory) return { db: openWriter(file), quarantined: null, migrated: null };
  const next = `${file}.new`;
  if (!existsSync(file)) endMove(file, next, now);
  const suspected = existsSync(suspicion(file));
  const everyPage = suspected || (existsSync(file) && hasLog(file) && statSync(file).size <= checkedBytes);
  let db: Connection | null = null;
  try {
    db = connectWriter(file);
    check(db, everyPage);
    const migrated = migrate(db, file, now);
    rmSync(suspicion(file), { force: true });
    return { db, quarantined: null, migrated };
  } catch (error) {
    if (!isDamage(error)) {
      db?.close();
      throw error;
    }
    // Before anything moves: a start after a power cut then looks at every page again.
    noteDamage(file);
    const aside = damagedName(file, now);
    const recovered = createFromDamaged(db, next, now);
    moveDatabase(file, aside);
    replace(next, file);
    rmSync(suspicion(file), { force: true });
    // Closed only now. SQLite does not touch a file that has moved; before the move, it would write
    // its log into the damaged one.
    db?.close();
    return { db: openWriter(file), quarantined: { file: aside, why: String(error), ...recovered }, migrated: null };
  }
}

/** The dated name under which a damaged file is kept. */
const damagedName = (file: string, now: number): string =>
  `${file}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;

/**
 * Ends a replacement that a power cut interrupted when the database had its new name already. The
 * companions that are left belong to that database: SQLite would take them for those of the next
 * one. The next one is complete, since the old one is moved away only then.
 */
function endMove(file: string, next: string, now: number): void {
  const moved = readdirSync(dirname(file))
    .filter((name) => name.startsWith(`${basename(file)}.`) && /\.(damaged|replaced)-[^.]*Z$/.test(name))
    .sort((a, b) => a.slice(-24).localeCompare(b.slice(-24)))
    .at(-1);
  moveDatabase(file, moved === undefined ? damagedName(file, now) : join(dirname(file), moved));
  if (existsSync(next)) replace(next, file);
}

/**
 * Creates a new file with what can be saved from the damaged one. It is complete and on disk on
 * return.
 */
function createFromDamaged(damaged: Connection | null, next: string, now: number) {
  for (const suffix of databaseSuffixes) rmSync(`${next}${suffix}`, { force: true });
  const fresh = openWriter(next);
  try {
    return recoverDatabase(damaged, fresh, now);
  } finally {
    fresh.pragma('wal_checkpoint(TRUNCATE)');
    fresh.close();
  }
}

/** Gives a complete database the name of the one that was moved away. */
function replace(next: string, file: string): void {
  renameSync(next, file);
  sync(dirname(file));
}
