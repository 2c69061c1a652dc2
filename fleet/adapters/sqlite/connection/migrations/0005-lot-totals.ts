import type { Migration } from './migration.ts';

/**
 * `lot` is the compared spelling, '' if nobody entered one. A row of `lot_uncertain` stays until
 * its box is settled. `unfilled` holds the machines whose rows of `restock_record`, `lot_total` and
 * `lot_uncertain` are complete only up to a chunk: what was folded before such rows existed is
 * filled in while the server runs.
 */
const tables = `
CREATE TABLE lot_total (
  machine TEXT NOT NULL, product TEXT NOT NULL, lot TEXT NOT NULL, issued INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (machine, product, lot)) WITHOUT ROWID;
CREATE TABLE lot_uncertain (
  ledger INTEGER NOT NULL, txn INTEGER NOT NULL, machine TEXT NOT NULL, product TEXT NOT NULL, lot TEXT NOT NULL,
  PRIMARY KEY (ledger, txn)) WITHOUT ROWID;
CREATE INDEX lot_uncertain_of ON lot_uncertain (machine, product);
CREATE TABLE unfilled (machine TEXT PRIMARY KEY, chunk INTEGER NOT NULL) WITHOUT ROWID;
`;

/** What each machine gave out of each lot. */
export const lotTotals: Migration = {
  version: 5,
  name: 'boxes by lot, and the machines whose rows are not complete yet',
  up: (db) => {
    db.exec(tables);
  },
};
