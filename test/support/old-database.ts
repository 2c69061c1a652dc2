import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { root } from '../tidy/source.ts';

const folder = join(root, 'test/golden');

/** Writes a database of `test/golden` to `file`, as the version that made it left it. */
export function restore(name: string, file: string): void {
  const db = new Database(file);
  db.exec(gunzipSync(readFileSync(join(folder, `${name}.sql.gz`))).toString('utf8'));
  db.close();
}

/** A fleet server's responses over its API before it was stopped. */
export interface Answered {
  /** In ms since 1970. */
  readonly at: number;
  readonly machines: readonly {
    readonly machine: string;
    readonly name: string;
    readonly region: string;
    readonly issued: number;
    readonly uncertain: number;
    readonly stock: number;
    readonly through: number;
    readonly suspensions: number;
    readonly config: number | null;
    readonly commands: number;
  }[];
  readonly users: readonly { readonly user: string; readonly role: string; readonly area: string }[];
  readonly flags: readonly {
    readonly id: string;
    readonly machine: string;
    readonly kind: string;
    readonly acknowledged: boolean;
  }[];
  /** What is planned for areas, and the machines of the first recall. Absent in older ones. */
  readonly planned?: {
    readonly recalls: readonly { readonly id: string }[];
    readonly recalled: readonly unknown[];
    readonly trips: readonly unknown[];
  };
}

/** The responses of the server that wrote a database of `test/golden`. */
export const answered = (name: string): Answered =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Answered;

/** Every row of every table of a database that `tables` chooses, by table; for comparison. */
export function rowsOf(file: string, tables: (name: string) => boolean = () => true): Record<string, unknown[]> {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const names = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      names.filter(tables).map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).raw().all()]),
    );
  } finally {
    db.close();
  }
}

/** The version of a database's tables. */
export function tablesOf(file: string): number {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return db.pragma('user_version', { simple: true }) as number;
  } finally {
    db.close();
  }
}

/** The SQL of a database's tables, indexes and triggers. */
export const schemaOf = (db: Database.Database): string =>
  JSON.stringify(db.prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').raw().all());
