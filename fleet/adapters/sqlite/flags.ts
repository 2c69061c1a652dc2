import { severities } from '../../../shared/contracts/fleet/severity.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { severityOf } from '../../../shared/rules/flag-rules.ts';
import { rankText } from '../../evaluate/severity.ts';
import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { TimePosition } from '../../ports/page.ts';
import type { ReadStore } from '../../ports/read-store.ts';
import type { FlagRecord } from '../../registry/records.ts';
import type { Connection } from './connection/database.ts';
import { pageAfter, Where } from './list-query.ts';
import type { MachineRecords } from './machine-records.ts';

interface FlagRow {
  readonly id: string;
  readonly doc: string;
}

/** A flag from its row. Throws if the document is not JSON. */
const readFlag = ({ id, doc }: FlagRow): FlagRecord => ({ id, flag: JSON.parse(doc) as FlagRecord['flag'] });

/** All flags that are not cleared. */
export const openFlags = (db: Connection): FlagRecord[] =>
  (db.prepare('SELECT id, doc FROM flag WHERE cleared IS NULL').all() as FlagRow[]).map(readFlag);

/** Saves a flag, with the columns by which flags are sorted and found. */
export function flagSaver(db: Connection, machines: MachineRecords): (record: FlagRecord) => void {
  const save =
    db.prepare(`INSERT INTO flag VALUES (:id, :machine, :region, :kind, :severity, :rank, :raised, :acknowledged, :cleared, :doc)
    ON CONFLICT DO UPDATE SET region = excluded.region, severity = excluded.severity, rank = excluded.rank,
    acknowledged = excluded.acknowledged, cleared = excluded.cleared, doc = excluded.doc`);
  return ({ id, flag }) =>
    void save.run({
      id,
      machine: flag.machine,
      region: machines.of(flag.machine as MachineId)?.region ?? '',
      kind: flag.finding.kind,
      severity: severities.indexOf(severityOf(flag.finding)),
      rank: rankText(flag.finding),
      raised: flag.raised.at,
      acknowledged: flag.acknowledged === null ? 0 : 1,
      cleared: flag.cleared?.at ?? null,
      doc: JSON.stringify(flag),
    });
}

/** Single flags, and the list of cleared ones. */
export const flagReader = (db: Connection): MaybeSync<Pick<ReadStore, 'flag' | 'clearedFlags'>> => ({
  flag: (id) => {
    const row = db.prepare('SELECT id, doc FROM flag WHERE id = ?').get(id) as FlagRow | undefined;
    return row ? readFlag(row) : null;
  },
  clearedFlags: (query, area, after) => {
    const where = new Where().within(area);
    if (query.region !== undefined) where.within(query.region);
    if (query.machine !== undefined) where.and('machine = ?', query.machine);
    where.anyOf('kind', query.kind).anyOf(
      'severity',
      query.severity.map((each) => severities.indexOf(each)),
    );
    if (query.acknowledged !== undefined) where.and('acknowledged = ?', query.acknowledged === 'true' ? 1 : 0);
    where.and('cleared IS NOT NULL');
    const total = db
      .prepare(`SELECT count(*) FROM flag WHERE ${where}`)
      .pluck()
      .get(...where.values) as number;
    if (after) where.and('(cleared, id) < (?, ?)', ...after);
    const rows = db
      .prepare(`SELECT id, doc, cleared FROM flag WHERE ${where} ORDER BY cleared DESC, id DESC LIMIT ?`)
      .all(...where.values, query.limit + 1) as (FlagRow & { cleared: number })[];
    const { items, next } = pageAfter(rows, query.limit, ({ cleared, id }): TimePosition => [cleared, id]);
    return { items: items.map(readFlag), total, next };
  },
});
