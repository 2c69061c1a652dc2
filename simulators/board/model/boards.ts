import { boards } from '../../../shared/config/boards.ts';
import type { BoardCommand, BoardDriver, BoardModel } from './board.ts';
import type { Cabinet } from './cabinet.ts';
import { LbpBoard } from './lbp/lbp-board.ts';
import type { RandomSource } from './random-source.ts';
import { readableText } from './readable.ts';
import { faster, lbpTiming, vmc3Timing } from './timing.ts';
import { vmc3Commands } from './vmc3/commands.ts';
import { describeVmc3 } from './vmc3/describe.ts';
import { command } from './vmc3/frame.ts';
import { Vmc3Board } from './vmc3/vmc3-board.ts';

/** What a model of a board is made with. */
export interface BoardOptions {
  readonly cabinet: Cabinet;
  readonly serial: string;
  /** As last saved; '' for a new board or one that lost its memory. */
  readonly nvram: string;
  /** How many times as fast as life the motors' time limits run; 1 unless said otherwise. */
  readonly speed?: number;
  readonly traced?: boolean;
  readonly random?: RandomSource;
}

/** A kind of board: how it is delivered, and how its model is made. */
export interface BoardKind {
  /** The line speed it is delivered with. */
  readonly baudRate: number;
  readonly firstSerial: string;
  make(options: BoardOptions): BoardModel;
  /** What passed over the line, for a person. */
  describe(bytes: Uint8Array): string;
  /** Traffic that goes on all the time and tells nothing. */
  idles(bytes: Uint8Array): boolean;
  readonly commands: Readonly<Record<string, BoardCommand>>;
}

/** Every kind of board there is: one folder and one entry each. */
export const boardKinds: Readonly<Record<BoardDriver, BoardKind>> = {
  lbp: {
    ...boards.lbp,
    firstSerial: 'LB00417',
    make: ({ speed = 1, ...options }) => new LbpBoard({ ...options, timing: faster(lbpTiming, speed) }),
    describe: (bytes) => readableText(bytes).replaceAll('␍␊', ' ').trimEnd(),
    idles: () => false,
    commands: {},
  },
  vmc3: {
    ...boards.vmc3,
    firstSerial: '0000000417',
    make: ({ speed = 1, ...options }) => new Vmc3Board({ ...options, timing: faster(vmc3Timing, speed) }),
    describe: describeVmc3,
    idles: (bytes) => bytes.length === 5 && (bytes[2] === command.poll || bytes[2] === command.ack),
    commands: vmc3Commands,
  },
};

/** Whether a name is one of a kind of board. */
export function isBoardDriver(name: string): name is BoardDriver {
  return Object.hasOwn(boardKinds, name);
}
