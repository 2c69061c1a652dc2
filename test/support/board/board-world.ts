import type { BoardDriver, BoardEvent, BoardOrder } from '../../../device/board/port.ts';
import type { BoardName } from '../../../shared/config/boards.ts';
import type { Cabinet } from '../../../simulators/board/model/cabinet.ts';
import { Bench } from './bench.ts';

/**
 * The surroundings of a driver and a board: a real line in real time, or everything in one process
 * on virtual time.
 */
export interface BoardWorld {
  readonly driver: BoardDriver;
  readonly cabinet: Cabinet;
  readonly events: readonly BoardEvent[];
  /** The serial on the board's label. */
  readonly serial: string;
  /** The factor by which the mechanics run faster than real ones. */
  readonly speed: number;
  /** Monotonic ms of this world. */
  readonly upMs: number;
  order(order: BoardOrder): void;
  until(holds: () => boolean, withinMs?: number): Promise<void>;
  /** The host process ends and a new one starts, with a new driver. */
  restartHost(): Promise<void>;
  power(on: boolean): void;
  unplug(): void;
  plug(): Promise<void>;
  swap(serial: string): void;
  /** The board's transmitter sends noise, or stops doing so. */
  setNoisy(on: boolean): void;
  close(): Promise<void>;
}

/** A world on virtual time: no waiting, and always the same. */
export async function virtualWorld(name: BoardName): Promise<BoardWorld> {
  const bench = new Bench(name);
  let noisy = false;
  return {
    get driver() {
      return bench.driver;
    },
    cabinet: bench.cabinet,
    events: bench.events,
    speed: 1,
    get serial() {
      return bench.board.serial;
    },
    get upMs() {
      return bench.upMs;
    },
    order: (order) => bench.order(order),
    async until(holds, withinMs = 120_000) {
      for (let ms = 0; ms < withinMs; ms += 10) {
        if (holds()) return;
        if (noisy) bench.wire.emitNoise(bench.upMs);
        bench.run(10);
      }
      throw new Error(`never came to pass: ${holds}`);
    },
    async restartHost() {
      bench.startHost();
    },
    power: (on) => bench.power(on),
    unplug: () => bench.unplug(true),
    async plug() {
      bench.plug();
    },
    swap: (serial) => bench.swap(serial),
    setNoisy(on) {
      noisy = on;
      bench.wire.noisy = on;
    },
    async close() {},
  };
}

/** A serial for a spare of the same kind as this board. */
export const spareOf = (serial: string): string => `${serial.slice(0, -3)}988`;
