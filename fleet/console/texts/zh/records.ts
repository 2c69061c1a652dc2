import { restockRecordsZh } from '../../../../shared/words/restock-records-zh.ts';

/** 补货记录。 */
export const records = {
  ...restockRecordsZh,
  from: '从',
  to: '到',
  anyKind: '全部',
  anyProduct: '全部品种',
  clear: '清除条件',
  inBooks: (n: string) => `账面 ${n}`,
  none: '没有这样的记录',
  noneLead: '请更换日期、区域或条件。',
};
