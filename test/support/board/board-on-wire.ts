import type { BoardName } from '../../../shared/config/boards.ts';
import type { BoardModel } from '../../../simulators/board/model/board.ts';
import { boardKinds } from '../../../simulators/board/model/boards.ts';
import { Cabinet } from '../../../simulators/board/model/cabinet.ts';
import type { CabinetLine } from '../../../simulators/board/model/cabinet-lines.ts';
import { seededRandom } from '../../../simulators/board/model/random-source.ts';
import { Wire } from '../../../simulators/board/model/wire.ts';

/**
 * A wire with a board model and its cabinet at the far end, and the memory of each board while it
 * has no power.
 */
export class BoardOnWire {
  readonly wire: Wire;
  readonly cabinet: Cabinet;
  /** Each turn of a motor. */
  readonly turns: Extract<CabinetLine, { kind: 'turn' | 'home' }>[] = [];
  board: BoardModel;
  readonly #name: BoardName;
  readonly #memory = new Map<string, string>();

  constructor(name: BoardName, seed: number, lanes: number, boxes: number) {
    this.#name = name;
    this.wire = new Wire({ random: seededRandom(seed), baudRate: boardKinds[name].baudRate });
    const onLine = (line: CabinetLine): void => {
      if (line.kind === 'turn' || line.kind === 'home') this.turns.push(line);
    };
    this.cabinet = new Cabinet({ lanes, boxes, onLine });
    this.board = this.#make(boardKinds[name].firstSerial);
  }

  /** When something is due at this end, `Infinity` for never. */
  get wakeAtMs(): number {
    return Math.min(this.board.wakeAtMs ?? Infinity, this.wire.wakeAtMs ?? Infinity);
  }

  /** Installs a board without power; one that was used before has its memory. */
  replace(serial: string): void {
    this.board = this.#make(serial);
  }

  /** Writes a board's memory, as if it had been used elsewhere. */
  remember(serial: string, nvram: string): void {
    this.#memory.set(serial, nvram);
  }

  /** The board loses its memory. */
  forget(): void {
    this.#memory.delete(this.board.serial);
    this.replace(this.board.serial);
  }

  /** Does what the board asks for: stores its memory, sends its bytes. */
  perform(nowMs: number): void {
    for (const output of this.board.drain()) {
      if (output.kind === 'save') this.#memory.set(this.board.serial, output.nvram);
      else if (output.kind === 'send') this.wire.fromBoard(output.bytes, nowMs);
    }
  }

  #make(serial: string): BoardModel {
    const nvram = this.#memory.get(serial) ?? '';
    return boardKinds[this.#name].make({ cabinet: this.cabinet, serial, nvram });
  }
}
