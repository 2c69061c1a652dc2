import { createHash } from 'node:crypto';
import type { AuditEntry, AuditQuery, AuditRecord } from '../../../shared/contracts/fleet/audit.ts';
import { identityKey } from '../../../shared/contracts/spelling.ts';
import { type AuditRow, auditRow, firstHead, type HeadHash, type StoredAuditEntry } from '../../audit/chain.ts';
import type { AuditHead, AuditPosition, AuditStore, TimeSpan } from '../../ports/audit-store.ts';
import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { Connection } from './connection/database.ts';
import { boundsOf, pageAfter, Where } from './list-query.ts';

/** Up to this many areas, a page is merged from one of each: a city has no more. */
const areasMerged = 24;

const columns = 'seq, at, region, act, machine, actor, user, of, head, doc';

/** The chain's hash with the system's SHA-256. */
const headHash: HeadHash = (head, text) => createHash('sha256').update(head, 'hex').update(text).digest('hex');

/** Returns a function that adds a row of the audit log after the last one. */
export function auditRowInsert(db: Connection): (row: AuditRow) => void {
  const values = columns.replaceAll(/\w+/g, (name) => `:${name}`);
  const insert = db.prepare(`INSERT INTO audit_entry (${columns}) VALUES (${values})`);
  return (row) => void insert.run(row);
}

/** The writer's call for the audit log. */
export function auditWriter(db: Connection): MaybeSync<Pick<AuditStore, 'appendAuditEntry'>> {
  const last = db.prepare('SELECT seq, head FROM audit_entry ORDER BY seq DESC LIMIT 1');
  const insert = auditRowInsert(db);
  return {
    appendAuditEntry: db.transaction((entry: Omit<AuditEntry, 'seq'>) => {
      const { seq, head } = (last.get() as Pick<AuditRow, 'seq' | 'head'> | undefined) ?? { seq: 0, head: firstHead };
      insert(auditRow({ ...entry, seq: seq + 1 }, head, headHash));
      return seq + 1;
    }).immediate,
  };
}

interface Found {
  readonly seq: number;
  readonly at: number;
  readonly doc: string;
}

/** The reader's calls for the audit log. Every page is read along an index in the list's order. */
export function auditReader(db: Connection): MaybeSync<Omit<AuditStore, 'appendAuditEntry'>> {
  const regions = db
    .prepare(
      `WITH RECURSIVE area(region) AS (SELECT min(region) FROM audit_entry WHERE of IS NULL AND region >= :from AND region < :to
       UNION ALL SELECT (SELECT min(region) FROM audit_entry WHERE of IS NULL AND region > area.region AND region < :to)
       FROM area WHERE area.region IS NOT NULL) SELECT region FROM area WHERE region IS NOT NULL`,
    )
    .pluck();
  const endOf = db.prepare('SELECT doc FROM audit_entry WHERE of = ? ORDER BY seq DESC LIMIT 1').pluck();
  const newest = db.prepare('SELECT seq, head FROM audit_entry ORDER BY seq DESC LIMIT 1');
  const at = db.prepare('SELECT seq, head FROM audit_entry WHERE seq = ?');
  const after = db.prepare(`SELECT ${columns} FROM audit_entry WHERE seq > ? ORDER BY seq LIMIT ?`);
  const rowsOf = ({ index, where }: Branch, limit: number): Found[] =>
    db
      .prepare(
        `SELECT seq, at, doc FROM audit_entry INDEXED BY audit_entry_${index} WHERE of IS NULL AND ${where}
         ORDER BY at DESC, seq DESC LIMIT ?`,
      )
      .all(...where.values, limit) as Found[];
  return {
    auditRecords: (query, span, area, position) => {
      const branches = branchesOf(
        query,
        () => conditions(query, span, area, position),
        () => regions.all(boundsOf(area)) as string[],
      );
      const found = new Map(branches.flatMap((each) => rowsOf(each, query.limit + 1)).map((row) => [row.seq, row]));
      const rows = [...found.values()].sort((a, b) => b.at - a.at || b.seq - a.seq).slice(0, query.limit + 1);
      const { items, next } = pageAfter(rows, query.limit, ({ at, seq }): AuditPosition => [at, seq]);
      return { records: items.map(({ seq, doc }) => recordOf(doc, endOf.get(seq) as string | undefined)), next };
    },
    auditHead: (seq) => ((seq === null ? newest.get() : at.get(seq)) as AuditHead | undefined) ?? null,
    checkAuditChain: async (before, limit) => {
      // The only call of a reader that needs the entries' schema.
      const { checkRows } = await import('../../audit/verification.ts');
      return checkRows(before, after.all(before.last?.seq ?? 0, limit) as AuditRow[], headHash);
    },
  };
}

/** An index and the conditions with which it is read. */
interface Branch {
  readonly index: string;
  readonly where: Where;
}

/**
 * The indexes that a page is merged from: those of the condition that leaves the fewest entries.
 */
function branchesOf(query: AuditQuery, conditions: () => Where, regions: () => readonly string[]): Branch[] {
  const branch = (index: string, column: string, value: string): Branch => ({
    index,
    where: conditions().and(`${column} = ?`, value),
  });
  if (query.machine) return [branch('of_machine', 'machine', query.machine)];
  if (query.user) {
    const name = identityKey(query.user);
    return [branch('by_actor', 'actor', name), branch('about_user', 'user', name)];
  }
  if (query.act.length > 0) return query.act.map((act) => branch('of_act', 'act', act));
  const inside = regions();
  if (inside.length <= areasMerged) return inside.map((region) => branch('in_area', 'region', region));
  return [{ index: 'in_time', where: conditions() }];
}

function conditions(query: AuditQuery, { from, to }: TimeSpan, area: string, after: AuditPosition | null): Where {
  const where = new Where().and('at >= ?', from);
  // A position is inside of the days already. Of two upper bounds, the index would use only one.
  if (after) where.and('(at, seq) < (?, ?)', ...after);
  else where.and('at < ?', to);
  return where.within(area).anyOf('act', query.act);
}

/** An act from the texts of its entries. */
function recordOf(begun: string, end: string | undefined): AuditRecord {
  const { of: _, address = null, ...rest } = JSON.parse(begun) as StoredAuditEntry;
  const beginning = { ...rest, address };
  if (end === undefined) return { ...beginning, ended: beginning.outcome === 'begun' ? null : beginning.at };
  const { outcome, after, subject, why, at } = JSON.parse(end) as AuditEntry;
  return {
    ...beginning,
    outcome,
    after: after ?? beginning.after,
    subject: subject ?? beginning.subject,
    why: why ?? beginning.why,
    ended: at,
  };
}
