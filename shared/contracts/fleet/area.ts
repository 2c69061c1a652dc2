import { z } from 'zod';
import { AreaCode, asOf, Cursor, Month, ShownDay, Year } from './common.ts';
import { DayChange } from './day-change.ts';
import { QuarantinedMachine } from './quarantine.ts';
import { LineDecisionView } from './uncounted.ts';

/**
 * Machines that are or were in the area and whose books stand aside: their lines since then are
 * missing in its figures.
 */
const quarantined = z.array(QuarantinedMachine);

/** The level of an area in the province's tree. */
export const AreaLevel = z.enum(['province', 'city', 'county']);

/**
 * One area of the tree. Its code was in use between these days (null: since before records, or
 * still in use).
 */
export const Area = z.object({
  code: AreaCode,
  name: z.string(),
  level: AreaLevel,
  parent: AreaCode.nullable(),
  validFrom: ShownDay.nullable(),
  validTo: ShownDay.nullable(),
});
export type Area = z.infer<typeof Area>;

/** GET /regions: the part of the tree that the caller may see, parents before children. */
export const AreaTree = z.object({ root: AreaCode, areas: z.array(Area) });
export type AreaTree = z.infer<typeof AreaTree>;

/** The figures of an area; both readings of the yearly goal side by side [rules, pace]. */
export const AreaFigures = z.object({
  code: AreaCode,
  name: z.string(),
  level: AreaLevel,
  machines: z.object({ total: z.int(), inService: z.int(), suspended: z.int(), planned: z.int(), retired: z.int() }),
  /** Confirmed boxes that fell here, wherever their machines are now; today is counted. */
  issued: z.object({ today: z.int(), year: z.int(), total: z.int() }),
  /** Boxes that are uncertain now and became so here. */
  uncertain: z.int(),
  /**
   * First reading: confirmed boxes ÷ machine-years in service. Each box and day counts where the
   * machine was.
   */
  machineYears: z.number(),
  average: z.number().nullable(),
  /** Second reading: machines at pace ÷ machines evaluated (30 days in service). */
  judged: z.int(),
  atPace: z.int(),
  shareAtPace: z.number().nullable(),
  /** Whether the first reading reaches the target. Null while no machine can be evaluated. */
  reached: z.boolean().nullable(),
  stock: z.int(),
  capacity: z.int(),
  /**
   * Machines in service that can give nothing out now, see `givesNothing`; and machines in service
   * to restock.
   */
  empty: z.int(),
  toRestock: z.int(),
  link: z.object({ up: z.int(), down: z.int(), unknown: z.int() }),
  /** Open flags by kind and by severity. */
  flags: z.record(z.string(), z.int()),
  severity: z.object({ urgent: z.int(), high: z.int(), normal: z.int(), low: z.int() }),
});
export type AreaFigures = z.infer<typeof AreaFigures>;

/**
 * GET /regions/{code}: the area, and its children for ranking (a county's machines: GET /machines).
 */
export const AreaView = AreaFigures.extend({
  asOf,
  /**
   * The last local day in `machineYears`, `average`, `judged`, `atPace` and `shareAtPace`:
   * yesterday. All else also counts today.
   */
  through: ShownDay,
  target: z.number(),
  path: z.array(Area.pick({ code: true, name: true, level: true })),
  children: z.array(AreaFigures),
  /** Confirmed boxes of the year by month, 12 numbers. */
  months: z.array(z.int()).length(12),
  quarantined,
});
export type AreaView = z.infer<typeof AreaView>;

/** GET /reports/issued (also .xlsx, .csv): confirmed boxes by month and a second dimension. */
export const ReportQuery = z.object({
  region: AreaCode.optional(),
  from: Month.optional(),
  to: Month.optional(),
  by: z.enum(['area', 'product', 'machine']).default('area'),
  cursor: Cursor.optional(),
  /** Machines on one page of a report by machine; if absent, all. */
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
export type ReportQuery = z.infer<typeof ReportQuery>;
/** Boxes issued by month, grouped by `by`. */
export const IssuedReport = z.object({
  asOf,
  region: AreaCode,
  from: Month,
  to: Month,
  by: ReportQuery.shape.by.unwrap(),
  months: z.array(Month),
  rows: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      months: z.array(z.int()),
      issued: z.int(),
      /**
       * Boxes that became uncertain in these months and still are: a row's value is the sum of its
       * months.
       */
      uncertain: z.int(),
    }),
  ),
  /** The sums of all rows, including those on other pages. */
  total: z.object({ months: z.array(z.int()), issued: z.int(), uncertain: z.int() }),
  quarantined,
  next: Cursor.nullable(),
});
export type IssuedReport = z.infer<typeof IssuedReport>;

/** GET /reports/year (also .xlsx, .csv): the plain verdict, by machine and by area. */
export const YearQuery = z.object({
  region: AreaCode.optional(),
  year: Year.optional(),
  /** Only the machines that miss the target, or only the others. */
  missed: z.enum(['true', 'false']).optional(),
  cursor: Cursor.optional(),
  /** Machines on one page; if absent, all. */
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});
export type YearQuery = z.infer<typeof YearQuery>;
/** The verdict on a year: whether each machine and area reached the target. */
export const YearReport = z.object({
  asOf,
  region: AreaCode,
  year: z.int(),
  /** The last local day that is counted: yesterday, or 31 December of a year that is over. */
  through: ShownDay,
  /** Whether the year's figures are closed. Before that the verdict is provisional. */
  closed: z.boolean(),
  target: z.number(),
  areas: z.array(
    AreaFigures.pick({
      code: true,
      name: true,
      level: true,
      machineYears: true,
      average: true,
      judged: true,
      atPace: true,
      shareAtPace: true,
      reached: true,
    }).extend({
      /**
       * Machines with a part in the year: in service, or with boxes. Some of them have left since.
       */
      machines: z.int(),
      issued: z.int(),
      uncertain: z.int(),
    }),
  ),
  /**
   * A machine that was here in the year, with its days and boxes here; `region` is its last county
   * within the area.
   */
  machines: z.array(
    z.object({
      machine: z.string(),
      name: z.string(),
      region: z.string(),
      days: z.int(),
      issued: z.int(),
      uncertain: z.int(),
      due: z.number(),
      dueOfYear: z.number(),
      annual: z.number().nullable(),
      /** Null for a machine without enough days in service to be evaluated. */
      reached: z.boolean().nullable(),
    }),
  ),
  /**
   * Machines that were in the area and reported boxes of the year after it was closed: those
   * counted by a person's decision, those not in the year's figures, and the decisions.
   */
  late: z.array(
    z.object({
      machine: z.string(),
      name: z.string(),
      counted: z.int(),
      beside: z.int(),
      decisions: z.array(LineDecisionView.pick({ verdict: true, note: true, by: true, at: true })),
    }),
  ),
  /**
   * Machines that were in the area, with the days of the year that were over when somebody changed
   * whether they count.
   */
  dayChanges: z.array(z.object({ machine: z.string(), name: z.string(), changes: z.array(DayChange) })),
  /**
   * Machines of the area with a part in the year, also those that `missed` excludes; and those that
   * match, on all pages.
   */
  count: z.object({ all: z.int(), fit: z.int() }),
  quarantined,
  next: Cursor.nullable(),
});
export type YearReport = z.infer<typeof YearReport>;
