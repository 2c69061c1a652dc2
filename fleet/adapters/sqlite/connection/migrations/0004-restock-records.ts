import type { Migration } from './migration.ts';

/**
 * Each index ends with the order of the list, so that a page is read along it. `person` and `lot`
 * hold the compared spellings. What was typed is in the document.
 */
const tables = `
CREATE TABLE restock_record (
  ledger INTEGER NOT NULL, seq INTEGER NOT NULL, machine TEXT NOT NULL, region TEXT NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL,
  product TEXT NOT NULL, person TEXT NOT NULL, lot TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (ledger, seq)) WITHOUT ROWID;
CREATE INDEX restock_record_in_time ON restock_record (day, at);
CREATE INDEX restock_record_in_county ON restock_record (region, day, at);
CREATE INDEX restock_record_of_machine ON restock_record (machine, day, at);
CREATE INDEX restock_record_of_product ON restock_record (product, day, at);
CREATE INDEX restock_record_of_person ON restock_record (person, day, at);
CREATE INDEX restock_record_of_lot ON restock_record (lot, day, at);
`;

/**
 * What staff put in, took out and counted, as rows of their own. They are filled in from the
 * ledgers when the store opens.
 */
export const restockRecords: Migration = {
  version: 4,
  name: 'restock records',
  up: (db) => {
    db.exec(tables);
  },
};
