import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Pages of a table in a database file, in the order of its keys. */
export function leavesOf(file: string, table: string): number[] {
  const db = new Database(file, { readonly: true });
  const pages = db
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all(table) as number[];
  db.close();
  return pages;
}

/** Overwrites pages of a fleet's database with noise, as a failing flash card does. */
export function overwrite(file: string, pages: readonly number[]): void {
  const pageBytes = 8192;
  const handle = openSync(file, 'r+');
  for (const page of pages) writeSync(handle, Buffer.alloc(pageBytes, 0xa7), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(handle);
}
