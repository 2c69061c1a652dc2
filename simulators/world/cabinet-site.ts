import type { BoardDriver, BoardModel, BootCause } from '../board/model/board.ts';
import { boardKinds } from '../board/model/boards.ts';
import { Cabinet } from '../board/model/cabinet.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import type { Vmc3Settings } from '../board/model/vmc3/settings.ts';
import { Vmc3Board } from '../board/model/vmc3/vmc3-board.ts';
import { Wire } from '../board/model/wire.ts';
import type { Alarm, VirtualClock } from '../clock/virtual-clock.ts';
import type { WorldLog } from './log.ts';
import type { Random } from './random.ts';

/** A board that is not in the cabinet at the moment, with all that it remembers. */
export interface SpareBoard {
  readonly serial: string;
  nvram: string;
}

/** Who listens at the computer's end of the serial line. */
export interface HostEnd {
  received(bytes: Uint8Array): void;
}

/** What a cabinet with its board and cable is made with. */
export interface SiteOptions {
  readonly name: string;
  /** The kind of board that is in the cabinet, and of each that is ever put in. */
  readonly kind: BoardDriver;
  /** How often a board that leads the line lets the computer speak. */
  readonly polls: Pick<Vmc3Settings, 'pollMs' | 'restPollMs'>;
  readonly lanes: number;
  readonly time: VirtualClock;
  readonly random: Random;
  readonly log: WorldLog;
  readonly onLine: (line: CabinetLine) => void;
}

/** What stands in the street: the cabinet with its boxes, the board in it, and the serial line to the computer, down to bytes. */
export class CabinetSite {
  readonly name: string;
  readonly kind: BoardDriver;
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
    const { name, kind, lanes, time, random, onLine } = options;
    this.#options = options;
    this.name = name;
    this.kind = kind;
    this.cabinet = new Cabinet({ lanes, onLine });
    this.wire = new Wire({ random, baudRate: boardKinds[kind].baudRate });
    this.#boardAlarm = time.alarm(() => this.#boardWakes());
    this.#wireAlarm = time.alarm(() => this.#carry());
    this.#board = this.#made(this.serialOf(0), '');
  }

  get board(): BoardModel {
    return this.#board;
  }

  /** The serial of a board of this kind and kiosk, by its number from 0 to 999,999; VMC V3 knows ten digits. */
  serialOf(board: number): string {
    if (this.kind === 'lbp') return `${this.name}-B${board}`;
    return `${this.name.replace(/\D/g, '').padStart(4, '0')}${String(board).padStart(6, '0')}`;
  }

  /** The computer writes bytes. */
  fromHost(bytes: Uint8Array): void {
    this.#tell('→', bytes);
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

  jabber(): void {
    this.wire.jabber(this.#options.time.nowMs);
    this.#wireAlarm.set(this.wire.wakeAtMs);
  }

  setDoor(open: boolean): void {
    this.cabinet.setDoor(open, this.#options.time.nowMs);
    this.#perform();
  }

  #made(serial: string, nvram: string): BoardModel {
    const board = boardKinds[this.kind].make({ cabinet: this.cabinet, serial, nvram });
    if (board instanceof Vmc3Board) Object.assign(board.settings, this.#options.polls);
    return board;
  }

  #tell(way: '→' | '←', bytes: Uint8Array): void {
    const { log } = this.#options;
    if (!log.enabled) return;
    const { describe, idles } = boardKinds[this.kind];
    if (!idles(bytes)) log.write(this.name, () => `${way} ${describe(bytes)}`);
  }

  #boardWakes(): void {
    this.#board.wake(this.#options.time.nowMs);
    this.#perform();
  }

  #perform(): void {
    const { time } = this.#options;
    for (const output of this.#board.drain()) {
      if (output.kind === 'save') this.#nvram = output.nvram;
      else if (output.kind === 'send') {
        this.#tell('←', output.bytes);
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
