import { prefixOf } from '../../../shared/areas/jiangxi.ts';
import type { Issues, StockHistory } from '../../../shared/contracts/fleet/history.ts';
import type { MachineRow } from '../../../shared/contracts/fleet/machine.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../shared/rules/calendar.ts';
import type { MachineBrief } from '../../lists/machine-brief.ts';
import type { DayIssue } from '../../ports/figure-store.ts';
import type {
  MachineViewRecord,
  MonthIssue,
  MonthsBy,
  ReportedRecord,
  SessionRecord,
  UserRecord,
  YearPart,
} from '../../registry/records.ts';
import type { Connection } from './database.ts';
import { readHours } from './hours.ts';

const bounds = (area: string): [string, string] => [prefixOf(area), `${prefixOf(area)}~`];

/** Sums and single machines: the reader's other half of a SQLite store. */
export function sqliteFigures(db: Connection) {
  const briefs =
    db.prepare(`SELECT machine, region, name, site, address, service, link, heard, last_issued AS lastIssued,
    in_service_from AS inServiceFrom, today, year, issued_today AS issuedToday, issued_year AS issuedYear, issued_total AS issuedTotal,
    uncertain, stock, capacity, cover_days AS coverDays, annual, chance, verdict, worst, products,
    empty, restock FROM view`);
  const parts = db.prepare(
    'SELECT machine, region, days, of_year AS ofYear, boxes, uncertain FROM view_part ORDER BY machine, place',
  );
  const row = db.prepare('SELECT doc FROM view_doc WHERE machine = ?').pluck();
  const stop = db.prepare('SELECT stop FROM view_doc WHERE machine = ?').pluck();
  const docsOf = <T>(of: typeof row, machines: readonly MachineId[]): T[] =>
    machines.flatMap((machine) => {
      const doc = of.get(machine) as string | undefined;
      return doc === undefined ? [] : [JSON.parse(doc) as T];
    });
  // Of each county its months stand together, year behind year: they are sought county by county, so that other years are not read over.
  const countiesIn = `WITH RECURSIVE county(region) AS (
    SELECT min(region) FROM county_month WHERE region >= :from AND region < :to
    UNION ALL SELECT (SELECT min(region) FROM county_month WHERE region > county.region AND region < :to) FROM county WHERE county.region IS NOT NULL)`;
  const counties = db.prepare(`${countiesIn} SELECT region FROM county WHERE region IS NOT NULL`).pluck();
  const monthsOfCounty =
    db.prepare(`SELECT region AS key, month, sum(issued) AS issued, sum(uncertain) AS uncertain FROM county_month
    WHERE region = :region AND month BETWEEN :first AND :last GROUP BY month`);
  const monthsByProduct =
    db.prepare(`${countiesIn} SELECT c.product AS key, c.month AS month, sum(c.issued) AS issued, sum(c.uncertain) AS uncertain
    FROM county CROSS JOIN county_month c ON c.region = county.region AND c.month BETWEEN :first AND :last GROUP BY c.product, c.month`);
  // In the order in which the lines stand; of a machine that moved, a month may come in two parts.
  const monthsByMachine =
    db.prepare(`SELECT machine AS key, month, sum(issued) AS issued, sum(uncertain) AS uncertain FROM month_total
    WHERE region >= :from AND region < :to AND month BETWEEN :first AND :last GROUP BY region, month, machine`);
  const monthsOfMachine =
    db.prepare(`SELECT machine AS key, month, sum(issued) AS issued, sum(uncertain) AS uncertain FROM month_total INDEXED BY month_of_machine
    WHERE machine = :machine AND region >= :from AND region < :to AND month BETWEEN :first AND :last GROUP BY month`);
  const totals = db.prepare(`SELECT region, sum(issued) AS issued, sum(uncertain) AS uncertain FROM county_month
    WHERE region >= :from AND region < :to GROUP BY region`);
  const yearIssues =
    db.prepare(`SELECT machine, region, sum(issued) AS issued FROM month_total INDEXED BY month_of_machine
    WHERE machine = :machine AND month BETWEEN :first AND :last GROUP BY region`);
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
    briefs(): MachineBrief[] {
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
    },
    rows: (machines: readonly MachineId[]) => docsOf<MachineRow>(row, machines),
    stops: (machines: readonly MachineId[]) => docsOf<MachineViewRecord['stop']>(stop, machines),

    months(area: string, first: string, last: string, by: MonthsBy): MonthIssue[] {
      const [from, to] = bounds(area);
      if (by === 'product') return monthsByProduct.all({ from, to, first, last }) as MonthIssue[];
      if (by === 'machine') return monthsByMachine.all({ from, to, first, last }) as MonthIssue[];
      const regions = counties.all({ from, to }) as string[];
      return regions.flatMap((region) => monthsOfCounty.all({ region, first, last }) as MonthIssue[]);
    },

    monthsOf(area: string, first: string, last: string, machines: readonly MachineId[]): MonthIssue[] {
      const [from, to] = bounds(area);
      return machines.flatMap((machine) => monthsOfMachine.all({ machine, from, to, first, last }) as MonthIssue[]);
    },
    totals(area: string) {
      const [from, to] = bounds(area);
      return totals.all({ from, to }) as { region: string; issued: number; uncertain: number }[];
    },
    yearIssues: (year: number, machines: readonly MachineId[]) =>
      machines.flatMap(
        (machine) =>
          yearIssues.all({ machine, first: `${year}-01`, last: `${year}-12` }) as {
            machine: MachineId;
            region: string;
            issued: number;
          }[],
      ),

    view(machine: MachineId): MachineViewRecord | null {
      const found = db.prepare('SELECT detail, stop FROM view_doc WHERE machine = ?').get(machine) as
        | { detail: string; stop: string }
        | undefined;
      return found ? { ...(JSON.parse(found.detail) as MachineViewRecord), stop: JSON.parse(found.stop) } : null;
    },

    dayIssues: (machines: readonly MachineId[], fromDay: LocalDay) =>
      machines.flatMap((machine) =>
        (dayIssuesOf.all(machine, fromDay) as DayIssue[]).map((each) => ({ machine, ...each })),
      ),
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
        for (const [hour, boxes] of readHours(row.hours).entries()) hours[hour] = (hours[hour] ?? 0) + boxes;
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
