import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { BoardDriver } from '../../simulators/board/model/board.ts';
import type { OpenPort } from '../../simulators/board/port.ts';
import { ptyPort } from '../../simulators/board/pty.ts';
import { BoardRuntime } from '../../simulators/board/runtime.ts';
import { stateInDir, stateInMemory } from '../../simulators/board/state-dir.ts';
import { SerialHost } from './serial-host.ts';

const bootMs = 10_000;

interface BoardChoice {
  readonly driver?: BoardDriver;
  readonly link?: string;
  readonly state?: string;
  readonly baudRate?: number;
  readonly openPort?: OpenPort;
  readonly serial?: string;
  readonly speed?: number;
}

/** Boards in real time on real ports, with their hosts, in a folder of one test. */
export class LiveBoards {
  readonly folder = mkdtempSync(join(tmpdir(), 'board-'));
  readonly #open: { close(): unknown }[] = [];

  /** Closes everything that is still open, the latest first, and removes the folder. */
  async close(): Promise<void> {
    for (const one of this.#open.splice(0).reverse()) await one.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Closes this too when the test is over. */
  closes<T extends { close(): unknown }>(one: T): T {
    this.#open.push(one);
    return one;
  }

  /**
   * A board that has booted, with four lanes of three boxes each; by default on a pseudo-terminal.
   */
  async board(choice: BoardChoice = {}): Promise<BoardRuntime> {
    const { driver = 'lbp', speed = 20, baudRate = 115_200, serial } = choice;
    const runtime = this.closes(
      new BoardRuntime({
        driver,
        speed,
        baudRate,
        lanes: 4,
        boxes: 3,
        seed: 1,
        openPort: choice.openPort ?? ptyPort(choice.link ?? null),
        state: choice.state === undefined ? stateInMemory() : stateInDir(choice.state),
        onFailure: (error: Error) => expect.fail(error.message),
        ...(serial === undefined ? {} : { serial }),
      }),
    );
    await runtime.start();
    // Not `expect.poll`: a board may also be made before all tests of a file.
    await vi.waitFor(() => expect(runtime.board.ready).toBe(true), { timeout: bootMs, interval: 10 });
    return runtime;
  }

  /** A host with an open port. */
  host(path: string | null, baudRate?: number): Promise<SerialHost> {
    return this.closes(new SerialHost(path ?? '', baudRate)).open();
  }
}
