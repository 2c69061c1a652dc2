import type { RestockRecord, RestockRecordList } from '../../../shared/contracts/fleet-http.ts';
import { restockRecordsEn } from '../../../shared/words/restock-records-en.ts';
import { restockRecordsZh } from '../../../shared/words/restock-records-zh.ts';
import { sheetWords } from './sheet-words.ts';
import type { SheetOptions } from './sheets.ts';
import type { Cell, Workbook } from './tables.ts';

/** The most records of one exported file. */
export const exportedRecords = 10_000;

const columns = [
  ...(['day', 'time', 'machine', 'name', 'region', 'site', 'kind', 'lane', 'product', 'lot', 'expires'] as const),
  ...(['added', 'removed', 'counted', 'was', 'by', 'notes'] as const),
];

/** Restock records of some days; their last rows say so if there are more than the file holds, or
 * if older ones are still being filled in. */
export function restockRecordWorkbook(
  { records, unfilled, next, asOf, region }: RestockRecordList,
  days: { readonly from?: string | undefined; readonly to?: string | undefined },
  { lang, productName, time }: SheetOptions,
): Workbook {
  const { states, sheets, area } = sheetWords(lang);
  const words = { zh: restockRecordsZh, en: restockRecordsEn }[lang];
  const notesOf = ({ reason, corrected, uncounted, person }: RestockRecord): string =>
    [
      reason === null ? '' : (states.reason[reason] ?? reason),
      corrected ? words.corrected : '',
      uncounted === null ? '' : words.uncounted,
      person === null ? '' : words.ownPin,
    ]
      .filter((note) => note !== '')
      .join(words.glue);
  const rows = records.map((record): Cell[] => [
    record.day,
    time(record.at).slice(11),
    record.machine,
    record.name,
    area(record.region),
    states.site[record.site] ?? record.site,
    words.kinds[record.kind],
    record.lane,
    productName(record.product),
    record.lot,
    record.expires,
    record.kind === 'restocked' ? record.added : null,
    record.kind === 'removed' ? record.removed : null,
    record.kind === 'counted' ? record.stock : null,
    record.was,
    record.by,
    notesOf(record),
  ]);
  const more: Cell[][] = [
    ...(next === null ? [] : [[words.onlyNewest(String(records.length))]]),
    ...(unfilled === 0 ? [] : [[words.unfilled(String(unfilled))]]),
  ];
  const { from = '', to = '' } = days;
  return {
    title: [words.title, area(region), from === '' && to === '' ? words.allDays : words.range(from, to)],
    asOf: sheets.asOf(time(asOf)),
    tables: [{ name: words.title, head: columns.map((column) => words.columns[column]), rows: [...rows, ...more] }],
  };
}
