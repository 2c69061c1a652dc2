import { z } from 'zod';
import { LaneState } from '../lane-state.ts';
import { AreaCode, asOf, Cursor, Month, ShownDay, several, Year } from './common.ts';
import { MachineRow, ProductStock } from './machine.ts';
import { Decision } from './uncounted.ts';

/** The level of an area in the province's tree. */
export const AreaLevel = z.enum(['province', 'city', 'county']);

/** One area of the tree, with the days between which its code was in use (null: before records, or still). */
export const Area = z.object({
  code: AreaCode,
  name: z.string(),
  level: AreaLevel,
  parent: AreaCode.nullable(),
  validFrom: ShownDay.nullable(),
  validTo: ShownDay.nullable(),
});
export type Area = z.infer<typeof Area>;

/** GET /regions: the part of the tree that the asker may see, parents before children. */
export const AreaTree = z.object({ root: AreaCode, areas: z.array(Area) });
export type AreaTree = z.infer<typeof AreaTree>;

/** What an area comes to; both readings of the yearly goal side by side [rules, pace]. */
export const AreaFigures = z.object({
  code: AreaCode,
  name: z.string(),
  level: AreaLevel,
  machines: z.object({ total: z.int(), inService: z.int(), suspended: z.int(), planned: z.int(), retired: z.int() }),
  /** Confirmed boxes that fell here, wherever their machines stand now; today is counted. */
  issued: z.object({ today: z.int(), year: z.int(), total: z.int() }),
  /** Boxes that are uncertain now and became so here. */
  uncertain: z.int(),
  /** First reading: confirmed boxes ÷ machine-years in service, each box and day where the machine stood. */
  machineYears: z.number(),
  average: z.number().nullable(),
  /** Second reading: machines at pace ÷ machines evaluated (30 days in service). */
  judged: z.int(),
  atPace: z.int(),
  shareAtPace: z.number().nullable(),
  stock: z.int(),
  capacity: z.int(),
  /** Machines in service that can give nothing out now, see `givesNothing`; and machines in service to restock. */
  empty: z.int(),
  toRestock: z.int(),
  link: z.object({ up: z.int(), down: z.int(), unknown: z.int() }),
  /** Open flags by kind and by severity. */
  flags: z.record(z.string(), z.int()),
  severity: z.object({ urgent: z.int(), high: z.int(), normal: z.int(), low: z.int() }),
});
export type AreaFigures = z.infer<typeof AreaFigures>;

/** GET /regions/{code}: the area, and its children for ranking (a county's children are its machines: GET /machines). */
export const AreaView = AreaFigures.extend({
  asOf,
  /** The last local day that `machineYears`, `average`, `judged`, `atPace` and `shareAtPace` count: yesterday. All else counts today too. */
  through: ShownDay,
  target: z.number(),
  path: z.array(Area.pick({ code: true, name: true, level: true })),
  children: z.array(AreaFigures),
  /** Confirmed boxes of the year by month, 12 numbers. */
  months: z.array(z.int()).length(12),
});
export type AreaView = z.infer<typeof AreaView>;

/** GET /restock: the proposal for an area, or for the machines chosen, also those that need nothing. */
export const RestockQuery = z.object({
  region: AreaCode.optional(),
  /** Only these, in place of the proposal. */
  machine: several(z.string().max(32)),
  /** These too, though nothing there asks for it. */
  also: several(z.string().max(32)),
  /** All but these. */
  without: several(z.string().max(32)),
  cursor: Cursor.optional(),
  /** Stops on one page; without it all come at once, which takes its time for a whole province. */
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
export type RestockQuery = z.infer<typeof RestockQuery>;

/** One machine of a restock plan: what it needs, product by product. */
export const RestockVisit = z.object({
  ...MachineRow.pick({ machine: true, name: true, region: true, site: true }).shape,
  address: z.string().nullable(),
  /** The day by which it should be done; null where nothing runs out. */
  by: ShownDay.nullable(),
  boxes: z.int(),
  products: z.array(
    ProductStock.extend({
      why: z.enum(['out', 'minimum', 'cover', 'none']),
      /** `takeOut` of the `stock` must not be given out and leaves on the same visit; `add` boxes fill the lane after that. */
      lanes: z.array(
        z.object({
          lane: z.int(),
          stock: z.int(),
          par: z.int(),
          takeOut: z.int(),
          add: z.int(),
          /** Whether what stands in it can be given out; absent in plans of older versions. */
          state: LaneState.optional(),
        }),
      ),
    }),
  ),
  /** Lots to take out: expired, recalled or soon locked. */
  takeOut: z.array(
    z.object({
      lane: z.int(),
      product: z.string(),
      lot: z.string().nullable(),
      expires: z.string().nullable(),
      count: z.int(),
      why: z.enum(['expired', 'recalled', 'locked', 'expiring']),
    }),
  ),
});
export type RestockVisit = z.infer<typeof RestockVisit>;

/** The sheet: per machine, and in sum. Also as `/restock.xlsx` and `/restock.csv` with the same query. */
export const RestockPlan = z.object({
  asOf,
  day: ShownDay,
  region: AreaCode,
  /** The most pressing first. */
  stops: z.array(RestockVisit),
  /** Stops on all pages; the sums are of all of them too. */
  total: z.int(),
  sum: z.array(z.object({ product: z.string(), boxes: z.int(), machines: z.int() })),
  takeOutSum: z.array(
    z.object({ product: z.string(), lot: z.string().nullable(), expires: z.string().nullable(), count: z.int() }),
  ),
  next: Cursor.nullable(),
});
export type RestockPlan = z.infer<typeof RestockPlan>;

/** GET /reports/issued (also .xlsx, .csv): confirmed boxes by month and a second dimension. */
export const ReportQuery = z.object({
  region: AreaCode.optional(),
  from: Month.optional(),
  to: Month.optional(),
  by: z.enum(['area', 'product', 'machine']).default('area'),
  cursor: Cursor.optional(),
  /** Machines on one page of a report by machine; without it all come at once, which takes its time for a whole province. */
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
export type ReportQuery = z.infer<typeof ReportQuery>;
/** Boxes issued month by month, grouped as `by` says. */
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
      /** Boxes that became uncertain in these months and still are: a row of many months is the sum of its months. */
      uncertain: z.int(),
    }),
  ),
  /** Of all rows, also those on other pages. */
  total: z.object({ months: z.array(z.int()), issued: z.int(), uncertain: z.int() }),
  next: Cursor.nullable(),
});
export type IssuedReport = z.infer<typeof IssuedReport>;

/** GET /reports/year (also .xlsx, .csv): the plain verdict, machine by machine and area by area. */
export const YearQuery = z.object({
  region: AreaCode.optional(),
  year: Year.optional(),
  /** Only the machines that miss the target, or only the others. */
  missed: z.enum(['true', 'false']).optional(),
  cursor: Cursor.optional(),
  /** Machines on one page; without it all come at once, which takes its time for a whole province. */
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
  /** Whether the year's figures are closed: before that the verdict is as things stand. */
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
    }).extend({ machines: z.int(), issued: z.int(), uncertain: z.int(), reached: z.boolean().nullable() }),
  ),
  /** A machine that stood here in the year, with its days and boxes here; `region` is where it stood last of the area's counties. */
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
      reached: z.boolean().nullable(),
    }),
  ),
  /**
   * Machines that stood in the area and whose boxes of the year came after it was closed: so many were counted by a person's decision, and so
   * many stand beside the year's figures; with what was decided.
   */
  late: z.array(
    z.object({
      machine: z.string(),
      name: z.string(),
      counted: z.int(),
      beside: z.int(),
      decisions: z.array(Decision.pick({ verdict: true, note: true, by: true, at: true })),
    }),
  ),
  /** Machines of the area that have a part in the year, those that `missed` leaves out too; and those that fit, on all pages. */
  count: z.object({ all: z.int(), fit: z.int() }),
  next: Cursor.nullable(),
});
export type YearReport = z.infer<typeof YearReport>;
