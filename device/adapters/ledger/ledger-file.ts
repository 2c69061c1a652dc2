import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { LedgerId, MachineId } from '../../../shared/contracts/ids.ts';
import type { Chain } from '../../../shared/ledger/chain.ts';
import type { Loggable } from '../../ports.ts';
import { onDisk } from './disk-code.ts';
import { ownerOf } from './owner.ts';
import { connect, connectToRead, migrate } from './schema.ts';
import { copyUses } from './uses.ts';
import { inspect, recoverLines } from './walk.ts';

/**
 * Why the file is new. It is kept in the file until its first line is written, so that a power cut
 * in between does not lose it. `missing`: this folder had a ledger, and its file is gone.
 */
export type Begun = 'new-disk' | 'damaged' | 'missing';

/** Which ledger file is opened, and for whom. */
export interface LedgerFileOptions {
  readonly dataDir: string;
  /** Whose ledger it is: a folder is one machine's for ever. */
  readonly machine: MachineId;
  readonly chain: Chain;
  newLedger(): LedgerId;
  /** Now as `2026-11-23T14-05-01Z`, for the name of a file that is set aside. */
  dated(): string;
  say(level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, Loggable>>): void;
  /** A write found the file damaged: only opening it again can help. */
  onDamage?: () => void;
  /**
   * Makes sure that this process holds the folder, even if it was created again. Throws
   * DiskFailure.
   */
  holdFolder?: () => void;
}

/**
 * The path of a ledger file that was read through and found whole: the existing one, a new one, or
 * one made of what could be read of a damaged one, which is set aside under a dated name. A new
 * file is created under another name and renamed when it is complete, so there is never a half-made
 * one.
 */
export function ledgerFile(options: LedgerFileOptions): string {
  return onDisk(() => {
    const { dataDir, chain, say } = options;
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = join(dataDir, 'ledger.db');
    const fresh = join(dataDir, 'ledger.db.new');
    const wal = `${file}-wal`;

    if (sizeOf(file) > 0) {
      const { fault } = inspect(file, chain);
      if (fault === null) {
        remove(fresh);
        return file;
      }
      const rescued = rescue(file, fresh, options);
      const aside = setAside(file, options);
      renameSync(fresh, file);
      syncDirectory(dataDir);
      const kept = rescued.map(({ id, last }) => `${id} through ${last}`);
      say('warn', `The ledger file is damaged and was set aside as ${aside}`, { fault, kept });
      return file;
    }

    // A write-ahead file whose database is gone: SQLite would delete it.
    const orphan = sizeOf(wal) > 0;
    if (orphan)
      say('warn', `The ledger file is gone and its write-ahead file was set aside as ${setAside(file, options)}`);
    // The power went between setting a damaged file aside and putting the rescued one in its place.
    const rescued = sizeOf(fresh) > 0 && inspect(fresh, chain).fault === null;
    const missing = ownerOf(dataDir) !== null;
    if (!rescued) create(fresh, options.newLedger(), orphan ? 'damaged' : missing ? 'missing' : 'new-disk');
    rmSync(file, { force: true });
    renameSync(fresh, file);
    syncDirectory(dataDir);
    if (missing && !rescued)
      say(
        'error',
        `A ledger was in ${dataDir} and its file is gone: a new one was made. Count every lane: the boxes in the lanes are not in the books · ${dataDir} 中原有账本，现已丢失：已新建账本，货道内原有的盒子不在账上，请逐个货道盘点`,
      );
    else say('info', `A new ledger file was made: ${file}`);
    return file;
  });
}

function create(file: string, ledger: LedgerId, begun: Begun): void {
  build(file, (db) => {
    db.prepare('INSERT INTO ledgers (number, id) VALUES (1, ?)').run(ledger);
    keepBegun(db, begun);
  });
}

/**
 * Copies what can be read of a damaged file, ledger by ledger, each as far as its chain is whole.
 * The last one continues.
 */
function rescue(damaged: string, fresh: string, options: LedgerFileOptions) {
  return build(fresh, (db) => {
    const insert = db.prepare('INSERT INTO lines (ledger, seq, line, head) VALUES (?, ?, ?, ?)');
    const { ledgers } = recoverLines(damaged, options.chain, (ledger, seq, line, head) =>
      insert.run(ledger, seq, line, head),
    );
    const whole = ledgers.filter(({ last }) => last > 0);
    const name = db.prepare('INSERT INTO ledgers (number, id) VALUES (?, ?)');
    for (const { number, id } of whole) name.run(number, id);
    const last = ledgers.at(-1);
    // Nothing of the ledger in use can be read: begin another one after the earlier ones.
    if (!last || last.last === 0) name.run((last?.number ?? 0) + 1, options.newLedger());
    keepBegun(db, 'damaged');
    rescueUses(damaged, db);
    return whole;
  });
}

/**
 * Copies the kept uses, if they can be read: without them, intervals that are closed would open.
 */
function rescueUses(damaged: string, to: Database): void {
  let from: Database | null = null;
  try {
    from = connectToRead(damaged);
    copyUses(from, to);
  } catch {
    // They are lost with the damaged part of the file.
  } finally {
    from?.close();
  }
}

/**
 * Makes a whole database: all of it in one transaction, closed, so that its write-ahead file is
 * folded in and gone.
 */
export function build<T>(file: string, fill: (db: Database) => T): T {
  remove(file);
  const db = connect(file);
  try {
    migrate(db);
    return db.transaction(() => fill(db)).immediate();
  } finally {
    db.close();
  }
}

/** Notes in a new file why it is new. */
export const keepBegun = (db: Database, begun: Begun) =>
  db.prepare("INSERT INTO hints (name, value) VALUES ('begun', ?)").run(begun);

/**
 * Moves a database with its companions to a dated name that no file has yet. The database goes
 * first: without its write-ahead file it would pass for a whole, older one.
 */
const setAside = (file: string, options: LedgerFileOptions): string => moveAside(file, 'ledger-damaged', options);

/** As `setAside`, under a name that begins with `as`. */
export function moveAside(file: string, as: string, { dated }: Pick<LedgerFileOptions, 'dated'>): string {
  const stem = join(dirname(file), `${as}-${dated()}`);
  let aside = `${stem}.db`;
  for (let n = 2; ['', '-wal', '-shm'].some((end) => existsSync(`${aside}${end}`)); n++) aside = `${stem}-${n}.db`;
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  syncDirectory(dirname(file));
  return aside;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function remove(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}

/**
 * Makes the names in a directory as durable as the files. Windows has no such call and needs none.
 */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
