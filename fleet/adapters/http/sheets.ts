import type { IssuedReport, MachineList, RestockPlan, YearReport } from '../../../shared/contracts/fleet-http.ts';
import type { Column } from '../../../shared/words/columns-zh.ts';
import { flagName } from '../../../shared/words/flag-name.ts';
import { type Lang, sheetWords } from './sheet-words.ts';
import type { Cell, Table, Workbook } from './tables.ts';

/** An instant as local text of the fleet's time zone, to the second: `2026-11-29 14:32:05`. */
export type TimeText = (at: number) => string;

/** The options of a sheet: its language, the names of products, local times. */
export interface SheetOptions {
  readonly lang: Lang;
  readonly productName: (code: string) => string;
  readonly time: TimeText;
}

/** The restock plan: what each machine needs, what to carry in total, and what to take out. */
export function restockWorkbook(plan: RestockPlan, { lang, productName, time }: SheetOptions): Workbook {
  const { sheets, states, head, area } = sheetWords(lang);
  const visits: Table = {
    name: sheets.restock,
    head: head(visitColumns),
    rows: plan.stops.flatMap((visit) =>
      visit.products.flatMap((product) =>
        product.lanes
          .filter((lane) => lane.add > 0)
          .map((lane): Cell[] => [
            visit.machine,
            visit.name,
            area(visit.region),
            states.site[visit.site] ?? visit.site,
            visit.address,
            visit.by,
            product.product,
            productName(product.product),
            lane.lane,
            lane.stock,
            lane.takeOut,
            lane.par,
            lane.add,
          ]),
      ),
    ),
  };
  const carried: Table = {
    name: sheets.toCarry,
    head: head(['productCode', 'product', 'boxes', 'machines']),
    rows: plan.sum.map((each) => [each.product, productName(each.product), each.boxes, each.machines]),
  };
  const takenOut: Table = {
    name: sheets.takeOut,
    head: head(['machine', 'name', 'lane', 'productCode', 'product', 'lot', 'expires', 'takeOut', 'why']),
    rows: plan.stops.flatMap((visit) =>
      visit.takeOut.map((each): Cell[] => [
        visit.machine,
        visit.name,
        each.lane,
        each.product,
        productName(each.product),
        each.lot,
        each.expires,
        each.count,
        states.reason[each.why] ?? each.why,
      ]),
    ),
  };
  return {
    title: [sheets.restock, area(plan.region), plan.day],
    asOf: sheets.asOf(time(plan.asOf)),
    tables: [visits, carried, takenOut],
  };
}

const visitColumns: readonly Column[] = [
  ...(['machine', 'name', 'region', 'site', 'address', 'by'] as const),
  ...(['productCode', 'product', 'lane', 'stock', 'takeOut', 'par', 'bring'] as const),
];

/** The report of issued boxes, month by month. */
export function issuedWorkbook(report: IssuedReport, { lang, time }: SheetOptions): Workbook {
  const { sheets, column, area, month } = sheetWords(lang);
  const key = ({ area: 'regionCode', product: 'productCode', machine: 'machine' } as const)[report.by];
  const name = ({ area: 'region', product: 'product', machine: 'name' } as const)[report.by];
  return {
    title: [sheets.issuedBy[report.by], area(report.region), sheets.range(month(report.from), month(report.to))],
    asOf: sheets.asOf(time(report.asOf)),
    tables: [
      {
        name: sheets.issued,
        head: [column(key), column(name), ...report.months.map(month), column('total'), column('uncertain')],
        rows: [
          ...report.rows.map((row): Cell[] => [row.key, row.name, ...row.months, row.issued, row.uncertain]),
          ['', column('total'), ...report.total.months, report.total.issued, report.total.uncertain],
        ],
      },
    ],
  };
}

/** Adds to the time of the figures the machines whose books stand aside, and since when. */
export function withMissing(
  workbook: Workbook,
  quarantined: IssuedReport['quarantined'],
  { lang, time }: Pick<SheetOptions, 'lang' | 'time'>,
): Workbook {
  const { sheets } = sheetWords(lang);
  const named = quarantined.map(({ machine, name, at }) => sheets.quarantinedSince(`${name} ${machine}`, time(at)));
  return { ...workbook, asOf: [workbook.asOf, ...named].join(sheets.between) };
}

/** The verdict of a year, by area and by machine. */
export function yearWorkbook(report: YearReport, { lang, time }: SheetOptions): Workbook {
  const { sheets, states, head, area } = sheetWords(lang);
  const verdict = (reached: boolean | null): Cell =>
    reached === null ? states.reached.notJudged : reached ? states.reached.yes : states.reached.no;
  return {
    title: [sheets.year, area(report.region), sheets.yearOf(String(report.year))],
    asOf: sheets.asOfThrough(time(report.asOf), report.through),
    tables: [
      {
        name: sheets.byArea,
        head: head(yearAreaColumns),
        rows: report.areas.map((each) => [
          each.code,
          each.name,
          each.machines,
          each.machineYears,
          each.issued,
          each.uncertain,
          each.average,
          each.shareAtPace === null ? null : { share: each.shareAtPace },
          verdict(each.reached),
        ]),
      },
      {
        name: sheets.byMachine,
        head: head(yearColumns),
        rows: report.machines.map((each) => [
          each.machine,
          each.name,
          area(each.region),
          each.days,
          each.issued,
          each.uncertain,
          each.due,
          each.dueOfYear,
          each.annual,
          verdict(each.reached),
        ]),
      },
      {
        name: sheets.dayChanges,
        head: [...head(['machine', 'name']), ...sheets.dayChangeColumns],
        rows: report.dayChanges.flatMap(({ machine, name, changes }) =>
          changes.map((each): Cell[] => [
            machine,
            name,
            each.from,
            each.until,
            each.days,
            each.counted ? sheets.countedSince : sheets.notCountedSince,
            each.by,
            time(each.at),
            each.why,
          ]),
        ),
      },
    ],
  };
}

const yearAreaColumns: readonly Column[] = [
  ...([
    'regionCode',
    'region',
    'machines',
    'machineYears',
    'issued',
    'uncertain',
    'average',
    'atPace',
    'verdict',
  ] as const),
];

const yearColumns: readonly Column[] = [
  ...(['machine', 'name', 'region', 'days', 'issued', 'uncertain', 'soFarDue', 'due', 'annual', 'verdict'] as const),
];

/** The list of machines of an area. */
export function machineWorkbook(list: MachineList, areaCode: string, { lang, time }: SheetOptions): Workbook {
  const { sheets, states, head, area } = sheetWords(lang);
  const day = time(list.asOf).slice(0, 10);
  return {
    title: [sheets.machines, area(areaCode), day],
    asOf: sheets.asOf(time(list.asOf)),
    tables: [
      {
        name: sheets.machines,
        head: head(machineColumns),
        rows: list.machines.map((row) => [
          row.machine,
          row.name,
          area(row.region),
          states.site[row.site] ?? row.site,
          states.link[row.link] ?? row.link,
          row.issued.today,
          row.issued.year,
          row.issued.total,
          row.uncertain,
          row.stock,
          row.capacity,
          row.coverDays,
          row.pace.annual,
          row.pace.chance === null ? null : { share: row.pace.chance },
          row.flags[0] ? flagName(states, row.flags[0], day) : null,
        ]),
      },
    ],
  };
}

const machineColumns: readonly Column[] = [
  ...(['machine', 'name', 'region', 'site', 'link', 'issuedToday', 'issuedYear', 'issuedTotal', 'uncertain'] as const),
  ...(['stock', 'capacity', 'coverDays', 'annual', 'chance', 'worst'] as const),
];
