import { dirname } from 'node:path';
import { watchNames } from '../../../shared/ledger/names.ts';
import type { QuarantinedDatabase } from '../../ports/fleet-store.ts';
import { openWriterHalf, type SqliteOptions, type WriterHalf } from './connections.ts';
import { folderHolder, identityOf, writeAgain } from './rewrite.ts';

/** A database that could not be written out again is not tried again before: it may be large. */
const retryMs = 5_000;

/** The writing half, which answers nothing that the next start would not find. */
export interface NamedWriter {
  readonly putAside: QuarantinedDatabase | null;
  /** Calls the half by name. Throws as it does, and where the database stands under its name no more and can't be written out again. */
  call(name: string, given: readonly unknown[]): Promise<unknown>;
}

type Calls = Record<string, (...given: readonly unknown[]) => unknown>;

/**
 * Opens the writer over a file and looks before and after every call whether the database still stands under its name: a handle goes on
 * writing into files that were deleted or moved away. Where it does not, the database is written out again, opened, and `rewritten` told.
 */
export async function openNamedWriter(options: SqliteOptions, rewritten: (lost: string) => void): Promise<NamedWriter> {
  const { file } = options;
  const opened = await openWriterHalf(options);
  let { half, db } = opened;
  let lost = watchNames(file, identityOf);
  const holdFolder = folderHolder(dirname(file));
  let failed: { readonly at: number; readonly error: Error } | null = null;

  async function beUnderName(): Promise<void> {
    const name = lost();
    if (name === null) return;
    if (failed !== null && Date.now() - failed.at < retryMs) throw failed.error;
    try {
      await reopen();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failed = {
        at: Date.now(),
        error: new Error(
          `${name} was deleted, moved or replaced while the server runs, and the database cannot be written out again (${why}) · 数据库文件在运行中被删除、移走或替换，且无法重新写出`,
        ),
      };
      throw failed.error;
    }
    failed = null;
    rewritten(name);
  }

  async function reopen(): Promise<void> {
    holdFolder();
    writeAgain(db, file, Date.now());
    const before: WriterHalf = half;
    ({ half, db } = await openWriterHalf(options));
    lost = watchNames(file, identityOf);
    // SQLite leaves the files under a name alone whose database is another one than its own.
    before.close();
  }

  return {
    putAside: opened.putAside,
    async call(name, given) {
      if (name === 'close') {
        try {
          await beUnderName();
        } finally {
          half.close();
        }
        return undefined;
      }
      await beUnderName();
      const value = await (half as unknown as Calls)[name]?.(...given);
      await beUnderName();
      return value;
    },
  };
}
