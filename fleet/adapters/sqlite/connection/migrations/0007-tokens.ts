import type { Migration } from './migration.ts';

/** Tokens of programs. */
export const tokens: Migration = {
  version: 7,
  name: 'tokens of programs',
  up: (db) => {
    db.exec('CREATE TABLE token (id TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID');
  },
};
