import { readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Connection } from './database.ts';
import { sync } from './rewrite.ts';
import { versionOf } from './version.ts';

/** The number of copies kept, of different versions. */
const keptCopies = 2;

const bytesPerMegabyte = 1024 * 1024;

/**
 * The path of the copy of a database, made at `now` (ms since 1970): in the same folder, with
 * version and time in its name.
 */
const copyName = (file: string, version: number, now: number): string =>
  `${file}.tables-${version}-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;

/**
 * Copies an open database to the same folder before its tables are changed, and checks the copy.
 * Only then removes older copies: all of the same version, and all but the newest of other
 * versions. Returns the copy's path. Throws a one-line message if there is no room; then nothing
 * has changed.
 */
export function copyBefore(db: Connection, file: string, now: number): string {
  const unfinished = `${file}.copy.new`;
  const version = versionOf(db);
  rmSync(unfinished, { force: true });
  const needed = bytesOf(db);
  if (freeBytes(file) < needed) throw noRoom(file, needed);
  try {
    db.prepare('VACUUM INTO ?').run(unfinished);
    sync(unfinished);
    verify(db, unfinished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw isFull(error) ? noRoom(file, needed) : error;
  }
  const copy = copyName(file, version, now);
  renameSync(unfinished, copy);
  sync(dirname(file));
  for (const each of superfluous(file, copy)) rmSync(each, { force: true });
  return copy;
}

/** The size of the copy: the pages in use. */
function bytesOf(db: Connection): number {
  const number = (pragma: string): number => db.pragma(pragma, { simple: true }) as number;
  return (number('page_count') - number('freelist_count')) * number('page_size');
}

function freeBytes(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'SQLITE_FULL' || error.code === 'ENOSPC');

function noRoom(file: string, needed: number): Error {
  const megabytes = (bytes: number): string => (bytes / bytesPerMegabyte).toFixed(1);
  const [need, free] = [megabytes(needed), megabytes(freeBytes(file))];
  return new Error(
    `${basename(file)} is of an older version and has to be copied before its tables are changed; that takes ${need} MB, and ${free} MB are free: make room there and start again, nothing was changed · ` +
      `数据库版本较旧，升级前须先保留副本，需要 ${need} MB，磁盘剩余 ${free} MB：请腾出空间后重新启动，数据库未作任何改动`,
  );
}

/**
 * Compares a copy with the open database: SQLite's own check of its pages, then the tables and
 * their numbers of rows. Throws if they differ.
 */
function verify(db: Connection, path: string): void {
  const copy = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const check = copy.pragma('quick_check(1)', { simple: true });
    if (check !== 'ok') throw new Error(`the copy ${basename(path)} is not sound: ${check}`);
    const [was, is] = [db, copy].map(contentsOf);
    if (was !== is) throw new Error(`the copy ${basename(path)} differs from the database`);
  } finally {
    copy.close();
  }
}

/** Version and schema of a database, and the number of rows of each table, as a text to compare. */
function contentsOf(db: Connection): string {
  const schema = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all() as {
    readonly type: string;
    readonly name: string;
  }[];
  const rows = schema
    .filter(({ type, name }) => type === 'table' && !name.startsWith('sqlite_'))
    .map(({ name }) => db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get());
  return JSON.stringify([versionOf(db), db.pragma('application_id', { simple: true }), schema, rows]);
}

/** The older copies next to `copy` that are not kept. */
function superfluous(file: string, copy: string): string[] {
  const named = /\.tables-(\d+)-(\d{4}-\d{2}-\d{2}T[\d-]+Z)$/;
  const kept = new Set<string>();
  const stale: string[] = [];
  const older = readdirSync(dirname(file))
    .filter((name) => name.startsWith(`${basename(file)}.tables-`) && named.test(name) && name !== basename(copy))
    .map((name) => ({ name, version: named.exec(name)?.[1] ?? '', at: named.exec(name)?.[2] ?? '' }))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  kept.add(named.exec(copy)?.[1] ?? '');
  for (const { name, version } of older)
    if (kept.has(version) || kept.size >= keptCopies) stale.push(join(dirname(file), name));
    else kept.add(version);
  return stale;
}
