import type { BoardName } from '../../shared/config/boards.ts';
import type { RandomSource } from '../board/model/random-source.ts';
import type { SiteOptions } from '../cabinet/cabinet-site.ts';

/** How often bytes are damaged on a cable, as shares of 1. */
export interface SpoiltBytes {
  readonly corrupt: number;
  readonly noise: number;
}

/** The values from which a used board's memory is made. */
export interface UsedBoard {
  readonly random: RandomSource;
  /** The kiosk's last transaction. */
  readonly lastTxn: number;
  readonly lanes: readonly number[];
}

/** What the world needs to know about a kind of board. */
export interface WorldBoard {
  /** The serial of a board from its kiosk's name and its number from 0 to 999,999. */
  serial(kiosk: string, board: number): string;
  /** The memory of such a board from earlier use at another place. */
  usedMemory(used: UsedBoard): string;
  /** How a new board polls; null if the computer leads the line. */
  polls(random: RandomSource): Exclude<SiteOptions['polls'], undefined>;
  /** The rates that its check of lines or frames can detect. */
  spoiltBytes(drawn: SpoiltBytes): SpoiltBytes;
}

/** Every kind of board, as the world needs it. */
export const worldBoards: Readonly<Record<BoardName, WorldBoard>> = {
  lbp: {
    serial: (kiosk, board) => `${kiosk}-B${board}`,
    usedMemory: usedLbp,
    polls: () => null,
    spoiltBytes: (drawn) => drawn,
  },
  vmc3: {
    // Its menu has room for ten digits only.
    serial: (kiosk, board) => `${kiosk.replace(/\D/g, '').padStart(4, '0')}${String(board).padStart(6, '0')}`,
    usedMemory: usedVmc3,
    polls: (random) => random.pick(vmc3Polls, 'kiosk: poll'),
    // A frame has one XOR byte as its check, which a flipped byte can pass [the promise, what is
    // not promised].
    spoiltBytes: ({ noise }) => ({ corrupt: 0, noise: Math.min(noise, 0.01) }),
  },
};

/**
 * How a VMC V3 board polls: every 200 ms by default, up to the slowest interval that can be set, 2
 * s; the driver sets boards above half a second to 200 ms. Polls are expensive to simulate, so most
 * boards here poll rarely while nothing happens.
 */
const vmc3Polls = [
  { pollMs: 200, restPollMs: 0 },
  { pollMs: 2_000, restPollMs: 0 },
  ...[200, 200, 200, 400, 400, 400, 1_000, 2_000].map((pollMs) => ({ pollMs, restPollMs: 2_000 })),
] as const;

function usedLbp({ random, lastTxn, lanes }: UsedBoard): string {
  // Below, at, or above the kiosk's last transaction.
  const t = Math.max(0, lastTxn + random.pick([-2, -1, 0, 0, 0, 0, 1, 1, 2, 5], 'trouble: its transaction'));
  const n = random.pick(lanes, 'trouble: which lane');
  const result = random.pick(['DROPPED', 'NODROP', 'JAM', 'UNKNOWN', 'RUNNING'], 'trouble: its result');
  const drops = lanes.map(() => random.below(50, 'trouble: its drops'));
  const states = lanes.map(() => 'READY');
  return JSON.stringify({
    boots: random.below(40, 'trouble: its boots'),
    t,
    n: t === 0 ? 0 : n,
    result: t === 0 ? 'NONE' : result,
    mark: 0,
    drops,
    states,
  });
}

/** It remembers no turn, but which lanes it blocked. */
function usedVmc3({ random, lanes }: UsedBoard): string {
  return JSON.stringify({ selections: lanes.map(() => ({ jammed: random.chance(0.1, 'trouble: its jams') })) });
}
