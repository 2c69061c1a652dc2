import { basename } from 'node:path';
import type { MigratedDatabase } from '../../../ports/fleet-store.ts';
import { copyBefore } from './copy-before.ts';
import { type Connection, connectWriter, isDamage, memory } from './database.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/migrations.ts';
import { differingTables, versionOf } from './version.ts';

/**
 * A writing connection with the tables of this server's version. A new file gets them; an older one
 * is copied and migrated. `now` in ms since 1970.
 */
export function openWriter(file: string, now = Date.now()): Connection {
  const db = connectWriter(file);
  try {
    migrate(db, file, now);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Migrates the tables of an open database to the last of `steps`. Each step and its version are one
 * transaction, so that power may fail between any two. An older file is copied first. Returns what
 * was done, or null if there was nothing to migrate. Throws a one-line message that says what to
 * do; then the database is as before the failed step.
 */
export function migrate(
  db: Connection,
  file: string,
  now: number,
  steps: readonly Migration[] = migrations,
): MigratedDatabase | null {
  const from = versionOf(db);
  const missing = steps.filter(({ version }) => version > from);
  const copy = from > 0 && missing.length > 0 && file !== memory ? copyBefore(db, file, now) : null;
  for (const step of missing) take(db, file, step, steps, copy);
  const wrong = missing.length === 0 ? differingTables(db, steps) : [];
  if (wrong.length > 0)
    throw new Error(
      `${basename(file)} says that its tables are of version ${from}, but they differ from that version (${wrong.join(', ')}): restore a backup, or move the file away; ` +
        'then register the machines again, and the kiosks send their ledgers again · 数据库的表结构与其版本不符：请恢复备份，或移走该文件后重新登记机器，机器会自动重发账本',
    );
  return copy === null ? null : { from, to: versionOf(db), copy };
}

function take(db: Connection, file: string, step: Migration, steps: readonly Migration[], copy: string | null): void {
  try {
    db.transaction(() => {
      step.up(db);
      db.pragma(`user_version = ${step.version}`);
      const wrong = differingTables(
        db,
        steps.filter(({ version }) => version <= step.version),
      );
      if (wrong.length > 0) throw new Error(`after the step, these tables are wrong: ${wrong.join(', ')}`);
    }).immediate();
  } catch (error) {
    if (isDamage(error)) throw error;
    const why = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
    const kept = copy === null ? '' : ` (${basename(copy)})`;
    throw new Error(
      `${basename(file)} could not be migrated from tables ${step.version - 1} to ${step.version} (${step.name}): ${why}. The step was undone and nothing is lost: start the previous version, ` +
        `which may need the copy${kept}, and report this · 数据库未能从表结构版本 ${step.version - 1} 升级到 ${step.version}，已撤销，数据没有丢失：请启动升级前的版本（必要时恢复副本${kept}），并报告此问题`,
      { cause: error },
    );
  }
}
