import type { Migration } from './migration.ts';

/**
 * `doc` is what an entry says. The columns repeat what it is found by: names of people in their
 * compared spelling. The indexes hold the beginnings of acts, in the order of the list.
 */
const tables = `
CREATE TABLE audit_entry (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, region TEXT NOT NULL, act TEXT NOT NULL, machine TEXT, actor TEXT NOT NULL, user TEXT, of INTEGER,
  head TEXT NOT NULL, doc TEXT NOT NULL);
CREATE INDEX audit_entry_in_time ON audit_entry (at, seq) WHERE of IS NULL;
CREATE INDEX audit_entry_in_area ON audit_entry (region, at, seq) WHERE of IS NULL;
CREATE INDEX audit_entry_of_machine ON audit_entry (machine, at, seq) WHERE of IS NULL AND machine IS NOT NULL;
CREATE INDEX audit_entry_by_actor ON audit_entry (actor, at, seq) WHERE of IS NULL;
CREATE INDEX audit_entry_about_user ON audit_entry (user, at, seq) WHERE of IS NULL AND user IS NOT NULL;
CREATE INDEX audit_entry_of_act ON audit_entry (act, at, seq) WHERE of IS NULL;
CREATE INDEX audit_entry_end ON audit_entry (of) WHERE of IS NOT NULL;
`;

/** Guards that hold for every statement: entries are only ever added, after the last one. */
const guards = `
CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never changed'); END;
CREATE TRIGGER audit_entry_is_not_deleted BEFORE DELETE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never deleted'); END;
CREATE TRIGGER audit_entry_is_added_last BEFORE INSERT ON audit_entry WHEN new.seq <= (SELECT coalesce(max(seq), 0) FROM audit_entry)
  BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is added after the last one'); END;
`;

/** Who did what, to what, when and from where. */
export const auditLog: Migration = {
  version: 6,
  name: 'the audit log',
  up: (db) => {
    db.exec(tables);
    db.exec(guards);
  },
};
