import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { databaseSuffixes } from '../../../../shared/ledger/open-files.ts';
import { lockDataDir, lockName } from './data-dir-lock.ts';
import type { Connection } from './database.ts';

/** The file that stands under a name, by device and number; null for none. */
export function identityOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

/** Makes sure that the folder is this process's alone, also where its lock was taken away; answers whether it had to be locked anew. */
export function folderHolder(folder: string): () => boolean {
  const file = join(folder, lockName);
  let held = identityOf(file);
  return () => {
    if (identityOf(file) === held) return false;
    // Held until the process ends: the lock that it had before is on a file that nobody else will ever find.
    lockDataDir(folder);
    held = identityOf(file);
    return true;
  };
}

/**
 * Writes an open database, whose file stands under its name no more, out again under that name; what stands there meanwhile is set aside
 * under a dated name. The connection goes on with the lost file: the caller opens the new one. Throws; then nothing has changed.
 */
export function writeAgain(open: Connection, file: string, at: number): void {
  const fresh = `${file}.new`;
  mkdirSync(dirname(file), { recursive: true });
  for (const end of databaseSuffixes) rmSync(`${fresh}${end}`, { force: true });
  open.prepare('VACUUM INTO ?').run(fresh);
  sync(fresh);
  const aside = `${file}.replaced-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`;
  moveDatabase(file, aside);
  renameSync(fresh, file);
  sync(dirname(file));
}

/**
 * Moves a database and its companions to another name. The database goes first: without its
 * write-ahead log it would pass for a whole, older one after a power cut in between.
 */
export function moveDatabase(file: string, to: string): void {
  for (const end of databaseSuffixes) if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${to}${end}`);
}

/** Makes a file, or the names in a folder, durable. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
