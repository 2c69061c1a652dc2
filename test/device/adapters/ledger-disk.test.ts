import { chmodSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DataDirInUse, lockDataDir } from '../../../device/adapters/data-dir-lock.ts';
import { diskFailure, onDisk } from '../../../device/adapters/ledger/disk-code.ts';
import { type DiskCode, DiskFailure } from '../../../device/ports.ts';
import { openIn } from '../../support/device/open-ledger.ts';
import { bound, canMount, readOnly, smallDisk } from '../../support/disks.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

/** The code with which the work fails; any error other than a disk failure is thrown. */
function failureOf(work: () => unknown): DiskCode | 'none' {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof DiskFailure) return error.code;
    throw error;
  }
}

describe('what SQLite reports about the disk', () => {
  it('is reported by a closed code', () => {
    const db = new Database(':memory:');
    db.pragma('max_page_count = 8');
    db.exec('CREATE TABLE t (x)');
    const fill = db.prepare('INSERT INTO t VALUES (zeroblob(9000))');
    expect(
      failureOf(() =>
        onDisk(() => {
          for (let n = 0; n < 9; n++) fill.run();
        }),
      ),
    ).toBe('disk-full');
    db.pragma('query_only = true');
    expect(failureOf(() => onDisk(() => fill.run()))).toBe('disk-read-only');
    db.close();

    const file = join(freshDirectory(), 'x');
    writeFileSync(file, 'none of SQLite’s'.repeat(100));
    const broken = new Database(file);
    expect(failureOf(() => onDisk(() => broken.prepare('SELECT * FROM sqlite_schema')))).toBe('disk-damaged');
    broken.close();
    expect(failureOf(() => onDisk(() => new Database('/proc/none.db')))).toBe('disk-error');
  });

  it('does not hide a mistake of ours', () => {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE t (x PRIMARY KEY); INSERT INTO t VALUES (1)');
    expect(() => onDisk(() => db.exec('INSERT INTO t VALUES (1)'))).toThrow(Database.SqliteError);
    expect(() => onDisk(() => db.exec('no SQL'))).toThrow(Database.SqliteError);
    expect(diskFailure(new Error('something else'))).toBeNull();
    db.close();
  });
});

describe('a ledger on a disk that cannot be written', () => {
  it('is not opened in a folder without write permission, and is opened once it has it', () => {
    const dataDir = freshDirectory();
    chmodSync(dataDir, 0o755);
    openIn(dataDir).ledger.append(['a']);
    const holding = openIn(dataDir);
    holding.ledger.close();
    readOnly(dataDir);
    expect(bound(() => failureOf(() => lockDataDir(dataDir)))).not.toBe('none');
    expect(bound(() => failureOf(() => openIn(dataDir).ledger.append(['b'])))).toBe('disk-read-only');
  });

  it.runIf(canMount())('accepts nothing while the disk is full, stays whole, and continues when there is room', () => {
    const dataDir = smallDisk(1024 * 1024) ?? expect.fail('no disk');
    const { ledger } = openIn(dataDir);
    ledger.append(['a']);
    writeFileSync(join(dataDir, 'other'), Buffer.alloc(700 * 1024));
    const page = Array.from({ length: 100 }, (_, n) => JSON.stringify({ n, fill: 'f'.repeat(500) }));
    let code: DiskCode | 'none' = 'none';
    for (let n = 0; n < 100 && code === 'none'; n++) code = failureOf(() => ledger.append(page));
    expect(code).toBe('disk-full');
    const { last, head } = ledger;
    expect(last % 100).toBe(1);
    expect(failureOf(() => ledger.append(page))).toBe('disk-full');
    expect([ledger.last, ledger.head]).toEqual([last, head]);

    unlinkSync(join(dataDir, 'other'));
    ledger.append(['b']);
    ledger.close();
    const again = openIn(dataDir);
    expect(again.said).toEqual([]);
    expect(again.ledger.last).toBe(last + 1);
  });

  it.runIf(canMount())('is not begun on a full disk, and is begun when there is room', () => {
    const dataDir = smallDisk(64 * 1024) ?? expect.fail('no disk');
    const other = join(dataDir, 'other');
    writeFileSync(other, Buffer.alloc(60 * 1024));
    expect(failureOf(() => openIn(dataDir))).toBe('disk-full');
    unlinkSync(other);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('ledger-damaged'))).toEqual([]);
  });
});

describe('the lock on a data directory', () => {
  it('is held by one process at a time, and by the next when it is released', () => {
    const dataDir = freshDirectory();
    const lock = lockDataDir(dataDir);
    expect(() => lockDataDir(dataDir)).toThrow(DataDirInUse);
    lock.release();
    lockDataDir(dataDir).release();
  });
});
