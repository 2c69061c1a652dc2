import { bilingual } from '../../../shared/contracts/meaning.ts';
import { durationMs, named, oneOf, WrongWords, wholeNumber } from '../model/words.ts';
import { laneCommand, ofLane, plainCommand, type TypedCommand } from './command.ts';

/** The commands for the cabinet: its lanes, its sensor, its door. */
export const cabinetCommands: Readonly<Record<string, TypedCommand>> = {
  jam: laneCommand(
    'jam 3',
    bilingual('lane 3 jams: the motor does not come home', '货道 3 卡住：电机回不到原位'),
    ({ runtime }, lane) => {
      runtime.cabinet.setFault(lane, 'jam');
      return bilingual(`lane ${lane} jams`, `货道 ${lane} 已卡住`);
    },
  ),
  nothing: laneCommand(
    'nothing 3',
    bilingual('lane 3 turns but gives nothing', '货道 3 转动但不出货'),
    ({ runtime }, lane) => {
      runtime.cabinet.setFault(lane, 'nothing');
      return bilingual(`lane ${lane} turns but gives nothing`, `货道 ${lane} 转动但不出货`);
    },
  ),
  double: laneCommand(
    'double 3',
    bilingual('lane 3 gives two boxes at once', '货道 3 一次落下两盒'),
    ({ runtime }, lane) => {
      runtime.cabinet.setFault(lane, 'double');
      return bilingual(`lane ${lane} gives two boxes at once`, `货道 ${lane} 一次落下两盒`);
    },
  ),
  late: {
    usage: 'late 3 5s',
    help: bilingual(
      'boxes of lane 3 fall this long after the turn, in times of a real motor',
      '货道 3 的盒子在转完以后隔这么久才落下（按实际时间）',
    ),
    maxWords: 2,
    read(words, lanes) {
      const lane = ofLane(words, lanes);
      const lateMs = durationMs(words[1] ?? '5s', bilingual('how late', '晚多久'));
      return ({ runtime }) => {
        runtime.cabinet.setFault(lane, 'late', lateMs / runtime.speed);
        return bilingual(
          `boxes of lane ${lane} fall ${lateMs} ms after the full turn`,
          `货道 ${lane} 的盒子在转完 ${lateMs} 毫秒后落下`,
        );
      };
    },
  },
  free: laneCommand(
    'free 3',
    bilingual(
      'repairs the mechanics of lane 3 (the board must still be ordered to clear it)',
      '修好货道 3 的机械（还须让控制板复位这个货道）',
    ),
    (session, lane) => {
      session.runtime.cabinet.setFault(lane, 'none');
      return bilingual(`lane ${lane} turns freely`, `货道 ${lane} 恢复正常`);
    },
  ),
  blind: laneCommand(
    'blind 3',
    bilingual('the drop sensor no longer sees lane 3', '落盒传感器看不到货道 3'),
    ({ runtime }, lane) => {
      runtime.cabinet.setBlind(lane, true);
      return bilingual(`drop sensor is blind for lane ${lane}`, `落盒传感器看不到货道 ${lane}`);
    },
  ),
  stuck: plainCommand(
    'stuck',
    bilingual('the drop sensor claims one box in every turn', '落盒传感器每次转动都报一盒'),
    ({ runtime }) => {
      runtime.cabinet.setStuck(true);
      return bilingual('drop sensor is stuck', '落盒传感器每次转动都报一盒');
    },
  ),
  see: {
    usage: 'see [3]',
    help: bilingual(
      'the drop sensor sees lane 3 again; without a lane all of them',
      '落盒传感器恢复看到货道 3；不写货道则恢复全部',
    ),
    maxWords: 1,
    read(words, lanes) {
      const lane = words[0] === undefined ? null : ofLane(words, lanes);
      return ({ runtime: { cabinet } }) => {
        if (lane === null) {
          cabinet.setStuck(false);
          for (let each = 1; each <= cabinet.lanes; each += 1)
            if (cabinet.lane(each)?.blind) cabinet.setBlind(each, false);
          return bilingual('drop sensor sees all lanes', '落盒传感器看得到全部货道');
        }
        cabinet.setBlind(lane, false);
        return bilingual(`drop sensor sees lane ${lane}`, `落盒传感器看得到货道 ${lane}`);
      };
    },
  },
  empty: laneCommand('empty 3', bilingual('takes all boxes out of lane 3', '取空货道 3'), ({ runtime }, lane) => {
    const taken = runtime.do((_, nowMs) => runtime.cabinet.take(lane, Infinity, nowMs));
    return bilingual(`lane ${lane} is empty, ${taken} taken out`, `货道 ${lane} 已取空，取出 ${taken} 盒`);
  }),
  fill: {
    usage: 'fill 3 10',
    help: bilingual('puts 10 boxes into lane 3', '向货道 3 放入 10 盒'),
    maxWords: 2,
    read(words, lanes) {
      const lane = ofLane(words, lanes);
      const boxes = wholeNumber(words[1], 1, 1000, bilingual('how many boxes', '盒数'));
      return ({ runtime }) => {
        runtime.do((_, nowMs) => runtime.cabinet.put(lane, boxes, nowMs));
        return bilingual(
          `lane ${lane} holds ${runtime.cabinet.lane(lane)?.boxes ?? 0}`,
          `货道 ${lane} 现有 ${runtime.cabinet.lane(lane)?.boxes ?? 0} 盒`,
        );
      };
    },
  },
  door: {
    usage: 'door open | door closed',
    help: bilingual('opens or closes the service door', '打开或关上柜门'),
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0], ['open', 'closed'], named('door'));
      return ({ runtime }) => {
        runtime.do((_, nowMs) => runtime.cabinet.setDoor(way === 'open', nowMs));
        return bilingual(`door ${way}`, way === 'open' ? '柜门已打开' : '柜门已关上');
      };
    },
  },
  temp: {
    usage: 'temp 41.5 | temp none',
    help: bilingual('temperature in °C, or no such sensor', '温度（℃），或没有温度传感器（none）'),
    maxWords: 1,
    read(words) {
      const [word] = words;
      if (word !== 'none' && !/^-?\d+(\.\d)?$/.test(word ?? ''))
        throw new WrongWords('temp: degrees such as 41.5, or none', 'temp：应为度数，如 41.5，或 none');
      return ({ runtime: { cabinet } }) => {
        cabinet.setClimate(word === 'none' ? null : Math.round(Number(word) * 10), cabinet.humidityPct);
        return bilingual(`temperature ${word}`, word === 'none' ? '没有温度传感器' : `温度 ${word} ℃`);
      };
    },
  },
  humidity: {
    usage: 'humidity 60 | humidity none',
    help: bilingual('humidity in percent, or no such sensor', '湿度（%），或没有湿度传感器（none）'),
    maxWords: 1,
    read(words) {
      const humidityPct = words[0] === 'none' ? null : wholeNumber(words[0], 0, 100, named('humidity'));
      return ({ runtime: { cabinet } }) => {
        cabinet.setClimate(cabinet.tempDeciC, humidityPct);
        return bilingual(
          `humidity ${humidityPct ?? 'none'}`,
          humidityPct === null ? '没有湿度传感器' : `湿度 ${humidityPct}%`,
        );
      };
    },
  },
};
