import type { Migration } from './migration.ts';

/** Who works at machines, and what screens say in areas and at machines. */
export const staffAndScreens: Migration = {
  version: 9,
  name: 'staff and screens',
  up: (db) => {
    db.exec(`CREATE TABLE staff (id TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE screen_choice (scope TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID;`);
  },
};
