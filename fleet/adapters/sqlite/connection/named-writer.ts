import { dirname } from 'node:path';
import { errorText } from '../../../../shared/error-text.ts';
import { watchOpenFiles } from '../../../../shared/ledger/open-files.ts';
import type { OpenedStore } from '../../../ports/fleet-store.ts';
import type { Connection } from './database.ts';
import { folderHolder, identityOf, writeAgain } from './rewrite.ts';

/** How soon a database that could not be written again is tried again. It may be large. In ms. */
const retryMs = 5_000;

/** A writer over a database file, with its connection. */
export interface OpenedWriter<Calls> extends OpenedStore {
  readonly calls: Calls;
  readonly db: Connection;
}

/** A writer that never confirms what the next start would not find. */
export interface NamedWriter<Calls> extends OpenedStore {
  /**
   * Runs `work` on the writer. Rejects if `work` does, or if the database is no longer under its
   * file name and cannot be written again.
   */
  use<Value>(work: (calls: Calls) => Value): Promise<Awaited<Value>>;
  close(): Promise<void>;
}

/**
 * Opens a writer over a file, and checks before and after every call that the database is still
 * under its file name: an open handle goes on writing to a file that was deleted or moved. If it is
 * not, the database is written to that name again and opened, and `rewritten` is called.
 */
export async function openNamedWriter<Calls>(
  file: string,
  open: () => Promise<OpenedWriter<Calls>>,
  rewritten: (lost: string) => void,
): Promise<NamedWriter<Calls>> {
  let current = await open();
  const { quarantined, migrated } = current;
  let lost = watchOpenFiles(file, identityOf);
  const holdFolder = folderHolder(dirname(file));
  let failed: { readonly at: number; readonly error: Error } | null = null;

  async function reopen(): Promise<void> {
    holdFolder();
    const before = current.db;
    writeAgain(before, file, Date.now());
    current = await open();
    lost = watchOpenFiles(file, identityOf);
    // SQLite does not touch files under a name that belongs to another database.
    before.close();
  }

  async function ensureFileInPlace(): Promise<void> {
    const name = lost();
    if (name === null) return;
    if (failed !== null && Date.now() - failed.at < retryMs) throw failed.error;
    try {
      await reopen();
    } catch (error) {
      failed = { at: Date.now(), error: cannotRewrite(name, error) };
      throw failed.error;
    }
    failed = null;
    rewritten(name);
  }

  return {
    quarantined,
    migrated,
    async use<Value>(work: (calls: Calls) => Value): Promise<Awaited<Value>> {
      await ensureFileInPlace();
      const value = await work(current.calls);
      await ensureFileInPlace();
      return value;
    },
    async close() {
      try {
        await ensureFileInPlace();
      } finally {
        current.db.close();
      }
    },
  };
}

function cannotRewrite(name: string, error: unknown): Error {
  const why = errorText(error);
  return new Error(
    `${name} was deleted, moved or replaced while the server runs, and the database cannot be written out again (${why}) · 数据库文件在运行中被删除、移走或替换，且无法重新写出`,
  );
}
