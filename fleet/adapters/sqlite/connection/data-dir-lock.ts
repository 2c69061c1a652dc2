import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Bilingual, bilingual, joinBilingual } from '../../../../shared/contracts/meaning.ts';

/** The name of the lock file in a data folder. */
export const lockName = 'fleet.lock';

/** Thrown if another fleet server uses this data folder. */
export class DataDirInUse extends Error {
  readonly line: Bilingual;

  constructor(dataDir: string) {
    const line = bilingual(
      `dataDir holds "${dataDir}", where another fleet server is at work: stop it, or choose another folder`,
      `${dataDir} 正被另一个机群服务器使用：请先停止它，或改用其他文件夹`,
    );
    super(joinBilingual(line));
    this.line = line;
    this.name = 'DataDirInUse';
  }
}

/**
 * Locks a data folder for this process until `release` or the end of the process, however it ends.
 * The lock is the operating system's, taken by SQLite on a separate file that is never written to.
 * Throws DataDirInUse, or the system's errors.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // SQLite would only say that it cannot open the file.
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
