/** 点位的联系方式和开放时间。 */
export const contact = {
  title: '点位联系方式',
  lead: '打电话和上门补货时用。只有能看到这台机器的账户可以看到。',
  name: '联系人',
  telephone: '电话',
  hours: '开放时间',
  hoursHelp: '例如：周一至周五 8:30–17:00，中午不休',
  note: '备注',
  checkedDay: '核对日期',
  checked: (day: string, by: string) => `${day} 由 ${by} 核对`,
  removeAsk: '删除这个点位的联系方式？',
  repairs: '同站维修',
  signature: '点位签字',
};
