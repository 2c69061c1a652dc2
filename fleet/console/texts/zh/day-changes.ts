/** 事后变更：日子过了以后，才改为计入或不计入进度和考核。 */
export const dayChanges = {
  title: '事后变更的计入日期',
  lead: '这些日子过了以后，才有人改为计入或不计入进度和考核。',
  counted: '改为计入',
  notCounted: '改为不计入',
  what: { suspension: '登记停用', 'first-day': '更改启用日' },
  why: '原因',
  needWhy: '请填写原因',
  removedTitle: '已删除的停用登记',
  removedBy: (by: string, at: string) => `${by} 于 ${at} 删除，这些日子计入`,
};
