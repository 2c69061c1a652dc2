import type { BoardModel, BootCause } from '../../simulators/board/model/board.ts';
import { Cabinet } from '../../simulators/board/model/cabinet.ts';
import type { CabinetLine } from '../../simulators/board/model/cabinet-lines.ts';
import { LbpBoard } from '../../simulators/board/model/lbp/lbp-board.ts';
import { crcOf } from '../../simulators/board/model/lbp/line.ts';

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
export const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
export const lbpLine = (body: string): string =>
  `${body}*${crcOf(body).toString(16).toUpperCase().padStart(4, '0')}\r\n`;

/** What a rig observed, in the order in which it happened. */
export type Seen =
  | { readonly what: 'sent'; readonly text: string }
  | { readonly what: 'saved'; readonly nvram: string }
  | { readonly what: 'line'; readonly line: CabinetLine };

export interface RigOptions {
  readonly lanes?: number;
  readonly boxes?: number;
  readonly absent?: readonly number[];
  readonly serial?: string;
}

/** Lets virtual time pass, waking the board whenever it asks for it. */
export function runFor(rig: { nowMs: number; readonly board: BoardModel; perform(): void }, forMs: number): void {
  const untilMs = rig.nowMs + forMs;
  for (let atMs = rig.board.wakeAtMs; atMs !== null && atMs <= untilMs; atMs = rig.board.wakeAtMs) {
    rig.nowMs = Math.max(rig.nowMs, atMs);
    rig.board.wake(rig.nowMs);
    rig.perform();
  }
  rig.nowMs = untilMs;
}

/** An LBP/1 board on virtual time, with its memory on a reliable disk. */
export class LbpRig {
  nowMs = 1000;
  readonly seen: Seen[] = [];
  readonly memory = new Map<string, string>();
  readonly cabinet: Cabinet;
  board: BoardModel;
  #crashIn = Infinity;

  constructor(options: RigOptions = {}) {
    const { lanes = 40, boxes = 10, absent = [], serial = 'LB00417' } = options;
    const onLine = (line: CabinetLine): void => void this.seen.push({ what: 'line', line });
    this.cabinet = new Cabinet({ lanes, boxes, absent, onLine });
    this.board = this.#make(serial);
  }

  /** Everything that the board has sent so far, without checksums. */
  get said(): string[] {
    return this.seen.flatMap((one) => (one.what === 'sent' ? [one.text.replace(/\*....\r\n$/, '')] : []));
  }

  get turns(): number {
    return this.seen.filter((one) => one.what === 'line' && one.line.kind === 'turn').length;
  }

  on(cause: BootCause = 'POWER'): this {
    this.board.powerOn(this.nowMs, cause);
    this.perform();
    this.run(300);
    return this;
  }

  off(): this {
    this.board.powerOff(this.nowMs);
    this.perform();
    return this;
  }

  swap(serial: string): this {
    this.board.powerOff(this.nowMs);
    this.board.drain();
    this.board = this.#make(serial);
    return this;
  }

  send(bytes: Uint8Array): void {
    this.board.received(bytes, this.nowMs);
    this.perform();
  }

  /** Sends a request and returns what was sent at once. */
  ask(body: string): string {
    const before = this.said.length;
    this.send(ascii(lbpLine(body)));
    return this.said.slice(before).join('|');
  }

  run(forMs: number): this {
    runFor(this, forMs);
    return this;
  }

  /** The power fails after `outputs` more outputs; all later ones are lost. */
  crashIn(outputs: number): void {
    this.#crashIn = outputs;
  }

  perform(): void {
    for (const output of this.board.drain()) {
      if (this.#crashIn === 0) {
        this.#crashIn = Infinity;
        this.swap(this.board.serial);
        return;
      }
      this.#crashIn -= 1;
      if (output.kind === 'save') {
        this.memory.set(this.board.serial, output.nvram);
        this.seen.push({ what: 'saved', nvram: output.nvram });
      } else if (output.kind === 'send') {
        this.seen.push({ what: 'sent', text: textOf(output.bytes) });
      }
    }
  }

  #make(serial: string): BoardModel {
    return new LbpBoard({ cabinet: this.cabinet, serial, nvram: this.memory.get(serial) ?? '' });
  }
}
