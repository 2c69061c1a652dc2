import type { BoardModel } from '../board/model/board.ts';
import { boardKinds } from '../board/model/boards.ts';
import { Cabinet } from '../board/model/cabinet.ts';
import { seededRandom } from '../board/model/random-source.ts';
import { Wire } from '../board/model/wire.ts';
import type { BoardState } from '../board/state-dir.ts';
import type { Appointment, Timeline } from '../clock/timeline.ts';

/** What a cabinet with its board and cable is made with. */
export interface SiteOptions {
  readonly timeline: Timeline;
  readonly driver: 'lbp' | 'vmc3';
  readonly serial: string;
  readonly lanes: number;
  readonly seed: number;
  /** Where cabinet and board keep what they are. */
  readonly state: BoardState;
  /** The world's time at virtual 0, ms since 1970. */
  readonly clockAtMs: number;
  readonly heard: (bytes: Uint8Array) => void;
}

/** A cabinet with its board and its serial wire, in the same virtual time as the agent. */
export class CabinetSite {
  readonly cabinet: Cabinet;
  readonly #timeline: Timeline;
  readonly #wire: Wire;
  readonly #board: BoardModel;
  readonly #options: SiteOptions;
  #alarm: Appointment | null = null;
  #stepping = false;

  constructor(options: SiteOptions) {
    const { timeline, driver, lanes, seed, state } = options;
    this.#options = options;
    this.#timeline = timeline;
    const kind = boardKinds[driver];
    const random = seededRandom(seed);
    this.#wire = new Wire({ random, baudRate: kind.baudRate });
    this.cabinet = new Cabinet({ lanes, past: state.past, onLine: (line) => state.append(line) });
    const serial = state.serial ?? options.serial;
    if (state.serial === null) state.saveSerial(serial);
    this.#board = kind.make({ cabinet: this.cabinet, serial, nvram: state.nvram(serial), random });
    this.#do(() => this.#board.powerOn(this.#nowMs, 'POWER'));
  }

  get #nowMs(): number {
    return this.#options.clockAtMs + Math.floor(this.#timeline.nowMs);
  }

  send(bytes: Uint8Array): void {
    this.#wire.fromHost(bytes, this.#nowMs);
    this.#do(() => {});
  }

  put(lane: number, boxes: number): void {
    this.#do(() => this.cabinet.put(lane, boxes, this.#nowMs));
  }

  /** The power goes, and comes back after a while. */
  cutPower(forMs: number): void {
    this.#do(() => this.#board.powerOff(this.#nowMs));
    this.#timeline.at(this.#timeline.nowMs + forMs, () => this.#do(() => this.#board.powerOn(this.#nowMs, 'POWER')));
  }

  close(): void {
    this.#alarm?.stop();
    this.#options.state.close();
  }

  /** Does something and all that follows from it at this time; then waits for what comes next. */
  #do(what: () => void): void {
    if (this.#stepping) {
      // Told by the agent in the middle of a step: the step goes on with it.
      what();
      return;
    }
    this.#stepping = true;
    try {
      const nowMs = this.#nowMs;
      this.#board.wake(nowMs);
      this.#perform(nowMs);
      what();
      this.#perform(nowMs);
      for (let bytes = this.#wire.toBoard.arrived(nowMs); bytes; bytes = this.#wire.toBoard.arrived(nowMs)) {
        this.#board.received(bytes, nowMs);
        this.#perform(nowMs);
      }
      for (let bytes = this.#wire.toHost.arrived(nowMs); bytes; bytes = this.#wire.toHost.arrived(nowMs))
        this.#options.heard(bytes);
    } finally {
      this.#stepping = false;
    }
    this.#alarm?.stop();
    const atMs = Math.min(this.#board.wakeAtMs ?? Infinity, this.#wire.wakeAtMs ?? Infinity);
    this.#alarm =
      atMs === Infinity ? null : this.#timeline.at(Math.ceil(atMs) - this.#options.clockAtMs, () => this.#do(() => {}));
  }

  #perform(nowMs: number): void {
    for (const output of this.#board.drain()) {
      if (output.kind === 'send') this.#wire.fromBoard(output.bytes, nowMs);
      else if (output.kind === 'save') this.#options.state.saveNvram(this.#board.serial, output.nvram);
    }
  }
}
