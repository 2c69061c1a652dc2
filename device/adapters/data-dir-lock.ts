import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onDisk } from './ledger/disk-code.ts';

/** Another process works in this data directory. */
export class DataDirInUse extends Error {
  constructor(dataDir: string) {
    super(`another kiosk agent works in ${dataDir}: two must never share a ledger`);
    this.name = 'DataDirInUse';
  }
}

/**
 * Takes a data directory for this process alone, until `release` or the process's end, however it ends: the lock is the operating
 * system's, held through SQLite on a file of its own that is never written to, so the ledger stays readable to a technician meanwhile.
 * Throws DataDirInUse and DiskFailure.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  return onDisk(() => {
    mkdirSync(dataDir, { recursive: true });
    // SQLite would only say that it can't open the file.
    accessSync(dataDir, constants.W_OK);
    const db = new Database(join(dataDir, 'agent.lock'), { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
        throw new DataDirInUse(dataDir);
      throw error;
    }
    return { release: () => db.close() };
  });
}
