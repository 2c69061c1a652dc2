import { LbpDriver } from './lbp/driver.ts';
import { LONGEST_LINE } from './lbp/limits.ts';
import type { BoardDriver, DriverTiming } from './port.ts';
import { Vmc3Driver } from './vmc3/driver.ts';
import type { Vmc3Options } from './vmc3/turn.ts';

/** What a single board of a kind may want otherwise; each kind takes its own. */
export type BoardOptions = Vmc3Options;

/** One kind of board that the agent can drive. */
interface BoardKind {
  /** Used where the configuration names none. */
  readonly baudRate: number;
  /** The longest line in bytes, where the board speaks in lines; null where it speaks in frames. */
  readonly longestLine: number | null;
  create(timing: DriverTiming, firstId: number, options: BoardOptions): BoardDriver;
}

/** Every kind of board: one folder and one entry each. */
export const boardKinds = {
  lbp: {
    baudRate: 115_200,
    longestLine: LONGEST_LINE,
    create: (timing, firstId) => new LbpDriver(timing, firstId),
  },
  vmc3: {
    baudRate: 57_600,
    longestLine: null,
    create: (timing, firstId, options) => new Vmc3Driver(timing, firstId, options),
  },
} satisfies Record<string, BoardKind>;

/** The name of a board driver, as `kiosk.json` has it. */
export type DriverName = keyof typeof boardKinds;

export const driverNames = Object.keys(boardKinds) as readonly DriverName[];

/**
 * A driver for a kind of board. `firstId` is where its message numbers begin: another one at each start of the process (such as the run
 * number times 1009), so that an answer to the process before can't pass for one to this.
 */
export function createDriver(
  name: DriverName,
  timing: DriverTiming = {},
  firstId = 0,
  options: BoardOptions = {},
): BoardDriver {
  const kind: BoardKind = boardKinds[name];
  return kind.create(timing, firstId, options);
}
