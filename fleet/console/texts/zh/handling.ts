/** 谁在处理一件事，以及处理经过。 */
export const handling = {
  act: { acknowledged: '我来处理', reopened: '重新打开', noted: '写备注', assigned: '转交同事' },
  lead: {
    acknowledged: '同事会看到由您处理；问题解决以后提醒自动消除。',
    reopened: '这件事会回到待办，不再由谁负责。',
    noted: '备注写入处理记录，不能删改。',
    assigned: '由同事接手；同事点“我来处理”以前，这件事留在待办里。',
  },
  undo: '撤销',
  title: '处理记录',
  none: '还没有处理记录。',
  by: (user: string) => `由 ${user} 处理`,
  waits: (user: string) => `已转交 ${user}，等其接手`,
  step: {
    acknowledged: (by: string) => `${by} 接手处理`,
    reopened: (by: string) => `${by} 重新打开`,
    noted: (by: string) => `${by} 备注`,
    assigned: (by: string, to: string) => `${by} 转交给 ${to}`,
  },
  colleague: '转交给',
  colleagueNone: '没有别的人可以处理这个区域的事',
  noteNeeded: '请写备注',
};
