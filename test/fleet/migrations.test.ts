import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectWriter, openReader } from '../../fleet/adapters/sqlite/connection/database.ts';
import { migrate, openWriter } from '../../fleet/adapters/sqlite/connection/migrate.ts';
import type { Migration } from '../../fleet/adapters/sqlite/connection/migrations/migration.ts';
import { migrations, schemaVersion } from '../../fleet/adapters/sqlite/connection/migrations/migrations.ts';
import { runFleet, testFolder } from '../support/fleet/fleet.ts';
import { answered, restore, rowsOf, schemaOf, tablesOf } from '../support/old-database.ts';

const old = 'fleet-1.0.0';
const now = Date.UTC(2026, 11, 1, 2, 3, 4);
const dayMs = 86_400_000;
let folder: ReturnType<typeof testFolder>;
let file: string;

beforeEach(() => {
  folder = testFolder();
  file = join(folder.path, 'fleet.db');
});

afterEach(() => folder.remove());

const digest = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Migrates the file with these steps as a start does. Returns the thrown error, null if there was
 * none.
 */
function migrated(steps: readonly Migration[], at = now): Error | null {
  const db = connectWriter(file);
  try {
    migrate(db, file, at, steps);
    return null;
  } catch (error) {
    return error as Error;
  } finally {
    db.close();
  }
}

const filesBeside = (): string[] => readdirSync(folder.path).filter((name) => !/-(wal|shm)$/.test(name));
const startFails = (): Promise<string> =>
  runFleet(folder.path).then(
    () => 'it started',
    (error: Error) => error.message,
  );

/** A step that throws when half of its work is done. */
const broken = (version: number): Migration => ({
  version,
  name: 'a step that fails',
  up: (db) => {
    db.exec("CREATE TABLE half_made (x); UPDATE machine SET region = '0'; DROP TABLE user");
    throw new Error('no such thing\nas this');
  },
});

describe('the list of migrations', () => {
  it('counts its steps from 1, and never changes one that was released', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    const db = new Database(':memory:');
    const schemas = migrations.map(({ up }) => {
      up(db);
      return digest(schemaOf(db)).slice(0, 16);
    });
    expect(schemas).toEqual([
      'd325fd77f93c3d89',
      'f00a00bf1cd18412',
      '0f4455b94c48eaca',
      'e71c6164202f6c9e',
      'cd1643f895bc3022',
      '6a76b79131e97982',
      '8480094920a1a699',
      'd3bd19d3f7ea98d2',
      '0540aa222c12c324',
    ]);
  });

  it.each(['fleet-before-1.0.0', 'fleet-1.0.0', 'fleet-after-1.0.0'])(
    'brings %s to the tables of a new database',
    (name) => {
      restore(name, file);
      expect(migrated(migrations)).toBeNull();
      const db = new Database(file);
      expect(schemaOf(db)).toBe(schemaOf(openWriter(':memory:')));
      db.close();
    },
  );

  it('leaves a new database and one that is up to date without a copy', () => {
    for (const _ of [1, 2]) openWriter(file, now).close();
    expect([filesBeside(), tablesOf(file)]).toEqual([['fleet.db'], schemaVersion]);
  });
});

describe('a step that fails', () => {
  it('is undone, and one line says from where to where, why, and where the copy is', async () => {
    restore(old, file);
    const before = rowsOf(file);
    const error = migrated([...migrations.slice(0, 1), broken(2)]) ?? expect.fail('it went well');
    expect(error.message).toMatch(
      /^fleet\.db could not be migrated from tables 1 to 2 \(a step that fails\): no such thing as this\. .*fleet\.db\.tables-1-2026-12-01T02-03-04-000Z.* · 数据库未能从表结构版本 1 升级到 2.*$/,
    );
    expect([tablesOf(file), rowsOf(file)]).toEqual([1, before]);
    expect(migrated(migrations)).toBeNull();
    expect(tablesOf(file)).toBe(schemaVersion);
  });

  it('keeps the steps before it, and the next start continues after them', () => {
    restore(old, file);
    const next = schemaVersion + 1;
    expect(migrated([...migrations, broken(next)])?.message).toContain(`from tables ${schemaVersion} to ${next}`);
    expect(tablesOf(file)).toBe(schemaVersion);
    expect(rowsOf(file).user).toHaveLength(answered(old).users.length);
    const added: Migration = { version: next, name: 'mended', up: (db) => db.exec('CREATE TABLE added (x)') };
    expect(migrated([...migrations, added], now + dayMs)).toBeNull();
    expect(tablesOf(file)).toBe(next);
    expect(filesBeside()).toEqual([
      'fleet.db',
      'fleet.db.tables-1-2026-12-01T02-03-04-000Z',
      `fleet.db.tables-${schemaVersion}-2026-12-02T02-03-04-000Z`,
    ]);
  });

  it('that leaves other tables than those of a new database is undone as well', () => {
    restore(old, file);
    const db = new Database(file);
    db.exec('DROP INDEX flag_of');
    db.close();
    expect(migrated(migrations)?.message).toMatch(/after the step, these tables are wrong: flag_of/);
    expect(tablesOf(file)).toBe(1);
  });

  it('because of a power cut leaves the earlier version, with all of its content', () => {
    restore(old, file);
    const entry = fileURLToPath(new URL('../support/fleet/killed-migration.js', import.meta.url));
    expect(spawnSync(process.execPath, [entry, file]).signal).toBe('SIGKILL');
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(migrated(migrations)).toBeNull();
    expect(tablesOf(file)).toBe(schemaVersion);
    const rows = rowsOf(file);
    expect(rows.user).toHaveLength(answered(old).users.length);
    expect(rows.machine).toHaveLength(answered(old).machines.length);
    expect(rows.half_made).toBeUndefined();
  });
});

describe('the copy before a migration', () => {
  it('is kept of the two newest versions, one of each', () => {
    const copies = (): string[] => filesBeside().filter((name) => name !== 'fleet.db');
    const older = ['fleet.db.tables-7-2025-01-01T00-00-00-000Z', 'fleet.db.tables-8-2025-02-01T00-00-00-000Z'];
    for (const name of [...older, 'fleet.db.tables-of-mine']) writeFileSync(join(folder.path, name), '');
    restore(old, file);
    migrated(migrations);
    const kept = [older[1], 'fleet.db.tables-of-mine'];
    expect(copies()).toEqual(['fleet.db.tables-1-2026-12-01T02-03-04-000Z', ...kept]);
    // A person who restores the copy and updates again has one copy of it.
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    copyFileSync(`${file}.tables-1-2026-12-01T02-03-04-000Z`, file);
    migrated(migrations, now + dayMs);
    expect(copies()).toEqual(['fleet.db.tables-1-2026-12-02T02-03-04-000Z', ...kept]);
  });

  it('that does not fit on the disk loses nothing: one line says how much room is needed', async () => {
    const disk = join(folder.path, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
    if (mounted.status !== 0) return expect(process.getuid?.(), 'only an administrator can mount a disk').not.toBe(0);
    try {
      file = join(disk, 'fleet.db');
      restore(old, file);
      const bytes = digest(readFileSync(file));
      writeFileSync(join(disk, 'other'), Buffer.alloc(1_800_000));
      const error = await runFleet(disk).then(
        () => 'it started',
        (each: Error) => each.message,
      );
      expect(error).toMatch(
        /^store: [^\n]*takes 1\.\d MB, and 0\.\d MB are free: make room[^\n]* · 无法打开[^\n]*：数据库版本较旧[^\n]*未作任何改动$/,
      );
      expect(digest(readFileSync(file))).toBe(bytes);
      expect(readdirSync(disk).filter((name) => /copy|tables/.test(name))).toEqual([]);
      rmSync(join(disk, 'other'));
      await (await runFleet(disk)).stop();
      expect(tablesOf(file)).toBe(schemaVersion);
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  });
});

describe('a database that is not for this server', () => {
  it.each<[string, (db: Database.Database) => void, RegExp]>([
    [
      'of a newer version',
      (db) => db.pragma('user_version = 99'),
      /newer version .*tables 99, this one knows \d+\): start that version.* · .*表结构版本 99，本版本只支持到 \d/,
    ],
    ['of another program', (db) => db.pragma('application_id = 7'), /no database of a fleet server: choose another/],
    [
      'of this version, with other tables',
      (db) => db.exec('DROP TABLE county_month'),
      /\(county_month, county_month_has_county\): restore a backup/,
    ],
  ])('%s is not touched, and one line says what to do', async (_, change, line) => {
    const made = join(folder.path, 'made.db');
    const db = openWriter(made);
    change(db);
    // As a killed server leaves it: the last change is only in the write-ahead log.
    for (const end of ['', '-wal']) copyFileSync(`${made}${end}`, `${file}${end}`);
    db.close();
    rmSync(made);
    const before = ['', '-wal'].map((end) => digest(readFileSync(`${file}${end}`)));
    const said = await startFails();
    expect(said).toMatch(line);
    expect(said).not.toMatch(/\n/);
    expect(filesBeside().filter((name) => /damaged|tables|copy/.test(name))).toEqual([]);
    if (/newer|no database/.test(said))
      expect(['', '-wal'].map((end) => digest(readFileSync(`${file}${end}`)))).toEqual(before);
  });

  it('is not migrated by a read-only connection', () => {
    restore(old, file);
    const before = digest(readFileSync(file));
    expect(() => openReader(file)).toThrow(/^fleet\.db has tables of version 1, and this server reads \d+: .*$/);
    expect([tablesOf(file), digest(readFileSync(file)), filesBeside()]).toEqual([1, before, ['fleet.db']]);
  });
});
