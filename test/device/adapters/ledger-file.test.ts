import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { schemaVersion } from '../../../device/adapters/ledger/schema.ts';
import { NewerLedger } from '../../../device/adapters/ledger/walk.ts';
import { openIn } from '../../support/device/open-ledger.ts';
import { asideIn, linesOf, written } from '../../support/device/spoilt-ledger.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

describe('the ledger file at the start', () => {
  it('counts as a new disk if there is none, until a line is written', () => {
    const dataDir = join(freshDirectory(), 'not', 'there', 'yet');
    const first = openIn(dataDir);
    expect(first.ledger.begun).toBe('new-disk');
    const id = first.ledger.ledger;
    first.ledger.close();

    const second = openIn(dataDir);
    expect(second.ledger.begun).toBe('new-disk');
    expect(second.ledger.ledger).toBe(id);
    second.ledger.append(['a']);
    expect(second.ledger.begun).toBe('start');
    second.ledger.close();

    expect(openIn(dataDir).ledger.begun).toBe('start');
  });

  it('counts as a new disk if it is empty', () => {
    const dataDir = freshDirectory();
    writeFileSync(join(dataDir, 'ledger.db'), '');
    expect(openIn(dataDir).ledger.begun).toBe('new-disk');
    expect(asideIn(dataDir)).toEqual([]);
  });

  it('writes ahead and syncs each commit, also after a restart', () => {
    const { dataDir, file } = written(1);
    openIn(dataDir).ledger.append(['b']);
    expect(existsSync(`${file}-wal`)).toBe(true);
    const header = readFileSync(file);
    // Bytes 18 and 19 of the header: 2 for write-ahead [sqlite.org, file format].
    expect([header[18], header[19]]).toEqual([2, 2]);
  });

  it('does not allow a line to be changed or removed', () => {
    const { file } = written(3);
    const db = new Database(file);
    expect(() => db.exec("UPDATE lines SET line = 'other' WHERE seq = 2")).toThrow('a ledger line stands');
    expect(() => db.exec('DELETE FROM lines')).toThrow('a ledger line stays');
    expect(() => db.exec("UPDATE ledgers SET id = 'x'")).toThrow('a ledger stands');
    expect(() => db.exec('DELETE FROM ledgers')).toThrow('a ledger stays');
    db.close();
  });

  it('keeps its write-ahead file within bounds over many lines', () => {
    const { dataDir, file } = written(0);
    const { ledger } = openIn(dataDir);
    const page = linesOf(100);
    for (let n = 0; n < 300; n++) ledger.append(page);
    expect(statSync(`${file}-wal`).size).toBeLessThan(8 * 1024 * 1024);
  });

  it('of a later version is not touched', () => {
    const { dataDir, file } = written(3);
    const db = new Database(file);
    db.pragma(`user_version = ${schemaVersion + 1}`);
    db.close();
    expect(() => openIn(dataDir)).toThrow(NewerLedger);
    expect(asideIn(dataDir)).toEqual([]);
  });
});
