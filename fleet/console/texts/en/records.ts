import { restockRecordsEn } from '../../../../shared/words/restock-records-en.ts';
import type { records as zhRecords } from '../zh/records.ts';

/** The restock records. */
export const records: typeof zhRecords = {
  ...restockRecordsEn,
  from: 'From',
  to: 'To',
  anyKind: 'All',
  anyProduct: 'All products',
  clear: 'Clear',
  inBooks: (n) => `books ${n}`,
  none: 'There are no such records',
  noneLead: 'Try other days, another area or other conditions.',
};
