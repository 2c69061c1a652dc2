import { decodeFrame } from '../../../device/board/vmc3/frame.ts';
import { Vmc3Board } from '../../../simulators/board/model/vmc3/vmc3-board.ts';
import { Bench } from './bench.ts';

/** A bench with a VMC that is ready, and its settings. */
export function ready(): { bench: Bench; board: Vmc3Board } {
  const bench = new Bench('vmc3').until(() => true);
  bench.until(() => bench.ready).run(3_000);
  return { bench, board: model(bench) };
}

/** The VMC of a bench. Throws if its board is of another kind. */
export function model({ board }: Bench): Vmc3Board {
  if (!(board instanceof Vmc3Board)) throw new Error('not a VMC');
  return board;
}

/** The commands that the host sent, POLL answers left out. */
export const commands = (bench: Bench, command: number): number =>
  bench.sent.filter(({ bytes }) => decodeFrame(bytes)?.command === command).length;

/** The command that turns a lane's motor. */
export const DRIVE = 0x06;
