import type { Database, Statement } from 'better-sqlite3';
import type { RequestId } from '../../../shared/contracts/ids.ts';
import type { LocalDay } from '../../../shared/rules/calendar.ts';
import type { Use } from '../../../shared/rules/eligibility.ts';
import type { Tag, UseChange, Week } from '../../core/screen/person.ts';

/**
 * The kept uses. A row is a tag, its week, a group and a day, and, while the outcome is open, the
 * request. Rows are sorted by tag, so their order says nothing of when they were written.
 */
export const usesTable = `
CREATE TABLE uses (
  tag BLOB NOT NULL, day INTEGER NOT NULL, n INTEGER NOT NULL, week INTEGER NOT NULL, grp TEXT NOT NULL, request TEXT,
  PRIMARY KEY (tag, day, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_uses ON uses (request) WHERE request IS NOT NULL;
`;

interface Row {
  readonly grp: string;
  readonly day: LocalDay;
  readonly request: RequestId | null;
}

/** All that is ever asked of the kept uses. */
export interface UseStatements {
  readonly open: Statement<[{ tag: Buffer; day: number; week: number; grp: string; request: string }]>;
  readonly keep: Statement<[string]>;
  readonly drop: Statement<[string]>;
  readonly of: Statement<[Buffer], Row>;
  readonly forget: Statement<[number]>;
  readonly requests: Statement<[], RequestId>;
}

/** Prepares the statements for the kept uses. */
export const useStatements = (db: Database): UseStatements => ({
  open: db.prepare(
    `INSERT INTO uses (tag, day, n, week, grp, request)
     VALUES (@tag, @day, (SELECT coalesce(max(n) + 1, 0) FROM uses WHERE tag = @tag AND day = @day), @week, @grp, @request)`,
  ),
  keep: db.prepare('UPDATE uses SET request = NULL WHERE request = ?'),
  drop: db.prepare('DELETE FROM uses WHERE request = ?'),
  of: db.prepare('SELECT grp, day, request FROM uses WHERE tag = ?'),
  forget: db.prepare('DELETE FROM uses WHERE week < ?'),
  requests: db.prepare<[], RequestId>('SELECT request FROM uses WHERE request IS NOT NULL').pluck(),
});

const bytes = (tag: Tag): Buffer => Buffer.from(tag, 'hex');

/** Changes the kept uses, within the caller's transaction. Throws SQLite's own error. */
export function writeUses(sql: UseStatements, changes: readonly UseChange[]): void {
  for (const change of changes) {
    if (change.kind === 'open')
      change.use.use(({ tag, week, group, day }) =>
        sql.open.run({ tag: bytes(tag), day, week, grp: group, request: change.request }),
      );
    else sql[change.kind].run(change.request);
  }
}

/** Takes back the uses that a transaction opened which does not count. */
export function undoOpened(sql: UseStatements, changes: readonly UseChange[]): void {
  for (const { kind, request } of changes) if (kind === 'open') sql.drop.run(request);
}

/** The kept uses of any of these tags. */
export const usesOf = (sql: UseStatements, tags: ReadonlyMap<Week, Tag>): Use[] =>
  [...tags.values()]
    .flatMap((tag) => sql.of.all(bytes(tag)))
    .map(({ grp, day, request }) => ({ group: grp, day, state: request === null ? 'issued' : 'open' }));

/** Copies the kept uses of one database into another. A database of an earlier version has none. */
export function copyUses(from: Database, to: Database): void {
  if (from.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'uses'").get() === undefined) return;
  const insert = to.prepare('INSERT INTO uses (tag, day, n, week, grp, request) VALUES (?, ?, ?, ?, ?, ?)');
  for (const row of from.prepare<[], unknown[]>('SELECT tag, day, n, week, grp, request FROM uses').raw().all())
    insert.run(...row);
}
