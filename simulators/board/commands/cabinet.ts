import { durationMs, oneOf, WrongWords, wholeNumber } from '../model/words.ts';
import { laneCommand, ofLane, plainCommand, type TypedCommand } from './command.ts';

/** The commands for the cabinet: its lanes, its sensor, its door. */
export const cabinetCommands: Readonly<Record<string, TypedCommand>> = {
  jam: laneCommand('jam 3', 'lane 3 jams: the motor does not come home', ({ runtime }, lane) => {
    runtime.cabinet.setFault(lane, 'jam');
    return `lane ${lane} jams`;
  }),
  nothing: laneCommand('nothing 3', 'lane 3 turns but gives nothing', ({ runtime }, lane) => {
    runtime.cabinet.setFault(lane, 'nothing');
    return `lane ${lane} turns but gives nothing`;
  }),
  double: laneCommand('double 3', 'lane 3 gives two boxes at once', ({ runtime }, lane) => {
    runtime.cabinet.setFault(lane, 'double');
    return `lane ${lane} gives two boxes at once`;
  }),
  late: {
    usage: 'late 3 5s',
    help: 'boxes of lane 3 fall this long after the turn, in times of a real motor',
    maxWords: 2,
    read(words, lanes) {
      const lane = ofLane(words, lanes);
      const lateMs = durationMs(words[1] ?? '5s', 'how late');
      return ({ runtime }) => {
        runtime.cabinet.setFault(lane, 'late', lateMs / runtime.speed);
        return `boxes of lane ${lane} fall ${lateMs} ms after the full turn`;
      };
    },
  },
  free: laneCommand(
    'free 3',
    'repairs the mechanics of lane 3 (the board must still be ordered to clear it)',
    (session, lane) => {
      session.runtime.cabinet.setFault(lane, 'none');
      return `lane ${lane} turns freely`;
    },
  ),
  blind: laneCommand('blind 3', 'the drop sensor no longer sees lane 3', ({ runtime }, lane) => {
    runtime.cabinet.setBlind(lane, true);
    return `drop sensor is blind for lane ${lane}`;
  }),
  stuck: plainCommand('stuck', 'the drop sensor claims one box in every turn', ({ runtime }) => {
    runtime.cabinet.setStuck(true);
    return 'drop sensor is stuck';
  }),
  see: {
    usage: 'see [3]',
    help: 'the drop sensor sees lane 3 again; without a lane all of them',
    maxWords: 1,
    read(words, lanes) {
      const lane = words[0] === undefined ? null : ofLane(words, lanes);
      return ({ runtime: { cabinet } }) => {
        if (lane === null) {
          cabinet.setStuck(false);
          for (let each = 1; each <= cabinet.lanes; each += 1)
            if (cabinet.lane(each)?.blind) cabinet.setBlind(each, false);
          return 'drop sensor sees all lanes';
        }
        cabinet.setBlind(lane, false);
        return `drop sensor sees lane ${lane}`;
      };
    },
  },
  empty: laneCommand('empty 3', 'takes all boxes out of lane 3', ({ runtime }, lane) => {
    const taken = runtime.do((_, nowMs) => runtime.cabinet.take(lane, Infinity, nowMs));
    return `lane ${lane} is empty, ${taken} taken out`;
  }),
  fill: {
    usage: 'fill 3 10',
    help: 'puts 10 boxes into lane 3',
    maxWords: 2,
    read(words, lanes) {
      const lane = ofLane(words, lanes);
      const boxes = wholeNumber(words[1], 1, 1000, 'how many boxes');
      return ({ runtime }) => {
        runtime.do((_, nowMs) => runtime.cabinet.put(lane, boxes, nowMs));
        return `lane ${lane} holds ${runtime.cabinet.lane(lane)?.boxes ?? 0}`;
      };
    },
  },
  door: {
    usage: 'door open | door closed',
    help: 'opens or closes the service door',
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0], ['open', 'closed'], 'door');
      return ({ runtime }) => {
        runtime.do((_, nowMs) => runtime.cabinet.setDoor(way === 'open', nowMs));
        return `door ${way}`;
      };
    },
  },
  temp: {
    usage: 'temp 41.5 | temp none',
    help: 'temperature in °C, or no such sensor',
    maxWords: 1,
    read(words) {
      const [word] = words;
      if (word !== 'none' && !/^-?\d+(\.\d)?$/.test(word ?? ''))
        throw new WrongWords('temp: degrees such as 41.5, or none');
      return ({ runtime: { cabinet } }) => {
        cabinet.setClimate(word === 'none' ? null : Math.round(Number(word) * 10), cabinet.humidityPct);
        return `temperature ${word}`;
      };
    },
  },
  humidity: {
    usage: 'humidity 60 | humidity none',
    help: 'humidity in percent, or no such sensor',
    maxWords: 1,
    read(words) {
      const humidityPct = words[0] === 'none' ? null : wholeNumber(words[0], 0, 100, 'humidity');
      return ({ runtime: { cabinet } }) => {
        cabinet.setClimate(cabinet.tempDeciC, humidityPct);
        return `humidity ${humidityPct ?? 'none'}`;
      };
    },
  },
};
