import type { Migration } from './migration.ts';

const tables = `
CREATE TABLE recall (id TEXT PRIMARY KEY, at INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE trip (id TEXT PRIMARY KEY, at INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
`;

/** What is planned for areas and not for single machines. */
export const recallsAndTrips: Migration = {
  version: 3,
  name: 'recalls of areas, and trips',
  up: (db) => db.exec(tables),
};
