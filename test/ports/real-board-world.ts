import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type BoardLine, serialLine } from '../../device/adapters/serial-line.ts';
import { boardKinds, createDriver, type DriverName } from '../../device/board/drivers.ts';
import type { BoardAsk, BoardDriver, BoardEvent } from '../../device/board/port.ts';
import { BoardBody } from '../../simulators/board/body.ts';
import { boardKinds as models } from '../../simulators/board/model/boards.ts';
import { Vmc3Board } from '../../simulators/board/model/vmc3/vmc3-board.ts';
import { ptyPort } from '../../simulators/board/pty.ts';
import { stateInMemory } from '../../simulators/board/state-dir.ts';
import type { BoardWorld } from './board-world.ts';

/** A driver in real time: the loop of a host, as small as it can be. */
class Host {
  readonly driver: BoardDriver;
  readonly #line: BoardLine;
  readonly #tell: (event: BoardEvent) => void;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(name: DriverName, port: string, firstId: number, tell: (event: BoardEvent) => void) {
    const { baudRate, longestLine } = boardKinds[name];
    this.#tell = tell;
    this.driver = createDriver(name, {}, firstId);
    this.#line = serialLine(
      { port, baudRate, longestLine },
      {
        opened: () => this.do((driver, upMs) => driver.opened(upMs)),
        closed: (reason) => this.do((driver, upMs) => driver.closed(reason, upMs)),
        received: (bytes) => this.do((driver, upMs) => driver.received(bytes, upMs)),
      },
    );
    this.#line.open();
  }

  do(what: (driver: BoardDriver, upMs: number) => void): void {
    if (this.#over) return;
    what(this.driver, upNow());
    for (const output of this.driver.take()) {
      if (output.to === 'line') this.#line.send(output.bytes);
      else if (output.to === 'core') this.#tell(output.event);
      else {
        this.#line.close();
        this.#line.open();
      }
    }
    clearTimeout(this.#timer);
    const atMs = this.driver.wakeAtMs;
    if (atMs === null) return;
    this.#timer = setTimeout(() => this.do((driver, upMs) => driver.wake(upMs)), Math.max(0, atMs - upNow()));
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#line.close();
  }
}

const upNow = (): number => Math.floor(performance.now());

/** A board behind a real pseudo-terminal, opened by the real `serialport`. Its mechanics run `speed` times as fast as life. */
export async function realWorld(name: DriverName, speed = 20): Promise<BoardWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'board-world-'));
  const link = join(dir, 'tty');
  const { baudRate } = models[name];
  const body = new BoardBody({
    driver: name,
    openPort: ptyPort(link),
    state: stateInMemory(),
    lanes: 3,
    boxes: 50,
    speed,
    baudRate,
    seed: 1,
    onFailure: (error) => {
      throw error;
    },
  });
  // A board that polls is as much in a hurry as its mechanics.
  const hurry = (): void => {
    if (body.board instanceof Vmc3Board) body.board.knobs.pollMs = 50;
  };
  hurry();
  await body.start();
  const events: BoardEvent[] = [];
  let starts = 0;
  const start = (): Host => {
    starts += 1;
    return new Host(name, link, starts * 1_009, (event) => void events.push(event));
  };
  let host = start();
  return {
    get driver() {
      return host.driver;
    },
    cabinet: body.cabinet,
    events,
    speed,
    get serial() {
      return body.board.serial;
    },
    get upMs() {
      return upNow();
    },
    ask: (ask: BoardAsk) => host.do((driver, upMs) => driver.ask(ask, upMs)),
    async until(holds, withinMs = 25_000) {
      await expect.poll(holds, { timeout: withinMs, interval: 3, message: String(holds) }).toBe(true);
    },
    async restartHost() {
      host.end();
      host = start();
    },
    power: (on) => body.do((board, nowMs) => (on ? board.powerOn(nowMs, 'POWER') : board.powerOff(nowMs))),
    unplug: () => body.unplug(),
    plug: () => body.plug(),
    swap(serial) {
      body.swap(serial);
      hurry();
    },
    babble: (on) => body.setBabbling(on),
    async close() {
      host.end();
      body.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
