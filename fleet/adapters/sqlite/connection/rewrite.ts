import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { databaseSuffixes } from '../../../../shared/ledger/open-files.ts';
import { lockDataDir, lockName } from './data-dir-lock.ts';
import type { Connection } from './database.ts';

/** The file under a name, by device and inode. Null if there is none. */
export function identityOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

/**
 * Returns a function that makes sure that this process holds the folder, even if its lock file was
 * removed. The function returns whether it had to lock the folder again.
 */
export function folderHolder(folder: string): () => boolean {
  const file = join(folder, lockName);
  let held = identityOf(file);
  return () => {
    if (identityOf(file) === held) return false;
    // Held until the process ends. The old lock is on a file that nobody else can find any more.
    lockDataDir(folder);
    held = identityOf(file);
    return true;
  };
}

/**
 * Writes an open database whose file is no longer under its name to that name again. Any other file
 * under the name is renamed, with a date in its name. The connection still uses the lost file: the
 * caller opens the new one. If it throws, nothing has changed.
 */
export function writeAgain(open: Connection, file: string, at: number): void {
  const fresh = `${file}.new`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
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
