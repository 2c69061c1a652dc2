import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DiskFailure } from '../../ports.ts';
import { onDisk } from './disk-code.ts';
import { identityOf } from './identity.ts';
import { type Begun, build, keepBegun, type LedgerFileOptions, moveAside, syncDirectory } from './ledger-file.ts';
import { connect } from './schema.ts';

/** How far the ledgers of an open database were told to be written. */
export interface Written {
  /** The number of the ledger that is being written, and its last line. */
  readonly number: number;
  readonly last: number;
  readonly begun: 'start' | Begun;
}

/**
 * Writes an open database, whose file stands under its name no more, out again under that name, as far as it was told to be written, and
 * opens that. What stands there meanwhile is set aside. The old connection is closed. Throws DiskFailure; then nothing has changed.
 */
export function writeAgain(open: Database, written: Written, lost: string, options: LedgerFileOptions): Database {
  const { dataDir, say } = options;
  const file = join(dataDir, 'ledger.db');
  try {
    return onDisk(() => {
      mkdirSync(dataDir, { recursive: true });
      options.holdFolder?.();
      const fresh = `${file}.new`;
      build(fresh, (db) => copy(open, db, written));
      // SQLite would take a write-ahead file that is not of the new database for its own.
      const there = ['', '-wal', '-shm'].some((end) => identityOf(`${file}${end}`) !== null);
      const aside = there ? moveAside(file, 'ledger-replaced', options) : null;
      renameSync(fresh, file);
      syncDirectory(dirname(file));
      const db = connect(file);
      // SQLite leaves the files under a name alone whose database is another one than its own.
      open.close();
      say(
        'error',
        `${lost} was deleted, moved or replaced while the agent runs: the ledger was written out again · 账本文件在运行中被删除、移走或替换，已重新写出`,
        { through: written.last, ...(aside === null ? {} : { setAside: aside }) },
      );
      return db;
    });
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
    throw new DiskFailure(
      'disk-gone',
      `${lost} was deleted, moved or replaced while the agent runs, and the ledger cannot be written out again: ${error.message}`,
    );
  }
}

function copy(from: Database, to: Database, { number, last, begun }: Written): void {
  const ledgers = from.prepare<[number], [number, string]>('SELECT number, id FROM ledgers WHERE number <= ?').raw();
  const name = to.prepare('INSERT INTO ledgers (number, id) VALUES (?, ?)');
  for (const row of ledgers.all(number)) name.run(...row);
  const lines = from
    .prepare<[number, number, number], [number, number, string, Buffer]>(
      'SELECT ledger, seq, line, head FROM lines WHERE ledger < ? OR (ledger = ? AND seq <= ?)',
    )
    .raw();
  const insert = to.prepare('INSERT INTO lines (ledger, seq, line, head) VALUES (?, ?, ?, ?)');
  for (const row of lines.iterate(number, number, last)) insert.run(...row);
  const hints = from.prepare<[], [string, string]>("SELECT name, value FROM hints WHERE name <> 'begun'").raw();
  const keep = to.prepare('INSERT INTO hints (name, value) VALUES (?, ?)');
  for (const row of hints.all()) keep.run(...row);
  if (begun !== 'start') keepBegun(to, begun);
}
