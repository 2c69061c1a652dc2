import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BoardEvent } from '../../../device/board/port.ts';
import { type BoardHost, boardHost } from '../../../device/probe/host.ts';
import type { BoardName } from '../../../shared/config/boards.ts';
import { boardKinds as models } from '../../../simulators/board/model/boards.ts';
import { Vmc3Board } from '../../../simulators/board/model/vmc3/vmc3-board.ts';
import { ptyPort } from '../../../simulators/board/pty.ts';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { stateInMemory } from '../../../simulators/board/state-dir.ts';
import type { BoardWorld } from './board-world.ts';

/**
 * A board on a real pseudo-terminal, opened by the real `serialport`. Its mechanics run `speed`
 * times as fast as real ones.
 */
export async function realWorld(name: BoardName, speed = 20): Promise<BoardWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'board-world-'));
  const link = join(dir, 'tty');
  const { baudRate } = models[name];
  const runtime = new BoardRuntime({
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
  // A board that polls is as much faster as its mechanics.
  const hurry = (): void => {
    if (runtime.board instanceof Vmc3Board) runtime.board.settings.pollMs = 50;
  };
  hurry();
  await runtime.start();
  const events: BoardEvent[] = [];
  let starts = 0;
  const start = (): BoardHost => {
    starts += 1;
    return boardHost({ driver: name, port: link, firstId: starts * 1_009 }, (event) => void events.push(event));
  };
  let host = start();
  return {
    get driver() {
      return host.driver;
    },
    cabinet: runtime.cabinet,
    events,
    speed,
    get serial() {
      return runtime.board.serial;
    },
    get upMs() {
      return host.upNow();
    },
    order: (order) => host.order(order),
    async until(holds, withinMs = 25_000) {
      await expect.poll(holds, { timeout: withinMs, interval: 3, message: String(holds) }).toBe(true);
    },
    async restartHost() {
      host.close();
      host = start();
    },
    power: (on) => runtime.do((board, nowMs) => (on ? board.powerOn(nowMs, 'POWER') : board.powerOff(nowMs))),
    unplug: () => runtime.unplug(),
    plug: () => runtime.plug(),
    swap(serial) {
      runtime.swap(serial);
      hurry();
    },
    setNoisy: (on) => runtime.setNoisy(on),
    async close() {
      host.close();
      runtime.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
