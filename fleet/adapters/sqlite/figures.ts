import { prefixOf } from '../../../shared/areas/jiangxi.ts';
import type { Issues, StockHistory } from '../../../shared/contracts/fleet/history.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../shared/rules/calendar.ts';
import type {
  CountyFigures,
  MachineViewRecord,
  MonthIssue,
  MonthsBy,
  ReportedRecord,
  SessionRecord,
  UserRecord,
  YearIssue,
} from '../../core/records.ts';
import { severities } from '../../core/severity.ts';
import type { DayIssue } from '../../ports.ts';
import type { Connection } from './database.ts';

interface SumRow {
  region: string;
  total: number;
  inService: number;
  suspended: number;
  planned: number;
  retired: number;
  today: number;
  ever: number;
  uncertain: number;
  judged: number;
  atPace: number;
  boxes: number;
  days: number;
  stock: number;
  capacity: number;
  empty: number;
  toRestock: number;
  up: number;
  down: number;
}

const bounds = (area: string): [string, string] => [prefixOf(area), `${prefixOf(area)}~`];

/** Sums and single machines: the reader's other half of a SQLite store. */
export function sqliteFigures(db: Connection) {
  const sums =
    db.prepare(`SELECT region, count(*) AS total, sum(service = 'in-service') AS inService, sum(service = 'suspended') AS suspended,
    sum(service = 'planned') AS planned, sum(service = 'retired') AS retired,
    sum(CASE WHEN today = :day THEN issued_today ELSE 0 END) AS today, sum(issued_total) AS ever, sum(uncertain) AS uncertain,
    sum(judged) AS judged, sum(at_pace) AS atPace, sum(boxes) AS boxes, sum(days) AS days,
    sum(CASE WHEN service = 'retired' THEN 0 ELSE stock END) AS stock, sum(CASE WHEN service = 'retired' THEN 0 ELSE capacity END) AS capacity,
    sum(empty) AS empty, sum(restock) AS toRestock, sum(link = 'up' AND service <> 'retired') AS up,
    sum(link = 'down' AND service <> 'retired') AS down
    FROM view WHERE region >= :from AND region < :to GROUP BY region`);
  const flags = db.prepare(`SELECT region, kind, severity, count(*) AS flags FROM flag
    WHERE cleared IS NULL AND region >= ? AND region < ? GROUP BY region, kind, severity`);
  const ofYear = db.prepare(`SELECT region, sum(issued) AS issued FROM county_month
    WHERE region >= ? AND region < ? AND month BETWEEN ? AND ? GROUP BY region`);
  const months = {
    county: db.prepare(`SELECT region AS key, month, product, issued, uncertain FROM county_month
      WHERE region >= ? AND region < ? AND month BETWEEN ? AND ?`),
    machine:
      db.prepare(`SELECT machine AS key, month, '' AS product, sum(issued) AS issued, sum(uncertain) AS uncertain FROM month_total
      WHERE region >= ? AND region < ? AND month BETWEEN ? AND ? GROUP BY machine, month`),
  };
  const monthsOfArea =
    db.prepare(`SELECT '' AS key, month, '' AS product, sum(issued) AS issued, sum(uncertain) AS uncertain FROM county_month
    WHERE region >= ? AND region < ? AND month BETWEEN ? AND ? GROUP BY month`);
  const yearIssues = db.prepare(`SELECT machine, sum(issued) AS issued, sum(uncertain) AS uncertain FROM month_total
    WHERE region >= ? AND region < ? AND month BETWEEN ? AND ? GROUP BY machine`);
  const yearBoxes = db.prepare('SELECT machine, boxes FROM view WHERE region >= ? AND region < ?');
  const dayIssues = db.prepare(`SELECT machine, day, product, issued FROM day_total
    WHERE machine IN (SELECT machine FROM machine WHERE machine > ? ORDER BY machine LIMIT ?) AND day >= ? AND issued > 0 ORDER BY machine, day`);
  const dayIssuesOf = db.prepare(
    'SELECT day, product, issued FROM day_total WHERE machine = ? AND day >= ? AND issued > 0',
  );
  const span =
    db.prepare(`SELECT day, product, issued, uncertain, settled, added, removed, stock, open, hours FROM day_total
    WHERE machine = ? AND day BETWEEN ? AND ? ORDER BY day`);
  const standing = db.prepare(
    `SELECT product, stock, open, max(day) AS day FROM day_total WHERE machine = ? AND day < ? GROUP BY product`,
  );

  type SpanRow = DayIssue & {
    uncertain: number;
    settled: number;
    added: number;
    removed: number;
    stock: number;
    open: number;
    hours: string;
  };

  return {
    figures(area: string, day: LocalDay, year: number): CountyFigures[] {
      const [from, to] = bounds(area);
      const issued = new Map(
        (ofYear.all(from, to, `${year}-01`, `${year}-12`) as { region: string; issued: number }[]).map((row) => [
          row.region,
          row.issued,
        ]),
      );
      const found = new Map<string, CountyFigures>();
      for (const row of sums.all({ day, from, to }) as SumRow[])
        found.set(row.region, countyOf(row, issued.get(row.region) ?? 0));
      // Boxes of a county that no machine stands in any more are still its boxes.
      for (const [region, boxes] of issued)
        if (!found.has(region)) found.set(region, countyOf(noMachines(region), boxes));
      for (const row of flags.all(from, to) as { region: string; kind: string; severity: number; flags: number }[]) {
        const county = found.get(row.region);
        const severity = severities[row.severity];
        if (!county || !severity) continue;
        county.flags[row.kind] = (county.flags[row.kind] ?? 0) + row.flags;
        county.severity[severity] += row.flags;
      }
      return [...found.values()];
    },

    months: (area: string, from: string, to: string, by: MonthsBy) =>
      (by === 'area' ? monthsOfArea : months[by]).all(...bounds(area), from, to) as MonthIssue[],

    yearIssues: (area: string, year: number) =>
      yearIssues.all(...bounds(area), `${year}-01`, `${year}-12`) as YearIssue[],
    yearBoxes: (area: string) => yearBoxes.all(...bounds(area)) as { machine: MachineId; boxes: number }[],

    stops(area: string, machines: readonly string[]): MachineViewRecord['stop'][] {
      const chosen =
        machines.length === 0
          ? "restock = 1 AND service = 'in-service'"
          : `machine IN (${machines.map(() => '?').join(',')})`;
      const rows = db
        .prepare(
          `SELECT stop FROM view JOIN view_doc USING (machine) WHERE region >= ? AND region < ? AND ${chosen} ORDER BY machine`,
        )
        .pluck()
        .all(...bounds(area), ...machines) as string[];
      return rows.map((stop) => JSON.parse(stop) as MachineViewRecord['stop']);
    },

    view(machine: MachineId): MachineViewRecord | null {
      const found = db.prepare('SELECT detail, stop FROM view_doc WHERE machine = ?').get(machine) as
        | { detail: string; stop: string }
        | undefined;
      return found ? { ...(JSON.parse(found.detail) as MachineViewRecord), stop: JSON.parse(found.stop) } : null;
    },

    dayIssues: (after: string, machines: number, fromDay: LocalDay) =>
      dayIssues.all(after, machines, fromDay) as (DayIssue & { machine: MachineId })[],
    dayIssuesOf: (machine: MachineId, fromDay: LocalDay) => dayIssuesOf.all(machine, fromDay) as DayIssue[],

    issues(machine: MachineId, from: LocalDay, to: LocalDay): Pick<Issues, 'days' | 'hours'> {
      const hours = new Array<number>(24).fill(0);
      const days = new Map<LocalDay, Issues['days'][number]>();
      for (const row of span.all(machine, from, to) as SpanRow[]) {
        const day = days.get(row.day) ?? { day: formatDay(row.day), issued: 0, uncertain: 0, products: {} };
        days.set(row.day, day);
        day.issued += row.issued;
        day.uncertain += row.uncertain - row.settled;
        if (row.issued > 0) day.products[row.product] = row.issued;
        for (const hour of row.hours === '' ? [] : row.hours.split(','))
          hours[Number(hour)] = (hours[Number(hour)] ?? 0) + 1;
      }
      return { days: [...days.values()].filter((day) => day.issued > 0 || day.uncertain !== 0), hours };
    },

    stockHistory(machine: MachineId, from: LocalDay, to: LocalDay): StockHistory['days'] {
      const stock = new Map<string, { stock: number; open: number }>();
      for (const row of standing.all(machine, from) as { product: string; stock: number; open: number }[])
        stock.set(row.product, row);
      const days = new Map<LocalDay, StockHistory['days'][number]>();
      for (const row of span.all(machine, from, to) as SpanRow[]) {
        stock.set(row.product, { stock: row.stock, open: row.open });
        const before = days.get(row.day);
        const all = [...stock.values()];
        days.set(row.day, {
          day: formatDay(row.day),
          stock: all.reduce((sum, each) => sum + each.stock, 0),
          uncertain: all.reduce((sum, each) => sum + each.open, 0),
          added: (before?.added ?? 0) + row.added,
          removed: (before?.removed ?? 0) + row.removed,
          coverDays: null,
        });
      }
      return [...days.values()];
    },

    reported: (machine: MachineId) =>
      (db.prepare('SELECT machine, at, received, state FROM reported WHERE machine = ?').get(machine) as
        | ReportedRecord
        | undefined) ?? null,
    users: () =>
      (db.prepare('SELECT doc FROM user ORDER BY user').pluck().all() as string[]).map(
        (doc) => JSON.parse(doc) as UserRecord,
      ),
    session: (token: string) =>
      (db.prepare('SELECT token, user, expires FROM session WHERE token = ?').get(token) as
        | SessionRecord
        | undefined) ?? null,
    flag(id: string) {
      const row = db.prepare('SELECT id, doc FROM flag WHERE id = ?').get(id) as
        | { id: string; doc: string }
        | undefined;
      return row ? { id: row.id, flag: JSON.parse(row.doc) } : null;
    },
  };
}

const noMachines = (region: string): SumRow => ({
  region,
  total: 0,
  inService: 0,
  suspended: 0,
  planned: 0,
  retired: 0,
  today: 0,
  ever: 0,
  uncertain: 0,
  judged: 0,
  atPace: 0,
  boxes: 0,
  days: 0,
  stock: 0,
  capacity: 0,
  empty: 0,
  toRestock: 0,
  up: 0,
  down: 0,
});

const countyOf = (row: SumRow, year: number): CountyFigures => ({
  code: row.region,
  machines: {
    total: row.total,
    inService: row.inService,
    suspended: row.suspended,
    planned: row.planned,
    retired: row.retired,
  },
  issued: { today: row.today, year, total: row.ever },
  uncertain: row.uncertain,
  judged: row.judged,
  atPace: row.atPace,
  boxes: row.boxes,
  days: row.days,
  stock: row.stock,
  capacity: row.capacity,
  empty: row.empty,
  toRestock: row.toRestock,
  link: { up: row.up, down: row.down, unknown: row.total - row.retired - row.up - row.down },
  flags: {},
  severity: { urgent: 0, high: 0, normal: 0, low: 0 },
});
