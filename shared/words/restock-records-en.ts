import { columnsEn } from './columns-en.ts';
import type { RestockRecordWords } from './restock-records-zh.ts';

/** Restock records, on screen, on paper and in files. */
export const restockRecordsEn: RestockRecordWords = {
  title: 'Restock records',
  columns: {
    day: 'Day',
    time: 'Time',
    kind: 'What was done',
    added: 'Put in',
    removed: 'Taken out',
    counted: 'Counted',
    was: 'Books before',
    by: 'By',
    notes: 'Notes',
    machine: columnsEn.machine,
    name: columnsEn.name,
    region: columnsEn.region,
    site: columnsEn.site,
    lane: columnsEn.lane,
    product: columnsEn.product,
    lot: columnsEn.lot,
    expires: columnsEn.expires,
  },
  kinds: { restocked: 'Restocked', removed: 'Removed', counted: 'Counted' },
  corrected: 'clock was wrong, time reckoned',
  uncounted: 'not counted',
  ownPin: 'signed in with their own PIN',
  allDays: 'all days',
  range: (from, to) =>
    from === '' ? `up to ${to}` : to === '' ? `since ${from}` : from === to ? from : `${from} to ${to}`,
  onlyNewest: (n) => `Only the newest ${n}: print or export fewer days at a time`,
  unfilled: (machines) =>
    `Not complete yet: older records of ${machines} machines are still being added after an upgrade`,
  glue: '; ',
};
