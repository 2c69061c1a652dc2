import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { connect, migrate, schemaVersion, steps } from '../../../device/adapters/ledger/schema.ts';
import { inspect } from '../../../device/adapters/ledger/walk.ts';
import { openIn } from '../../support/device/open-ledger.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';
import { restore, rowsOf, schemaOf, tablesOf } from '../../support/old-database.ts';

/** A folder with the ledger of a kiosk of version 1.0.0. */
function ofOldKiosk(): { dataDir: string; file: string } {
  const dataDir = freshDirectory();
  const file = join(dataDir, 'ledger.db');
  restore('kiosk-1.0.0', file);
  return { dataDir, file };
}

/** Migrates a file with these steps. Returns the thrown error's text, null if there was none. */
function migrated(file: string, taken: readonly string[]): string | null {
  const db = connect(file);
  try {
    migrate(db, taken);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    db.close();
  }
}

describe('the tables of a ledger file', () => {
  it('are never changed in a released step: a change is a new step', () => {
    const db = new Database(':memory:');
    const schemas = steps.map((_, index) => {
      migrate(db, steps.slice(0, index + 1));
      return createHash('sha256').update(schemaOf(db)).digest('hex').slice(0, 16);
    });
    expect(schemas).toEqual(['0fb09ab162e023ed', '5e472280959728dc']);
  });

  it('of 1.0.0 are migrated to the present ones, and the ledger continues', () => {
    const { dataDir, file } = ofOldKiosk();
    const before = rowsOf(file);
    const { ledger } = openIn(dataDir, undefined, 'JX-360102-0901');
    expect([ledger.begun, ledger.last, tablesOf(file)]).toEqual(['start', 22, schemaVersion]);
    ledger.append(['{"kind":"x"}']);
    ledger.close();
    expect(rowsOf(file).lines?.slice(0, 22)).toEqual(before.lines);
    expect(inspect(file, sha256Chain)).toMatchObject({ ledgers: [{ last: 23 }], fault: null });
    expect(readdirSync(dataDir).filter((name) => name.startsWith('ledger-'))).toEqual([]);
    const fresh = connect(':memory:');
    migrate(fresh);
    const db = connect(file);
    expect(schemaOf(db)).toBe(schemaOf(fresh));
    db.close();
  });

  it('are migrated step by step, each with its version, and no step twice', () => {
    const { file } = ofOldKiosk();
    const two = [...steps, 'CREATE TABLE added (x TEXT) STRICT'];
    expect([migrated(file, two), migrated(file, two)]).toEqual([null, null]);
    expect(tablesOf(file)).toBe(steps.length + 1);
  });

  it('stay as they were if a step fails, with every line', () => {
    const { dataDir, file } = ofOldKiosk();
    const before = rowsOf(file);
    const broken = [
      ...steps,
      'CREATE TABLE half_made (x TEXT) STRICT; DROP TABLE hints; INSERT INTO no_table VALUES (1)',
    ];
    expect(migrated(file, broken)).toMatch(/no such table: no_table/);
    expect([tablesOf(file), rowsOf(file)]).toEqual([steps.length, { ...before, uses: [] }]);
    expect(openIn(dataDir, undefined, 'JX-360102-0901').ledger.last).toBe(22);
  });
});
