import type { EventKind } from '../../../../shared/contracts/events.ts';
import type { LineTextValues } from '../ledger-line-text.ts';

type Sentence = (it: LineTextValues) => string;

/** 流水账里每一行的一句话。 */
export const events: Record<EventKind, Sentence> & Record<string, Sentence> = {
  turning: (it) => `货道 ${it.lane} 开始转动（${it.product}）`,
  issued: (it) => `货道 ${it.lane} 发出一盒${it.product}${it.lot && `，批号 ${it.lot}`}`,
  'not-issued': (it) => `货道 ${it.lane} 没有发出：${it.reason}`,
  uncertain: (it) => `货道 ${it.lane} 可能发出一盒${it.product}，待核实${it.reason && `（${it.reason}）`}`,
  settled: (it) =>
    `货道 ${it.lane} 那一盒确定${it.is('issued') ? '已发出' : '没有发出'}（${it.text('by') === 'count' ? '盘点' : '控制板'}）`,
  restocked: (it) =>
    `货道 ${it.lane} 补了 ${it.count('added')} 盒${it.product}，现有 ${it.count('stock')} 盒${it.lot && `，批号 ${it.lot}`}${it.text('lotTyped') && `（录入为“${it.text('lotTyped')}”）`}${it.expires && `，有效期至 ${it.expires}`}${it.by && `——${it.by}`}`,
  counted: (it) => `货道 ${it.lane} 盘点 ${it.count('stock')} 盒，账上 ${it.count('was')} 盒${it.by && `——${it.by}`}`,
  removed: (it) =>
    `货道 ${it.lane} 取出 ${it.count('removed')} 盒${it.product}${it.reason && `：${it.reason}`}${it.by && `——${it.by}`}`,
  lane: (it) => `货道 ${it.lane}：${it.word('lane')}${it.reason && `（${it.reason}）`}`,
  door: (it) => `柜门${it.word('doorState')}`,
  board: (it) => `控制板${it.word('boardState')}${it.reason && `（${it.reason}）`}`,
  sensor: (it) => `落盒传感器${it.word('sensorState')}${it.by && `——${it.by}`}`,
  climate: (it) => `温湿度${it.word('climateState')}${it.temperature && `，${it.temperature}`}`,
  booted: (it) => `程序启动，版本 ${it.text('version')}（${it.word('reason', 'cause')}）`,
  configured: (it) =>
    `${it.text('version') === '0' ? '初始配置生效' : `第 ${it.text('version')} 版配置生效`}${it.stopped && `，停止发放（${it.stopped}）`}`,
  command: (it) => `远程命令“${it.word('command', 'command')}”：${it.word('commandState')}`,
  tested: (it) => `货道 ${it.lane} 电机测试，不计发放${it.by && `——${it.by}`}`,
};
