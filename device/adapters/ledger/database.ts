import type { Database } from 'better-sqlite3';
import { ensureFileInPlace, type StoreFile, writeInPlace } from '../../core/file-identity.ts';
import { DiskFailure } from '../../ports.ts';
import { onDisk } from './disk-code.ts';
import type { Written } from './rewrite.ts';
import { type LedgerStatements, ledgerStatements } from './statements.ts';

/** The path of a ledger's file, and how it is written again if its name was lost. */
export interface Home {
  /** The first of its names that is lost, null for none. */
  lost(): string | null;
  writeAgain(db: Database, written: Written, lost: string): Database;
}

/**
 * The open database of a ledger file. If its name was lost, the file is written again, and the new
 * database is open from then on.
 */
export interface LedgerDatabase {
  readonly sql: LedgerStatements;
  /** How often the file was written out again. */
  readonly rewritten: number;
  /** Reads from the file. Throws DiskFailure. */
  read<T>(work: (sql: LedgerStatements) => T): T;
  /**
   * Makes sure that the file is found under its name, then writes what may be lost with it. Throws
   * DiskFailure.
   */
  hint(work: (sql: LedgerStatements) => void): void;
  /**
   * Deletes, and empties the write-ahead file, in which the deleted rows would still be. Throws
   * DiskFailure.
   */
  forget(work: (sql: LedgerStatements) => void): void;
  /**
   * One durable transaction, which counts only if the file is found under its name before and
   * after. `committed` receives what it wrote; `undo` reverts that. Throws DiskFailure.
   */
  transaction<T>(work: (sql: LedgerStatements) => T, committed: (result: T) => void, undo: () => void): void;
  /** Makes sure that the file is found under its name. Throws DiskFailure. */
  check(): void;
  /** Throws DiskFailure if what was written can't be found any more; it is closed all the same. */
  close(): void;
}

/**
 * `home` is null for a database in memory. `written` returns how far the ledgers were ordered to be
 * written: what went only into a lost file is never copied from it. `onDamage` is called when the
 * file is found damaged.
 */
export function ledgerDatabase(
  first: Database,
  home: Home | null,
  written: () => Written,
  onDamage: () => void,
): LedgerDatabase {
  let db = first;
  let sql = ledgerStatements(db);
  let rewritten = 0;

  const storeFile: StoreFile = {
    lost: () => home?.lost() ?? null,
    writeAgain(lost) {
      if (home === null) return;
      db = home.writeAgain(db, written(), lost);
      sql = ledgerStatements(db);
      rewritten += 1;
    },
  };

  function onFile<T>(work: () => T): T {
    try {
      return onDisk(work);
    } catch (error) {
      if (error instanceof DiskFailure && error.code === 'disk-damaged') onDamage();
      throw error;
    }
  }

  return {
    get sql() {
      return sql;
    },
    get rewritten() {
      return rewritten;
    },
    read: (work) => onFile(() => work(sql)),
    hint: (work) =>
      onFile(() => {
        ensureFileInPlace(storeFile);
        work(sql);
      }),
    forget: (work) =>
      onFile(() => {
        ensureFileInPlace(storeFile);
        work(sql);
        db.pragma('wal_checkpoint(TRUNCATE)');
      }),
    transaction: (work, committed, undo) =>
      onFile(() => writeInPlace(storeFile, () => committed(db.transaction(work).immediate(sql)), undo)),
    check: () => onFile(() => ensureFileInPlace(storeFile)),
    close() {
      if (!db.open) return;
      try {
        onFile(() => ensureFileInPlace(storeFile));
      } finally {
        db.close();
      }
    },
  };
}
