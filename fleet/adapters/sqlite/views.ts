import type { MachineRow } from '../../../shared/contracts/fleet/machine.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import type { MachineBrief } from '../../lists/machine-brief.ts';
import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { ReadStore } from '../../ports/read-store.ts';
import type { MachineViewRecord, YearPart } from '../../registry/records.ts';
import type { Connection } from './connection/database.ts';

/**
 * Saves a machine's view: the columns by which lists sort and sum, its parts by county, and its
 * documents.
 */
export function viewSaver(db: Connection): (record: MachineViewRecord) => void {
  const view =
    db.prepare(`INSERT OR REPLACE INTO view VALUES (:machine, :region, :name, :site, :address, :service, :link, :heard, :lastIssued,
    :inServiceFrom, :today, :year, :issuedToday, :issuedYear, :issuedTotal, :uncertain, :stock, :capacity, :coverDays, :annual, :chance,
    :verdict, :worst, :products, :judged, :atPace, :boxes, :days, :empty, :restock)`);
  const dropParts = db.prepare('DELETE FROM view_part WHERE machine = ?');
  const part = db.prepare('INSERT INTO view_part VALUES (?, ?, ?, ?, ?, ?, ?)');
  const documents = db.prepare(
    'INSERT INTO view_doc VALUES (:machine, :doc, :detail, :stop) ON CONFLICT DO UPDATE SET doc = excluded.doc, detail = excluded.detail, stop = excluded.stop',
  );
  return (record) => {
    const { visit, ...detail } = record;
    const { machine } = record.row;
    view.run(columnsOf(record));
    dropParts.run(machine);
    for (const [place, { region, days, ofYear, boxes, uncertain }] of record.parts.entries())
      part.run(machine, place, region, days, ofYear, boxes, uncertain);
    documents.run({
      machine,
      doc: JSON.stringify(record.row),
      detail: JSON.stringify(detail),
      stop: JSON.stringify(visit),
    });
  };
}

const columnsOf = (record: MachineViewRecord) => {
  const { row, sum } = record;
  return {
    ...row,
    address: record.address ?? '',
    today: record.today,
    year: record.year,
    issuedToday: row.issued.today,
    issuedYear: row.issued.year,
    issuedTotal: row.issued.total,
    annual: row.pace.annual,
    chance: row.pace.chance,
    verdict: row.pace.verdict,
    worst: record.worstRank,
    products: `,${record.products.join(',')},`,
    judged: sum.judged,
    atPace: sum.atPace,
    boxes: sum.boxes,
    days: sum.days,
    empty: record.empty ? 1 : 0,
    restock: record.toRestock ? 1 : 0,
  };
};

/** The machines' views. */
export function viewReader(db: Connection): MaybeSync<Pick<ReadStore, 'briefs' | 'rows' | 'visits' | 'view'>> {
  const row = db.prepare('SELECT doc FROM view_doc WHERE machine = ?').pluck();
  const visit = db.prepare('SELECT stop FROM view_doc WHERE machine = ?').pluck();
  const docsOf = <T>(of: typeof row, machines: readonly MachineId[]): T[] =>
    machines.flatMap((machine) => {
      const doc = of.get(machine) as string | undefined;
      return doc === undefined ? [] : [JSON.parse(doc) as T];
    });
  return {
    briefs: briefReader(db),
    rows: (machines) => docsOf<MachineRow>(row, machines),
    visits: (machines) => docsOf<MachineViewRecord['visit']>(visit, machines),
    view: (machine) => {
      const found = db.prepare('SELECT detail, stop FROM view_doc WHERE machine = ?').get(machine) as
        | { detail: string; stop: string }
        | undefined;
      return found ? { ...(JSON.parse(found.detail) as MachineViewRecord), visit: JSON.parse(found.stop) } : null;
    },
  };
}

function briefReader(db: Connection): () => MachineBrief[] {
  const briefs =
    db.prepare(`SELECT machine, region, name, site, address, service, link, heard, last_issued AS lastIssued,
    in_service_from AS inServiceFrom, today, year, issued_today AS issuedToday, issued_year AS issuedYear, issued_total AS issuedTotal,
    uncertain, stock, capacity, cover_days AS coverDays, annual, chance, verdict, worst, products,
    empty, restock FROM view`);
  const parts = db.prepare(
    'SELECT machine, region, days, of_year AS ofYear, boxes, uncertain FROM view_part ORDER BY machine, place',
  );
  return () => {
    const partsOf = new Map<string, YearPart[]>();
    for (const { machine, ...part } of parts.all() as (YearPart & { machine: string })[]) {
      const known = partsOf.get(machine);
      if (known) known.push(part);
      else partsOf.set(machine, [part]);
    }
    return (briefs.all() as Omit<MachineBrief, 'parts'>[]).map((brief) => ({
      ...brief,
      parts: partsOf.get(brief.machine) ?? [],
    }));
  };
}
