import type { BoardDriver, BoardModel, BootCause } from '../board/model/board.ts';
import { boardKinds } from '../board/model/boards.ts';
import { Cabinet } from '../board/model/cabinet.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import type { RandomSource } from '../board/model/random-source.ts';
import type { Vmc3Settings } from '../board/model/vmc3/settings.ts';
import { Vmc3Board } from '../board/model/vmc3/vmc3-board.ts';
import { Wire } from '../board/model/wire.ts';
import type { Alarm, VirtualClock } from '../clock/virtual-clock.ts';

/** A board with its memory; `nvram` is '' for a board without one. */
export interface StoredBoard {
  readonly serial: string;
  readonly nvram: string;
}

/** The receiver at the computer's end of the serial line. */
export interface HostEnd {
  received(bytes: Uint8Array): void;
}

/** The options of a cabinet with its board and cable. */
export interface SiteOptions {
  /** The machine's name, for reports. */
  readonly name: string;
  readonly clock: VirtualClock;
  /** The time of board and cabinet at virtual 0, whole ms since 1970. */
  readonly beganMs: number;
  /** For the faults of the serial line. */
  readonly random: RandomSource;
  /** The kind of the board in the cabinet, and of each board that replaces it. */
  readonly kind: BoardDriver;
  readonly board: StoredBoard;
  /** How often a board that leads the line polls the computer; the default if absent or null. */
  readonly polls?: Pick<Vmc3Settings, 'pollMs' | 'restPollMs'> | null;
  readonly lanes: number;
  /** Lines of an earlier run of the cabinet, oldest first. */
  readonly past?: Iterable<CabinetLine>;
  /** Called with every new line of the cabinet. */
  readonly onLine: (line: CabinetLine) => void;
  /** Called when a board saves its memory, before anything else that it asks for is done. */
  readonly onSaved?: (board: StoredBoard) => void;
  /** Called with all bytes that are written on the line. */
  readonly onBytes?: (from: 'host' | 'board', bytes: Uint8Array) => void;
}

/**
 * A cabinet with its boxes, the board in it, and the serial line to the computer, down to single
 * bytes, on virtual time.
 */
export class CabinetSite {
  readonly name: string;
  readonly kind: BoardDriver;
  readonly cabinet: Cabinet;
  readonly wire: Wire;
  host: HostEnd | null = null;
  readonly #options: SiteOptions;
  readonly #boardAlarm: Alarm;
  readonly #wireAlarm: Alarm;
  #board: BoardModel;
  #nvram: string;

  /** The board has no power yet. */
  constructor(options: SiteOptions) {
    const { kind, lanes, past = [], clock, random, onLine, board } = options;
    this.#options = options;
    this.name = options.name;
    this.kind = kind;
    this.cabinet = new Cabinet({ lanes, past, onLine });
    this.wire = new Wire({ random, baudRate: boardKinds[kind].baudRate });
    this.#boardAlarm = clock.alarm(() => this.#boardWakes());
    this.#wireAlarm = clock.alarm(() => this.#carry());
    this.#nvram = board.nvram;
    this.#board = this.#made(board);
  }

  get board(): BoardModel {
    return this.#board;
  }

  /** The time of the board and the cabinet, whole ms. */
  get nowMs(): number {
    return this.#options.beganMs + Math.floor(this.#options.clock.nowMs);
  }

  /** The computer writes bytes. */
  fromHost(bytes: Uint8Array): void {
    this.#options.onBytes?.('host', bytes);
    this.wire.fromHost(bytes, this.nowMs);
    this.#set(this.#wireAlarm, this.wire.wakeAtMs);
  }

  power(on: boolean, cause: BootCause = 'POWER'): void {
    if (on) this.#board.powerOn(this.nowMs, cause);
    else this.#board.powerOff(this.nowMs);
    this.#perform();
  }

  hang(): void {
    this.#board.hang(this.nowMs);
    this.#perform();
  }

  /** Installs another board, which gets its power at once. Returns the board that was taken out. */
  swap(other: StoredBoard): StoredBoard {
    this.power(false);
    const removed = { serial: this.#board.serial, nvram: this.#nvram };
    this.#nvram = other.nvram;
    this.#board = this.#made(other);
    this.wire.unplug();
    this.wire.plug();
    this.power(true);
    return removed;
  }

  /** The board loses its memory together with its power. */
  forget(): void {
    this.power(false);
    this.#nvram = '';
    this.#board = this.#made({ serial: this.#board.serial, nvram: '' });
    this.power(true);
  }

  unplug(): void {
    this.wire.unplug();
  }

  plug(): void {
    this.wire.plug();
  }

  /** One burst of noise from a board with a faulty transmitter. */
  jabber(): void {
    this.wire.emitNoise(this.nowMs);
    this.#set(this.#wireAlarm, this.wire.wakeAtMs);
  }

  setDoor(open: boolean): void {
    this.cabinet.setDoor(open, this.nowMs);
    this.#perform();
  }

  #made({ serial, nvram }: StoredBoard): BoardModel {
    const board = boardKinds[this.kind].make({ cabinet: this.cabinet, serial, nvram });
    if (board instanceof Vmc3Board) Object.assign(board.settings, this.#options.polls);
    return board;
  }

  /** Sets an alarm to a time of the board, rounded up to whole ms; null switches it off. */
  #set(alarm: Alarm, atMs: number | null): void {
    alarm.set(atMs === null ? null : Math.ceil(atMs) - this.#options.beganMs);
  }

  #boardWakes(): void {
    this.#board.wake(this.nowMs);
    this.#perform();
  }

  #perform(): void {
    for (const output of this.#board.drain()) {
      if (output.kind === 'save') {
        this.#nvram = output.nvram;
        this.#options.onSaved?.({ serial: this.#board.serial, nvram: output.nvram });
      } else if (output.kind === 'send') {
        this.#options.onBytes?.('board', output.bytes);
        this.wire.fromBoard(output.bytes, this.nowMs);
      }
    }
    this.#set(this.#boardAlarm, this.#board.wakeAtMs);
    this.#set(this.#wireAlarm, this.wire.wakeAtMs);
  }

  #carry(): void {
    const { nowMs } = this;
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
    this.#set(this.#wireAlarm, this.wire.wakeAtMs);
  }
}
