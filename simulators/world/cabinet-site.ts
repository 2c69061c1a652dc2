import type { BoardModel, BootCause } from '../board/model/board.ts';
import { boardKinds } from '../board/model/boards.ts';
import { Cabinet } from '../board/model/cabinet.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import { Wire } from '../board/model/wire.ts';
import type { Chance } from './chance.ts';
import type { Diary } from './diary.ts';
import type { Alarm, Time } from './time.ts';

/** A board that is not in the cabinet at the moment, with all that it remembers. */
export interface SpareBoard {
  readonly serial: string;
  nvram: string;
}

/** Who listens at the computer's end of the serial line. */
export interface HostEnd {
  received(bytes: Uint8Array): void;
}

export interface SiteOptions {
  readonly name: string;
  readonly lanes: number;
  readonly time: Time;
  readonly chance: Chance;
  readonly diary: Diary;
  readonly onLine: (line: CabinetLine) => void;
}

/** What stands in the street: the cabinet with its boxes, the board in it, and the serial line to the computer, down to bytes. */
export class CabinetSite {
  readonly name: string;
  readonly cabinet: Cabinet;
  readonly wire: Wire;
  /** In the technician's bag. */
  readonly spares: SpareBoard[] = [];
  host: HostEnd | null = null;
  readonly #options: SiteOptions;
  readonly #boardAlarm: Alarm;
  readonly #wireAlarm: Alarm;
  #board: BoardModel;
  #nvram = '';

  constructor(options: SiteOptions) {
    const { name, lanes, time, chance, onLine } = options;
    this.#options = options;
    this.name = name;
    this.cabinet = new Cabinet({ lanes, onLine });
    this.wire = new Wire({ dice: chance, baudRate: boardKinds.lbp.baudRate });
    this.#boardAlarm = time.alarm(() => this.#boardWakes());
    this.#wireAlarm = time.alarm(() => this.#carry());
    this.#board = this.#made(`${name}-B0`, '');
  }

  get board(): BoardModel {
    return this.#board;
  }

  /** The computer writes bytes. */
  fromHost(bytes: Uint8Array): void {
    this.#options.diary.tell(this.name, () => `→ ${readable(bytes)}`);
    this.wire.fromHost(bytes, this.#options.time.nowMs);
    this.#wireAlarm.set(this.wire.wakeAtMs);
  }

  power(on: boolean, cause: BootCause = 'POWER'): void {
    const { nowMs } = this.#options.time;
    if (on) this.#board.powerOn(nowMs, cause);
    else this.#board.powerOff(nowMs);
    this.#perform();
  }

  hang(): void {
    this.#board.hang(this.#options.time.nowMs);
    this.#perform();
  }

  /** Another board is put in, its power comes a moment later; the old one goes into the bag with what it remembers. */
  swap(other: SpareBoard): void {
    this.power(false);
    this.spares.push({ serial: this.#board.serial, nvram: this.#nvram });
    this.#nvram = other.nvram;
    this.#board = this.#made(other.serial, other.nvram);
    this.wire.unplug();
    this.wire.plug();
    this.power(true);
  }

  /** The board loses its memory with the power. */
  forget(): void {
    this.power(false);
    this.#nvram = '';
    this.#board = this.#made(this.#board.serial, '');
    this.power(true);
  }

  unplug(): void {
    this.wire.unplug();
  }

  plug(): void {
    this.wire.plug();
  }

  babble(): void {
    this.wire.babble(this.#options.time.nowMs);
    this.#wireAlarm.set(this.wire.wakeAtMs);
  }

  setDoor(open: boolean): void {
    this.cabinet.setDoor(open, this.#options.time.nowMs);
    this.#perform();
  }

  #made(serial: string, nvram: string): BoardModel {
    return boardKinds.lbp.make({ cabinet: this.cabinet, serial, nvram });
  }

  #boardWakes(): void {
    this.#board.wake(this.#options.time.nowMs);
    this.#perform();
  }

  #perform(): void {
    const { time, diary } = this.#options;
    for (const output of this.#board.drain()) {
      if (output.kind === 'save') this.#nvram = output.nvram;
      else if (output.kind === 'send') {
        diary.tell(this.name, () => `← ${readable(output.bytes)}`);
        this.wire.fromBoard(output.bytes, time.nowMs);
      }
    }
    this.#boardAlarm.set(this.#board.wakeAtMs);
    this.#wireAlarm.set(this.wire.wakeAtMs);
  }

  #carry(): void {
    const { nowMs } = this.#options.time;
    for (;;) {
      const toBoard = this.wire.toBoard.arrived(nowMs);
      if (toBoard !== null) {
        this.#board.received(toBoard, nowMs);
        this.#perform();
        continue;
      }
      const toHost = this.wire.toHost.arrived(nowMs);
      if (toHost === null) break;
      this.host?.received(toHost);
    }
    this.#wireAlarm.set(this.wire.wakeAtMs);
  }
}

/** Bytes of a line as a person reads them. */
function readable(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 10 ? '' : '·';
  return text.replace(/·$/, '');
}
