import type { SheetWords } from './sheets-zh.ts';

/** The names of exported files and their sheets, and the lines above a table. */
export const sheetsEn: SheetWords = {
  machines: 'Machines',
  restock: 'Restock sheet',
  toCarry: 'To carry in all',
  takeOut: 'To bring back',
  issued: 'Boxes issued',
  issuedBy: {
    area: 'Boxes issued by area',
    product: 'Boxes issued by product',
    machine: 'Boxes issued by machine',
  },
  year: 'Verdict on the year',
  byArea: 'Areas',
  dayChanges: 'Days changed afterwards',
  dayChangeColumns: ['From', 'Until', 'Days', 'Change', 'By', 'When', 'Reason'],
  countedSince: 'Counted since then',
  notCountedSince: 'Not counted since then',
  byMachine: 'By machine',
  asOf: (when) => `As of ${when}`,
  asOfThrough: (when, day) => `As of ${when}, counted through ${day}`,
  between: '; ',
  quarantinedSince: (machine, when) => `${machine} is in quarantine: nothing received after ${when} is counted`,
  yearOf: (year) => year,
  month: (year, month) => `${year}-${month.padStart(2, '0')}`,
  range: (from, to) => (from === to ? from : `${from} to ${to}`),
};
