import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The lock's file in a data folder. */
export const lockName = 'fleet.lock';

/** Another fleet server works in this data folder. */
export class DataDirInUse extends Error {
  constructor(dataDir: string) {
    super(
      `dataDir holds "${dataDir}", where another fleet server is at work: stop it, or choose another folder · ` +
        `${dataDir} 正被另一个机群服务器使用：请先停止它，或改用其他文件夹`,
    );
    this.name = 'DataDirInUse';
  }
}

/**
 * Takes a data folder for this process alone, until `release` or the process's end, however it ends: the lock is the operating system's,
 * held through SQLite on a file of its own that is never written to. Throws DataDirInUse, and the system's errors.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true });
  // SQLite would only say that it can't open the file.
  accessSync(dataDir, constants.W_OK);
  const db = new Database(join(dataDir, lockName), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw new DataDirInUse(dataDir);
    throw error;
  }
  return { release: () => db.close() };
}
