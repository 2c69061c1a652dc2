import type { Database } from 'better-sqlite3';

/**
 * A step from one version of the tables to the next. A released step is never changed: every later
 * change is a new step.
 */
export interface Migration {
  /** The version of the tables after the step. Steps are numbered 1, 2, 3 … */
  readonly version: number;
  /** A one-line description for people. */
  readonly name: string;
  /**
   * Changes the tables. It runs inside a transaction that also writes the version, so it may throw
   * at any point and must not commit.
   */
  up(db: Database): void;
}
