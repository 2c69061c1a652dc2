import type { BoardDriver, BoardModel } from './board.ts';
import type { Cabinet } from './cabinet.ts';
import { LbpBoard } from './lbp/lbp-board.ts';
import { faster, lbpTiming } from './timing.ts';

export interface BoardOptions {
  readonly cabinet: Cabinet;
  readonly serial: string;
  /** As last saved; '' for a new board or one that lost its memory. */
  readonly nvram: string;
  /** How many times as fast as life the board's own time limits run; 1 unless said otherwise. */
  readonly speed?: number;
  readonly traced?: boolean;
}

interface BoardKind {
  /** The line speed it is delivered with. */
  readonly baudRate: number;
  readonly firstSerial: string;
  make(options: BoardOptions): BoardModel;
}

/** Every kind of board there is: one folder and one entry each. */
export const boardKinds: Readonly<Record<BoardDriver, BoardKind>> = {
  lbp: {
    baudRate: 115_200,
    firstSerial: 'LB00417',
    make: (options) => new LbpBoard({ ...options, timing: faster(lbpTiming, options.speed ?? 1) }),
  },
};

export function isBoardDriver(name: string): name is BoardDriver {
  return Object.hasOwn(boardKinds, name);
}
