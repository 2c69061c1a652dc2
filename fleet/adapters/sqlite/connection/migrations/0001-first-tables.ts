import type { Migration } from './migration.ts';

/**
 * "Yaoj" as the file's application id, so that another program's database is recognised as foreign.
 */
export const applicationId = 0x59_61_6f_6a;

/**
 * `chunk` grows with every batch; rows are only appended to it. Everything derived from it
 * (`chunk_of`, `day_total`, `month_total`, `county_month`, `account` and the marks in `ledger`) is
 * complete up to `folded` in `meta`. `ledger.through` is read together with the chunks after that
 * mark. `view` holds what lists sort and sum by. Its documents are in a table of their own, so that
 * a sum over all machines reads little. `chunk_of` grows at the end of each ledger, so that it has
 * as many hot pages as there are machines, however long it is.
 */
const tables = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY, machine TEXT NOT NULL, uuid TEXT NOT NULL, through INTEGER NOT NULL, head BLOB NOT NULL, UNIQUE (machine, uuid));
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY, ledger INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, received INTEGER NOT NULL,
  head BLOB NOT NULL, lines TEXT NOT NULL);
CREATE TABLE chunk_of (
  ledger INTEGER NOT NULL, first INTEGER NOT NULL, chunk INTEGER NOT NULL, placed TEXT NOT NULL,
  PRIMARY KEY (ledger, first)) WITHOUT ROWID;
CREATE TABLE account (machine TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE day_total (
  machine TEXT NOT NULL, day INTEGER NOT NULL, product TEXT NOT NULL, issued INTEGER NOT NULL, uncertain INTEGER NOT NULL,
  settled INTEGER NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL, difference INTEGER NOT NULL, stock INTEGER NOT NULL,
  open INTEGER NOT NULL, hours TEXT NOT NULL, PRIMARY KEY (machine, day, product)) WITHOUT ROWID;
CREATE TABLE month_total (
  region TEXT NOT NULL, month TEXT NOT NULL, machine TEXT NOT NULL, product TEXT NOT NULL, issued INTEGER NOT NULL,
  uncertain INTEGER NOT NULL, PRIMARY KEY (region, month, machine, product)) WITHOUT ROWID;
CREATE TABLE county_month (
  region TEXT NOT NULL, month TEXT NOT NULL, product TEXT NOT NULL, issued INTEGER NOT NULL, uncertain INTEGER NOT NULL,
  PRIMARY KEY (region, month, product)) WITHOUT ROWID;
CREATE INDEX month_of_machine ON month_total (machine);
CREATE TABLE machine (machine TEXT PRIMARY KEY, region TEXT NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE suspension (id TEXT PRIMARY KEY, machine TEXT NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX suspension_of ON suspension (machine);
CREATE TABLE config (machine TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (machine, version)) WITHOUT ROWID;
CREATE TABLE command (
  id TEXT PRIMARY KEY, machine TEXT NOT NULL, asked INTEGER NOT NULL, open INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX command_of ON command (machine, asked);
CREATE INDEX command_open ON command (open) WHERE open = 1;
CREATE TABLE reported (machine TEXT PRIMARY KEY, at INTEGER NOT NULL, received INTEGER NOT NULL, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE heard (machine TEXT PRIMARY KEY, heard INTEGER, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE notice (machine TEXT NOT NULL, kind TEXT NOT NULL, ledger TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (machine, kind, ledger)) WITHOUT ROWID;
CREATE TABLE flag (
  id TEXT PRIMARY KEY, machine TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL, rank TEXT NOT NULL,
  raised INTEGER NOT NULL, acknowledged INTEGER NOT NULL, cleared INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX flag_open ON flag (rank, raised, id) WHERE cleared IS NULL;
CREATE INDEX flag_open_in ON flag (region, kind, severity) WHERE cleared IS NULL;
CREATE INDEX flag_cleared ON flag (cleared, id) WHERE cleared IS NOT NULL;
CREATE INDEX flag_of ON flag (machine, cleared);
CREATE TABLE view (
  machine TEXT PRIMARY KEY, region TEXT NOT NULL, name TEXT NOT NULL, site TEXT NOT NULL, address TEXT NOT NULL, service TEXT NOT NULL,
  link TEXT NOT NULL, heard INTEGER, last_issued INTEGER, in_service_from TEXT NOT NULL, today INTEGER NOT NULL, year INTEGER NOT NULL,
  issued_today INTEGER NOT NULL, issued_year INTEGER NOT NULL, issued_total INTEGER NOT NULL, uncertain INTEGER NOT NULL,
  stock INTEGER NOT NULL, capacity INTEGER NOT NULL, cover_days REAL, annual REAL, chance REAL, verdict TEXT NOT NULL, worst INTEGER,
  products TEXT NOT NULL, judged INTEGER NOT NULL, at_pace INTEGER NOT NULL, boxes INTEGER NOT NULL, days INTEGER NOT NULL,
  empty INTEGER NOT NULL, restock INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE view_doc (machine TEXT PRIMARY KEY, doc TEXT NOT NULL, detail TEXT NOT NULL, stop TEXT NOT NULL);
CREATE INDEX view_region ON view (region);
CREATE TABLE user (user TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE session (token TEXT PRIMARY KEY, user TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
`;

/** The tables of 1.0.0. */
export const firstTables: Migration = {
  version: 1,
  name: 'the tables of 1.0.0',
  up: (db) => {
    db.exec(tables);
    db.prepare("INSERT INTO meta VALUES ('folded', 0)").run();
    db.pragma(`application_id = ${applicationId}`);
  },
};
