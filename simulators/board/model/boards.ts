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

/** The options of a board model. */
export interface BoardOptions {
  readonly cabinet: Cabinet;
  readonly serial: string;
  /** The text that was saved last; '' for a new board or one that lost its memory. */
  readonly nvram: string;
  /** The factor by which the motors' time limits are shortened; 1 if absent. */
  readonly speed?: number;
  readonly traced?: boolean;
  readonly random?: RandomSource;
}

/** A kind of board: its default values, and how its model is created. */
export interface BoardKind {
  /** Its default baud rate. */
  readonly baudRate: number;
  readonly firstSerial: string;
  make(options: BoardOptions): BoardModel;
  /** What passed over the line, in words. */
  describe(bytes: Uint8Array): string;
  /** Whether this is idle traffic that occurs all the time. */
  idles(bytes: Uint8Array): boolean;
  readonly commands: Readonly<Record<string, BoardCommand>>;
}

/** Every kind of board: one folder and one entry each. */
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

/** Whether a name is a kind of board. */
export function isBoardDriver(name: string): name is BoardDriver {
  return Object.hasOwn(boardKinds, name);
}
