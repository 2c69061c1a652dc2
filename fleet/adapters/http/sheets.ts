import { areaOf } from '../../../shared/areas/jiangxi.ts';
import type { IssuedReport, MachineList, RestockPlan, YearReport } from '../../../shared/contracts/fleet-http.ts';
import type { Table } from './tables.ts';

/** The language of an exported sheet. */
export type Lang = 'zh' | 'en';
type Cell = string | number | null;

/** The words of the sheets, Chinese and English. */
const words = {
  machine: ['机器编号', 'Machine'],
  name: ['名称', 'Name'],
  area: ['区县', 'County'],
  areaName: ['地区', 'Area'],
  site: ['地点', 'Site'],
  address: ['地址', 'Address'],
  by: ['最迟日期', 'By'],
  product: ['品种', 'Product'],
  lane: ['货道', 'Lane'],
  stock: ['现有（盒）', 'Stock (boxes)'],
  capacity: ['容量', 'Capacity'],
  par: ['补货上限', 'Par'],
  add: ['补入（盒）', 'Add (boxes)'],
  lot: ['批号', 'Lot'],
  expires: ['有效期至', 'Expires'],
  takeOut: ['取出（盒）', 'Take out (boxes)'],
  why: ['原因', 'Reason'],
  boxes: ['盒数', 'Boxes'],
  machines: ['机器数', 'Machines'],
  restock: ['补货单', 'Restock'],
  out: ['取出清单', 'Take out'],
  bag: ['携带合计', 'In sum'],
  issued: ['已发放', 'Issued'],
  uncertain: ['待定', 'Uncertain'],
  total: ['合计', 'Total'],
  asOf: ['数据截至', 'As of'],
  through: ['计到（含）', 'Counted through'],
  days: ['服务天数', 'Days in service'],
  due: ['应发', 'Due'],
  dueOfYear: ['全年应发', 'Due for the year'],
  annual: ['年化', 'A year at this pace'],
  average: ['台均', 'Boxes a machine and year'],
  share: ['达标率', 'Share at pace'],
  reached: ['达标', 'Reached'],
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  today: ['今日', 'Today'],
  year: ['本年', 'This year'],
  cover: ['可用天数', 'Days of cover'],
  chance: ['达标概率', 'Chance'],
  worst: ['最严重问题', 'Worst flag'],
  link: ['连接', 'Link'],
  report: ['报表', 'Report'],
} as const;

/** The key of a word in exported sheets. */
export type Word = keyof typeof words;
const wordsIn =
  (lang: Lang) =>
  (word: Word): string =>
    words[word][lang === 'zh' ? 0 : 1];

const areaName = (code: string): string => areaOf(code)?.name ?? code;

/** An instant as local text of the fleet's zone. */
export type TimeText = (at: number) => string;

/** The line that says as of when: numbers in a report are those on screen, at that time. */
const stamp = (lang: Lang, asOf: number, time: TimeText, through: string | null = null): Table => ({
  name: wordsIn(lang)('asOf'),
  head: through === null ? [wordsIn(lang)('asOf')] : [wordsIn(lang)('asOf'), wordsIn(lang)('through')],
  rows: [through === null ? [time(asOf)] : [time(asOf), through]],
});

/** The restock plan as tables: what each machine needs, and what to carry in all. */
export function restockTables(
  plan: RestockPlan,
  lang: Lang,
  productName: (code: string) => string,
  time: TimeText,
): Table[] {
  const word = wordsIn(lang);
  const visits = plan.stops.flatMap((visit) =>
    visit.products.flatMap((product) =>
      product.lanes
        .filter((lane) => lane.add > 0)
        .map((lane): Cell[] => [
          visit.machine,
          visit.name,
          areaName(visit.region),
          visit.site,
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
  );
  const head: Word[] = [
    'machine',
    'name',
    'area',
    'site',
    'address',
    'by',
    'product',
    'name',
    'lane',
    'stock',
    'takeOut',
    'par',
    'add',
  ];
  return [
    { name: word('restock'), head: head.map(word), rows: visits },
    {
      name: word('bag'),
      head: (['product', 'name', 'boxes', 'machines'] as const).map(word),
      rows: plan.sum.map((each) => [each.product, productName(each.product), each.boxes, each.machines]),
    },
    {
      name: word('out'),
      head: (['machine', 'name', 'lane', 'product', 'lot', 'expires', 'takeOut', 'why'] as const).map(word),
      rows: plan.stops.flatMap((visit) =>
        visit.takeOut.map((each) => [
          visit.machine,
          visit.name,
          each.lane,
          each.product,
          each.lot,
          each.expires,
          each.count,
          each.why,
        ]),
      ),
    },
    stamp(lang, plan.asOf, time),
  ];
}

/** The report of issued boxes as tables. */
export function issuedTables(report: IssuedReport, lang: Lang, time: TimeText): Table[] {
  const word = wordsIn(lang);
  const key = report.by === 'area' ? 'areaName' : report.by;
  return [
    {
      name: word('report'),
      head: [word(key), word('name'), ...report.months, word('issued'), word('uncertain')],
      rows: [
        ...report.rows.map((row): Cell[] => [row.key, row.name, ...row.months, row.issued, row.uncertain]),
        ['', word('total'), ...report.total.months, report.total.issued, report.total.uncertain],
      ],
    },
    stamp(lang, report.asOf, time),
  ];
}

/** The year's verdict as tables. */
export function yearTables(report: YearReport, lang: Lang, time: TimeText): Table[] {
  const word = wordsIn(lang);
  const reached = (it: boolean | null): Cell => (it === null ? null : word(it ? 'yes' : 'no'));
  return [
    {
      name: word('areaName'),
      head: (['areaName', 'name', 'machines', 'issued', 'uncertain', 'average', 'share', 'reached'] as const).map(word),
      rows: report.areas.map((each) => [
        each.code,
        each.name,
        each.machines,
        each.issued,
        each.uncertain,
        each.average,
        each.shareAtPace,
        reached(each.reached),
      ]),
    },
    {
      name: word('machine'),
      head: (
        ['machine', 'name', 'area', 'days', 'issued', 'uncertain', 'due', 'dueOfYear', 'annual', 'reached'] as const
      ).map(word),
      rows: report.machines.map((each) => [
        each.machine,
        each.name,
        areaName(each.region),
        each.days,
        each.issued,
        each.uncertain,
        each.due,
        each.dueOfYear,
        each.annual,
        reached(each.reached),
      ]),
    },
    stamp(lang, report.asOf, time, report.through),
  ];
}

/** The list of machines as tables. */
export function machineTables(list: MachineList, lang: Lang, time: TimeText): Table[] {
  const word = wordsIn(lang);
  const head: Word[] = [
    'machine',
    'name',
    'area',
    'site',
    'link',
    'today',
    'year',
    'total',
    'uncertain',
    'stock',
    'capacity',
    'cover',
    'annual',
    'chance',
    'worst',
  ];
  return [
    {
      name: word('machines'),
      head: head.map(word),
      rows: list.machines.map((row) => [
        row.machine,
        row.name,
        areaName(row.region),
        row.site,
        row.link,
        row.issued.today,
        row.issued.year,
        row.issued.total,
        row.uncertain,
        row.stock,
        row.capacity,
        row.coverDays,
        row.pace.annual,
        row.pace.chance,
        row.flags[0]?.kind ?? null,
      ]),
    },
    stamp(lang, list.asOf, time),
  ];
}
