/** 导出文件的名称、工作表和说明。 */
export const sheetsZh = {
  machines: '机器清单',
  restock: '补货单',
  toCarry: '一共要带',
  takeOut: '要取回',
  issued: '发放统计表',
  issuedBy: {
    area: '发放统计表（按区域）',
    product: '发放统计表（按品种）',
    machine: '发放统计表（按机器）',
  },
  year: '年度考核结果',
  byArea: '各区域',
  dayChanges: '事后变更的计入日期',
  dayChangeColumns: ['起始日', '截止日', '天数', '变更', '变更人', '变更时间', '原因'],
  countedSince: '改为计入',
  notCountedSince: '改为不计入',
  byMachine: '各机器',
  asOf: (when: string) => `数据截至 ${when}`,
  asOfThrough: (when: string, day: string) => `数据截至 ${when}，计到 ${day}（含）`,
  between: '；',
  quarantinedSince: (machine: string, when: string) => `${machine} 已被隔离，${when} 以后收到的账未计入`,
  yearOf: (year: string) => `${year}年`,
  month: (year: string, month: string) => `${year}年${month}月`,
  range: (from: string, to: string) => (from === to ? from : `${from}至${to}`),
};

/** The words of exported files. */
export type SheetWords = typeof sheetsZh;
