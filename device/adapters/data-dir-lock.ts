import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Bilingual, bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';
import { watchOpenFiles } from '../../shared/ledger/open-files.ts';
import { DiskFailure } from '../ports.ts';
import { onDisk } from './ledger/disk-code.ts';
import { identityOf } from './ledger/identity.ts';

/** Another process uses this data directory. */
export class DataDirInUse extends Error {
  readonly line: Bilingual;

  constructor(dataDir: string) {
    const line = bilingual(
      `another kiosk agent uses ${dataDir}: two must never share a ledger`,
      `${dataDir} 正被另一个终端程序使用：两个程序不能共用一个账本`,
    );
    super(joinBilingual(line));
    this.line = line;
    this.name = 'DataDirInUse';
  }
}

/** A data folder that this process holds, so that no second one writes there. */
export interface DataDirLock {
  /**
   * Makes sure that the folder is held, even if it or its lock file was removed and created again.
   * Throws DiskFailure if that is not possible.
   */
  hold(): void;
  release(): void;
}

/**
 * Takes a data directory for this process alone, until `release` or the process's end, however it
 * ends: the lock is the operating system's, held through SQLite on a file of its own that is never
 * written to, so the ledger stays readable to a technician meanwhile. Throws DataDirInUse and
 * DiskFailure.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  let held = take(dataDir);
  return {
    hold() {
      if (held.lost() === null) return;
      try {
        const again = take(dataDir);
        held.db.close();
        held = again;
      } catch (error) {
        if (error instanceof DataDirInUse) throw new DiskFailure('disk-gone', error.message);
        throw error;
      }
    },
    release: () => held.db.close(),
  };
}

function take(dataDir: string): { readonly db: Database.Database; lost(): string | null } {
  return onDisk(() => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // SQLite would only report that it can't open the file.
    accessSync(dataDir, constants.W_OK);
    const file = join(dataDir, 'agent.lock');
    const db = new Database(file, { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
        throw new DataDirInUse(dataDir);
      throw error;
    }
    return { db, lost: watchOpenFiles(file, identityOf) };
  });
}
