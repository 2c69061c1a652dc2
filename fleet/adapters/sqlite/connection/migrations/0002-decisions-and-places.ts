import type { Migration } from './migration.ts';

/**
 * Databases of version 1 differ: between 1.0.0 and this step, tables were added on opening without
 * a new version, and one index was added within 1.0.0. Each statement must therefore work with any
 * of these tables.
 */
const tables = `
CREATE INDEX IF NOT EXISTS flag_open_in ON flag (region, kind, severity) WHERE cleared IS NULL;
DROP INDEX IF EXISTS month_in_doubt;
CREATE TABLE IF NOT EXISTS set_aside (machine TEXT PRIMARY KEY, since INTEGER NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view_part (
  machine TEXT NOT NULL, place INTEGER NOT NULL, region TEXT NOT NULL, days INTEGER NOT NULL, of_year INTEGER NOT NULL, boxes INTEGER NOT NULL,
  uncertain INTEGER NOT NULL, PRIMARY KEY (machine, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decision (id TEXT PRIMARY KEY, machine TEXT NOT NULL, at INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decision_of ON decision (machine, at);
`;

/**
 * Since decisions exist, late lines of a closed year wait for a person. What an older database has
 * folded was counted and stays counted, so its last folded chunk is noted.
 */
const openYears = "INSERT INTO meta SELECT 'open_years_through', value FROM meta WHERE key = 'folded' AND value > 0";

/**
 * Guards that hold for every statement. What people did about a flag is kept. A box is always
 * booked in the county where it was issued.
 */
const guards = `
CREATE TRIGGER IF NOT EXISTS handling_only_grows BEFORE UPDATE OF doc ON flag
  WHEN coalesce(json_array_length(new.doc, '$.handling'), 0) < coalesce(json_array_length(old.doc, '$.handling'), 0)
  BEGIN SELECT RAISE(ABORT, 'what people did about a flag is never taken back'); END;
CREATE TRIGGER IF NOT EXISTS month_has_county BEFORE INSERT ON month_total WHEN new.region = ''
  BEGIN SELECT RAISE(ABORT, 'a month without a county'); END;
CREATE TRIGGER IF NOT EXISTS county_month_has_county BEFORE INSERT ON county_month WHEN new.region = ''
  BEGIN SELECT RAISE(ABORT, 'a month without a county'); END;
`;

/**
 * What people decide about lines, machines that cannot be folded, and a machine's figures by place.
 */
export const decisionsAndPlaces: Migration = {
  version: 2,
  name: 'decisions, machines set aside, figures by place, and guards over months and flags',
  up: (db) => {
    const hasDecisions = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'decision'").pluck().get() !== 0;
    if (!hasDecisions) db.exec(openYears);
    db.exec(tables);
    db.exec(guards);
  },
};
