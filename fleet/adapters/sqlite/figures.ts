import type { Issues, StockHistory } from '../../../shared/contracts/fleet/history.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../shared/rules/calendar.ts';
import type { DayIssue, FigureStore } from '../../ports/figure-store.ts';
import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { MonthIssue } from '../../registry/records.ts';
import type { Connection } from './connection/database.ts';
import { readHours } from './ledger/hours.ts';
import { boundsOf } from './list-query.ts';

/** Sums over the books, by day, month and year. */
export const figures = (db: Connection): MaybeSync<FigureStore> => ({
  ...monthFigures(db),
  ...yearFigures(db),
  ...dayFigures(db),
  ...spanFigures(db),
});

function monthFigures(db: Connection): MaybeSync<Pick<FigureStore, 'months' | 'monthsOf'>> {
  // The rows of each county are stored together, year after year. Reading county by county skips
  // the other years.
  const countiesIn = `WITH RECURSIVE county(region) AS (
    SELECT min(region) FROM county_month WHERE region >= :from AND region < :to
    UNION ALL SELECT (SELECT min(region) FROM county_month WHERE region > county.region AND region < :to) FROM county WHERE county.region IS NOT NULL)`;
  const counties = db.prepare(`${countiesIn} SELECT region FROM county WHERE region IS NOT NULL`).pluck();
  const ofCounty =
    db.prepare(`SELECT region AS key, month, sum(issued) AS issued, sum(uncertain) AS uncertain FROM county_month
    WHERE region = :region AND month BETWEEN :first AND :last GROUP BY month`);
  const byProduct =
    db.prepare(`${countiesIn} SELECT c.product AS key, c.month AS month, sum(c.issued) AS issued, sum(c.uncertain) AS uncertain
    FROM county CROSS JOIN county_month c ON c.region = county.region AND c.month BETWEEN :first AND :last GROUP BY c.product, c.month`);
  // In the order of the rows. A month of a machine that moved may come in two parts.
  const byMachine =
    db.prepare(`SELECT machine AS key, month, sum(issued) AS issued, sum(uncertain) AS uncertain FROM month_total
    WHERE region >= :from AND region < :to AND month BETWEEN :first AND :last GROUP BY region, month, machine`);
  const ofMachine =
    db.prepare(`SELECT machine AS key, month, sum(issued) AS issued, sum(uncertain) AS uncertain FROM month_total INDEXED BY month_of_machine
    WHERE machine = :machine AND region >= :from AND region < :to AND month BETWEEN :first AND :last GROUP BY month`);
  return {
    months: (area, first, last, by) => {
      const { from, to } = boundsOf(area);
      if (by === 'product') return byProduct.all({ from, to, first, last }) as MonthIssue[];
      if (by === 'machine') return byMachine.all({ from, to, first, last }) as MonthIssue[];
      const regions = counties.all({ from, to }) as string[];
      return regions.flatMap((region) => ofCounty.all({ region, first, last }) as MonthIssue[]);
    },
    monthsOf: (area, first, last, machines) => {
      const { from, to } = boundsOf(area);
      return machines.flatMap((machine) => ofMachine.all({ machine, from, to, first, last }) as MonthIssue[]);
    },
  };
}

function yearFigures(db: Connection): MaybeSync<Pick<FigureStore, 'totals' | 'yearIssues'>> {
  const totals = db.prepare(`SELECT region, sum(issued) AS issued, sum(uncertain) AS uncertain FROM county_month
    WHERE region >= :from AND region < :to GROUP BY region`);
  const ofYear = db.prepare(`SELECT machine, region, sum(issued) AS issued FROM month_total INDEXED BY month_of_machine
    WHERE machine = :machine AND month BETWEEN :first AND :last GROUP BY region`);
  return {
    totals: (area) => {
      const { from, to } = boundsOf(area);
      return totals.all({ from, to }) as { region: string; issued: number; uncertain: number }[];
    },
    yearIssues: (year, machines) =>
      machines.flatMap(
        (machine) =>
          ofYear.all({ machine, first: `${year}-01`, last: `${year}-12` }) as {
            machine: MachineId;
            region: string;
            issued: number;
          }[],
      ),
  };
}

function dayFigures(db: Connection): MaybeSync<Pick<FigureStore, 'dayIssues' | 'dayIssuesOf'>> {
  const ofMachine = db.prepare(
    'SELECT day, product, issued FROM day_total WHERE machine = ? AND day >= ? AND issued > 0',
  );
  return {
    dayIssues: (machines, fromDay) =>
      machines.flatMap((machine) =>
        (ofMachine.all(machine, fromDay) as DayIssue[]).map((each) => ({ machine, ...each })),
      ),
    dayIssuesOf: (machine, fromDay) => ofMachine.all(machine, fromDay) as DayIssue[],
  };
}

interface SpanRow extends DayIssue {
  readonly uncertain: number;
  readonly settled: number;
  readonly added: number;
  readonly removed: number;
  readonly stock: number;
  readonly open: number;
  readonly hours: string;
}

function spanFigures(db: Connection): MaybeSync<Pick<FigureStore, 'issues' | 'stockHistory'>> {
  const span =
    db.prepare(`SELECT day, product, issued, uncertain, settled, added, removed, stock, open, hours FROM day_total
    WHERE machine = ? AND day BETWEEN ? AND ? ORDER BY day`);
  const standing = db.prepare(
    `SELECT product, stock, open, max(day) AS day FROM day_total WHERE machine = ? AND day < ? GROUP BY product`,
  );
  return {
    issues: (machine, from, to) => issuesIn(span.all(machine, from, to) as SpanRow[]),
    stockHistory: (machine, from, to) =>
      stockIn(standing.all(machine, from) as StockRow[], span.all(machine, from, to) as SpanRow[]),
  };
}

function issuesIn(rows: readonly SpanRow[]): Pick<Issues, 'days' | 'hours'> {
  const hours = new Array<number>(24).fill(0);
  const days = new Map<LocalDay, Issues['days'][number]>();
  for (const row of rows) {
    const day = days.get(row.day) ?? { day: formatDay(row.day), issued: 0, uncertain: 0, products: {} };
    days.set(row.day, day);
    day.issued += row.issued;
    day.uncertain += row.uncertain - row.settled;
    if (row.issued > 0) day.products[row.product] = row.issued;
    for (const [hour, boxes] of readHours(row.hours).entries()) hours[hour] = (hours[hour] ?? 0) + boxes;
  }
  return { days: [...days.values()].filter((day) => day.issued > 0 || day.uncertain !== 0), hours };
}

type StockRow = Pick<SpanRow, 'product' | 'stock' | 'open'>;

/** The stock by day. `before` is each product's stock before the first day. */
function stockIn(before: readonly StockRow[], rows: readonly SpanRow[]): StockHistory['days'] {
  const stock = new Map<string, StockRow>(before.map((row) => [row.product, row]));
  const days = new Map<LocalDay, StockHistory['days'][number]>();
  for (const row of rows) {
    stock.set(row.product, row);
    const known = days.get(row.day);
    const all = [...stock.values()];
    days.set(row.day, {
      day: formatDay(row.day),
      stock: all.reduce((sum, each) => sum + each.stock, 0),
      uncertain: all.reduce((sum, each) => sum + each.open, 0),
      added: (known?.added ?? 0) + row.added,
      removed: (known?.removed ?? 0) + row.removed,
      coverDays: null,
    });
  }
  return [...days.values()];
}
