import type { BoardBody } from './body.ts';
import type { BoardDriver, BoardTrick } from './model/board.ts';
import { boardKinds } from './model/boards.ts';
import type { WireCounts, WireFaults } from './model/wire.ts';
import { chanceOf, durationMs, oneOf, WrongWords, wholeNumber } from './model/words.ts';
import { statusText } from './status-text.ts';

export type TraceMode = 'off' | 'on' | 'hex';

/** What a typed command may touch. */
export interface Desk {
  readonly body: BoardBody;
  setTrace(mode: TraceMode): void;
  /** Resolves when it has happened; rejects with a sentence after `limitMs`. */
  waitFor(what: WaitFor, limitMs: number): Promise<string>;
  pause(forMs: number): Promise<void>;
  quit(): void;
}

export const waitForWords = ['turn', 'fall', 'result', 'boot', 'host'] as const;
export type WaitFor = (typeof waitForWords)[number];

/** Does the work and answers in one line. */
export type Action = (desk: Desk) => string | Promise<string>;

export interface DeskCommand {
  readonly usage: string;
  readonly help: string;
  /** How many words may follow. */
  readonly most: number;
  /** Throws WrongWords. `lanes`: how many the cabinet has. */
  read(words: readonly string[], lanes: number): Action;
}

const ofLane = (words: readonly string[], lanes: number): number => wholeNumber(words[0], 1, lanes, 'which lane');

/** A command whose only word is a lane. */
function laneCommand(usage: string, help: string, act: (desk: Desk, lane: number) => string): DeskCommand {
  const read = (words: readonly string[], lanes: number): Action => {
    const lane = ofLane(words, lanes);
    return (desk) => act(desk, lane);
  };
  return { usage, help, most: 1, read };
}

function plainCommand(usage: string, help: string, act: Action): DeskCommand {
  return { usage, help, most: 0, read: () => act };
}

function faultCommand(usage: string, help: string, fault: keyof WireCounts): DeskCommand {
  return {
    usage,
    help,
    most: 2,
    read(words: readonly string[]): Action {
      const chance = chanceOf(words[0], fault);
      const way = words[1] === undefined ? 'both' : oneOf(words[1], ['both', 'host', 'board'], 'from whom');
      return ({ body }) => {
        setFault(body, fault, chance, way);
        return `${fault} ${chance} of all messages${way === 'both' ? '' : ` from the ${way}`}`;
      };
    },
  };
}

function setFault(body: BoardBody, fault: keyof WireFaults, value: number, from: 'both' | 'host' | 'board'): void {
  if (from !== 'board') body.wire.toBoard.faults[fault] = value;
  if (from !== 'host') body.wire.toHost.faults[fault] = value;
}

/** Every typed command by its first word, in the order of the help. */
export const deskCommands: Readonly<Record<string, DeskCommand>> = {
  help: {
    usage: 'help [command]',
    help: 'this list, or one command',
    most: 1,
    read:
      (words) =>
      ({ body }) =>
        helpText(words[0], body.driver),
  },
  status: plainCommand('status', 'the board, its cabinet and the line', ({ body }) => statusText(body)),
  jam: laneCommand('jam 3', 'lane 3 jams: the motor does not come home', ({ body }, lane) => {
    body.cabinet.setFault(lane, 'jam');
    return `lane ${lane} jams`;
  }),
  nothing: laneCommand('nothing 3', 'lane 3 turns but gives nothing', ({ body }, lane) => {
    body.cabinet.setFault(lane, 'nothing');
    return `lane ${lane} turns but gives nothing`;
  }),
  double: laneCommand('double 3', 'lane 3 gives two boxes at once', ({ body }, lane) => {
    body.cabinet.setFault(lane, 'double');
    return `lane ${lane} gives two boxes at once`;
  }),
  late: {
    usage: 'late 3 5s',
    help: 'boxes of lane 3 fall so long after the full turn, in life times',
    most: 2,
    read(words, lanes) {
      const lane = ofLane(words, lanes);
      const lateMs = durationMs(words[1] ?? '5s', 'how late');
      return ({ body }) => {
        body.cabinet.setFault(lane, 'late', lateMs / body.speed);
        return `boxes of lane ${lane} fall ${lateMs} ms after the full turn`;
      };
    },
  },
  free: laneCommand(
    'free 3',
    'mends the mechanics of lane 3 (the board still has to be told to clear it)',
    (desk, lane) => {
      desk.body.cabinet.setFault(lane, 'none');
      return `lane ${lane} turns freely`;
    },
  ),
  blind: laneCommand('blind 3', 'the drop sensor no longer sees lane 3', ({ body }, lane) => {
    body.cabinet.setBlind(lane, true);
    return `drop sensor is blind for lane ${lane}`;
  }),
  stuck: plainCommand('stuck', 'the drop sensor claims one box in every turn', ({ body }) => {
    body.cabinet.setStuck(true);
    return 'drop sensor is stuck';
  }),
  see: {
    usage: 'see [3]',
    help: 'the drop sensor sees lane 3 again; without a lane all of them',
    most: 1,
    read(words, lanes) {
      const lane = words[0] === undefined ? null : ofLane(words, lanes);
      return ({ body: { cabinet } }) => {
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
  empty: laneCommand('empty 3', 'takes all boxes out of lane 3', ({ body }, lane) => {
    const taken = body.do((_, nowMs) => body.cabinet.take(lane, Infinity, nowMs));
    return `lane ${lane} is empty, ${taken} taken out`;
  }),
  fill: {
    usage: 'fill 3 10',
    help: 'puts 10 boxes into lane 3',
    most: 2,
    read(words, lanes) {
      const lane = ofLane(words, lanes);
      const boxes = wholeNumber(words[1], 1, 1000, 'how many boxes');
      return ({ body }) => {
        body.do((_, nowMs) => body.cabinet.put(lane, boxes, nowMs));
        return `lane ${lane} holds ${body.cabinet.lane(lane)?.boxes ?? 0}`;
      };
    },
  },
  power: {
    usage: 'power off | power on',
    help: 'cuts the power of the board, or gives it back',
    most: 1,
    read(words) {
      const way = oneOf(words[0], ['off', 'on'], 'power');
      return ({ body }) => {
        body.do((board, nowMs) => (way === 'off' ? board.powerOff(nowMs) : board.powerOn(nowMs, 'POWER')));
        return `power ${way}`;
      };
    },
  },
  reset: plainCommand('reset', 'presses the reset button', ({ body }) => {
    body.restart('RESET');
    return 'reset';
  }),
  hang: plainCommand('hang', 'the program hangs until the watchdog restarts it', ({ body }) => {
    body.do((board, nowMs) => board.hang(nowMs));
    return 'hangs until the watchdog bites';
  }),
  swap: {
    usage: 'swap [serial]',
    help: 'builds in another board; a spare that was in use before still has its memory',
    most: 1,
    read(words) {
      const [serial] = words;
      if (serial !== undefined && !/^[A-Za-z0-9-]{1,20}$/.test(serial)) {
        throw new WrongWords('serial: up to 20 letters, digits and -');
      }
      return ({ body }) => {
        body.swap(serial ?? nextSerial(body.board.serial));
        return `board ${body.board.serial} is built in`;
      };
    },
  },
  forget: plainCommand('forget', 'the board loses its memory', ({ body }) => {
    body.forget();
    return `board ${body.board.serial} has lost its memory`;
  }),
  unplug: plainCommand('unplug', 'pulls the cable: the port vanishes', ({ body }) => {
    body.unplug();
    return 'unplugged';
  }),
  plug: plainCommand('plug', 'puts the cable back: a new port, the same link', async ({ body }) => {
    await body.plug();
    return `port ${body.portPath}`;
  }),
  noise: faultCommand('noise 0.02 [host|board]', 'bytes of noise before messages (from host or board only)', 'noise'),
  lose: faultCommand('lose 0.05 [host|board]', 'messages lost', 'lose'),
  corrupt: faultCommand('corrupt 0.05 [host|board]', 'messages with a wrong bit', 'corrupt'),
  duplicate: faultCommand('duplicate 0.05 [host|board]', 'messages that come twice', 'duplicate'),
  split: faultCommand('split 0.5 [host|board]', 'messages in two pieces', 'split'),
  delay: {
    usage: 'delay 0.1 [400ms]',
    help: 'messages held up, by as much as that',
    most: 2,
    read(words) {
      const chance = chanceOf(words[0], 'delay');
      const longestMs = durationMs(words[1] ?? '400ms', 'how long');
      return ({ body }) => {
        body.wire.setFault('delay', chance);
        body.wire.setFault('delayMs', longestMs);
        return `delay ${chance} of all messages by up to ${longestMs} ms`;
      };
    },
  },
  mute: {
    usage: 'mute on | mute off',
    help: 'the board works but nothing it says arrives',
    most: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], 'mute');
      return ({ body }) => {
        body.wire.toHost.muted = way === 'on';
        return `mute ${way}`;
      };
    },
  },
  deaf: {
    usage: 'deaf on | deaf off',
    help: 'nothing that the host says arrives',
    most: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], 'deaf');
      return ({ body }) => {
        body.wire.toBoard.muted = way === 'on';
        return `deaf ${way}`;
      };
    },
  },
  babble: {
    usage: 'babble on | babble off',
    help: 'the board sends rubbish all the time',
    most: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], 'babble');
      return ({ body }) => {
        body.setBabbling(way === 'on');
        return `babble ${way}`;
      };
    },
  },
  quiet: plainCommand('quiet', 'a good line again: no fault left on it', ({ body }) => {
    for (const fault of ['noise', 'lose', 'corrupt', 'duplicate', 'split', 'delay'] as const)
      body.wire.setFault(fault, 0);
    body.wire.toHost.muted = false;
    body.wire.toBoard.muted = false;
    body.setBabbling(false);
    return 'a good line';
  }),
  door: {
    usage: 'door open | door closed',
    help: 'opens or closes the service door',
    most: 1,
    read(words) {
      const way = oneOf(words[0], ['open', 'closed'], 'door');
      return ({ body }) => {
        body.do((_, nowMs) => body.cabinet.setDoor(way === 'open', nowMs));
        return `door ${way}`;
      };
    },
  },
  temp: {
    usage: 'temp 41.5 | temp none',
    help: 'temperature in °C, or no such sensor',
    most: 1,
    read(words) {
      const [word] = words;
      if (word !== 'none' && !/^-?\d+(\.\d)?$/.test(word ?? ''))
        throw new WrongWords('temp: degrees such as 41.5, or none');
      return ({ body: { cabinet } }) => {
        cabinet.setClimate(word === 'none' ? null : Math.round(Number(word) * 10), cabinet.humidityPct);
        return `temperature ${word}`;
      };
    },
  },
  humidity: {
    usage: 'humidity 60 | humidity none',
    help: 'humidity in percent, or no such sensor',
    most: 1,
    read(words) {
      const humidityPct = words[0] === 'none' ? null : wholeNumber(words[0], 0, 100, 'humidity');
      return ({ body: { cabinet } }) => {
        cabinet.setClimate(cabinet.tempDeciC, humidityPct);
        return `humidity ${humidityPct ?? 'none'}`;
      };
    },
  },
  trace: {
    usage: 'trace on | trace hex | trace off',
    help: 'shows what passes over the line',
    most: 1,
    read(words) {
      const mode = oneOf(words[0] ?? 'on', ['on', 'hex', 'off'], 'trace');
      return (desk) => {
        desk.setTrace(mode);
        return `trace ${mode}`;
      };
    },
  },
  wait: {
    usage: 'wait 2s | wait turn|fall|result|boot|host [30s]',
    help: 'for a time, or until a motor starts, a box falls, a result is known, the board has booted, the host speaks',
    most: 2,
    read(words) {
      const what = waitForWords.find((word) => word === words[0]);
      if (what !== undefined) {
        const limitMs = durationMs(words[1] ?? '60s', 'at most');
        return (desk) => desk.waitFor(what, limitMs);
      }
      if (!/^\d/.test(words[0] ?? '')) throw new WrongWords(`wait: 2s, or ${waitForWords.join(', ')}`);
      const forMs = durationMs(words[0], 'wait');
      return async (desk) => {
        await desk.pause(forMs);
        return `waited ${forMs} ms`;
      };
    },
  },
  seed: {
    usage: 'seed [7]',
    help: 'shows the seed of the dice, or begins them anew with this one',
    most: 1,
    read(words) {
      const seed = words[0] === undefined ? null : wholeNumber(words[0], 0, 4_294_967_295, 'seed');
      return ({ body }) => {
        if (seed !== null) body.reseed(seed);
        return `seed ${body.seed}`;
      };
    },
  },
  quit: plainCommand('quit', 'ends', (desk) => {
    desk.quit();
    return 'bye';
  }),
};

/** A trick of one kind of board as a command of the desk. */
function trickCommand(trick: BoardTrick): DeskCommand {
  const read = (words: readonly string[], lanes: number): Action => {
    const play = trick.read(words, lanes);
    return ({ body }) => body.do(play);
  };
  return { usage: trick.usage, help: trick.help, most: trick.most, read };
}

function commandNamed(name: string, driver: BoardDriver): DeskCommand | null {
  if (Object.hasOwn(deskCommands, name)) return deskCommands[name] ?? null;
  const { tricks } = boardKinds[driver];
  const trick = Object.hasOwn(tricks, name) ? tricks[name] : undefined;
  return trick === undefined ? null : trickCommand(trick);
}

function helpText(name: string | undefined, driver: BoardDriver): string {
  if (name === undefined) {
    return [...Object.values(deskCommands), ...Object.values(boardKinds[driver].tricks)]
      .map(({ usage, help }) => `${usage.padEnd(52)} ${help}`)
      .join('\n');
  }
  const command = commandNamed(name, driver);
  if (command === null) throw new WrongWords(`no command ${JSON.stringify(name)}; help lists them all`);
  return `${command.usage}: ${command.help}`;
}

/** The next serial of the same kind: LB00417 → LB00418. */
function nextSerial(serial: string): string {
  const digits = /\d+$/.exec(serial)?.[0];
  if (digits === undefined) return `${serial}2`;
  const next = String(Number(digits) + 1).padStart(digits.length, '0');
  return serial.slice(0, -digits.length) + next;
}

/** Reads one typed line; null for an empty line or a comment (`#`). Throws WrongWords. */
export function readCommand(line: string, driver: BoardDriver, lanes: number): Action | null {
  const [name, ...words] = line.replace(/#.*$/, '').trim().split(/\s+/);
  if (name === undefined || name === '') return null;
  const command = commandNamed(name, driver);
  if (command === null) {
    const all = [...Object.keys(deskCommands), ...Object.keys(boardKinds[driver].tricks)];
    const near = all.filter((other) => other.startsWith(name.slice(0, 2)));
    const hint = near.length > 0 ? `perhaps ${near.join(' or ')}` : 'help lists them all';
    throw new WrongWords(`no command ${JSON.stringify(name)}; ${hint}`);
  }
  if (words.length > command.most) throw new WrongWords(`too many words, write: ${command.usage}`);
  return command.read(words, lanes);
}
