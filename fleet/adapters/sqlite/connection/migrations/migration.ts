import type { Database } from 'better-sqlite3';

/** A step from one version of the tables to the next. A step that has been released is never changed: what comes later is a step of its own. */
export interface Migration {
  /** The version that the tables have afterwards; the steps count 1, 2, 3 … */
  readonly version: number;
  /** What it does, for people: one line. */
  readonly name: string;
  /** Changes the tables. Runs inside a transaction that also writes the version, so it may throw at any point, and must not commit. */
  up(db: Database): void;
}
