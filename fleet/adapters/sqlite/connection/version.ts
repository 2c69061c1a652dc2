import Database from 'better-sqlite3';
import { applicationId } from './migrations/0001-first-tables.ts';
import type { Migration } from './migrations/migration.ts';
import { schemaVersion } from './migrations/migrations.ts';

/** The version of a database's tables. 0 if it has none. */
export const versionOf = (db: Database.Database): number => db.pragma('user_version', { simple: true }) as number;

const isBlank = (db: Database.Database): boolean =>
  versionOf(db) === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;

/** Why this server must not touch a database, and what to do, in one line. Null if it may. */
export function refusalOf(db: Database.Database): string | null {
  if (isBlank(db)) return null;
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    return 'is no database of a fleet server: choose another dataDir · 不是机群服务器的数据库：请改用其他数据文件夹';
  const version = versionOf(db);
  if (version <= schemaVersion) return null;
  return (
    `was made by a newer version of the fleet server (tables ${version}, this one knows ${schemaVersion}): start that version, or put back the copy that it made ` +
    `before it changed the tables · 数据库由更新版本的服务器建立（表结构版本 ${version}，本版本只支持到 ${schemaVersion}）：请启动该版本，或恢复其升级前保留的副本`
  );
}

/** Lists the tables, indexes and guards of a database with their SQL. */
const written = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name";

/**
 * The tables, indexes and guards that a database should have after these migrations and that are
 * missing or different. Additional ones are ignored.
 */
export function differingTables(db: Database.Database, migrations: readonly Migration[]): string[] {
  type Row = { readonly name: string; readonly sql: string };
  const own = new Database(':memory:');
  try {
    for (const { up } of migrations) up(own);
    const there = new Map((db.prepare(written).all() as Row[]).map(({ name, sql }) => [name, sql]));
    return (own.prepare(written).all() as Row[])
      .filter(({ name, sql }) => there.get(name) !== sql)
      .map(({ name }) => name);
  } finally {
    own.close();
  }
}
