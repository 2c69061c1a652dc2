import type { RestockRecordKind } from '../contracts/fleet/restock-record.ts';
import { columnsZh } from './columns-zh.ts';

/** 补货记录：网页、打印和导出共用。 */
export const restockRecordsZh = {
  title: '补货记录',
  columns: {
    day: '日期',
    time: '时间',
    kind: '事项',
    added: '补入',
    removed: '取出',
    counted: '盘点',
    was: '盘点前账面',
    by: '经手人',
    notes: '说明',
    machine: columnsZh.machine,
    name: columnsZh.name,
    region: columnsZh.region,
    site: columnsZh.site,
    lane: columnsZh.lane,
    product: columnsZh.product,
    lot: columnsZh.lot,
    expires: columnsZh.expires,
  },
  kinds: { restocked: '补货', removed: '取出', counted: '盘点' } satisfies Record<RestockRecordKind, string>,
  corrected: '机器时钟不准，时间为推算',
  uncounted: '未计入',
  ownPin: '本人 PIN 码登录',
  allDays: '全部日期',
  range: (from: string, to: string) =>
    from === '' ? `截至 ${to}` : to === '' ? `自 ${from} 起` : from === to ? from : `${from} 至 ${to}`,
  onlyNewest: (n: string) => `只含最近 ${n} 条，其余请缩小日期范围后打印或导出`,
  unfilled: (machines: string) => `升级后正在整理历史记录，还有 ${machines} 台机器未完成，以下内容暂不完整`,
  glue: '；',
};

/** The words of restock records. */
export type RestockRecordWords = typeof restockRecordsZh;
