import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DiskFailure } from '../../ports.ts';
import { onDisk } from './disk-code.ts';
import { identityOf } from './identity.ts';
import { type Begun, build, keepBegun, type LedgerFileOptions, moveAside, syncDirectory } from './ledger-file.ts';
import { connect } from './schema.ts';
import { copyUses } from './uses.ts';

/** How far the ledgers of an open database were ordered to be written. */
export interface Written {
  /** The number of the ledger that is being written, and its last line. */
  readonly number: number;
  readonly last: number;
  readonly begun: 'start' | Begun;
}

/**
 * Writes an open database, whose file is no longer found under its name, again under that name, as
 * far as it was ordered to be written, and opens the new file. A file that has the name meanwhile
 * is set aside. The old connection is closed. Throws DiskFailure; then nothing has changed.
 */
export function writeAgain(open: Database, written: Written, lost: string, options: LedgerFileOptions): Database {
  const { dataDir, say } = options;
  const file = join(dataDir, 'ledger.db');
  try {
    return onDisk(() => {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      options.holdFolder?.();
      const fresh = `${file}.new`;
      build(fresh, (db) => copy(open, db, written));
      // SQLite would use a write-ahead file that does not belong to the new database as its own.
      const there = ['', '-wal', '-shm'].some((end) => identityOf(`${file}${end}`) !== null);
      const aside = there ? moveAside(file, 'ledger-replaced', options) : null;
      renameSync(fresh, file);
      syncDirectory(dirname(file));
      const db = connect(file);
      // SQLite does not touch files of that name if they belong to another database.
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
  copyUses(from, to);
  if (begun !== 'start') keepBegun(to, begun);
}
