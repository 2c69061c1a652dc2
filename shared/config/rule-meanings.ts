import type { Rules } from '../rules/defaults.ts';

/**
 * The meaning of each number of the rules in Chinese; the English is in the docstrings of `Rules`.
 */
export const rulesInChinese: Readonly<Record<keyof Rules, string>> = {
  target: '每台机器每年应发放的盒数',
  paceMinDays: '使用满多少天后才判断进度不足',
  historyDays: '计算一台机器发放速度时回看的天数',
  bandTail: '估计区间两端各舍去的概率',
  priorMinMachines: '一个区域至少有多少台机器才单独估计',
  unevenPriorWeeks: '区域的波动情况折合为多少周的本机数据',
  restockRateDays: '计算补货速度时回看的天数',
  restockCoverDays: '库存够用天数低于此值时补货',
  minimumBoxes: '盒数不多于此值时补货',
  expiringDays: '距有效期多少天起算近效期',
  lockDays: '距有效期多少天起由机器自动停发',
  freshLotDays: '批号不明的补货按多少天有效期估算',
  offlineMinutes: '多少分钟没有心跳算离线',
  doorOpenMinutes: '柜门可以打开的分钟数',
  silentChance: '久未发放的概率低于此值时提示',
  clockWrongMinutes: '机器时钟与服务器相差多少分钟算不准',
  yearClosesDays: '年度结束后多少天起，该年数据不再自动变动',
  fastestTurnMs: '电机发放一盒至少需要多少毫秒',
  configPendingMinutes: '新配置多少分钟未生效时提示',
  stopPendingMinutes: '停止发放多少分钟未生效时提示',
};
