import { Cabinet } from '../../simulators/board/model/cabinet.ts';
import type { CabinetLine } from '../../simulators/board/model/cabinet-lines.ts';
import { describeVmc3 } from '../../simulators/board/model/vmc3/describe.ts';
import { type Frame, FrameReader, frameBytes } from '../../simulators/board/model/vmc3/frame.ts';
import type { Vmc3Settings } from '../../simulators/board/model/vmc3/settings.ts';
import { Vmc3Board } from '../../simulators/board/model/vmc3/vmc3-board.ts';
import { runFor } from './board-rig.ts';

const ack = frameBytes(0x42);
/** Bytes as hex digits without spaces. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * A VMC on virtual time with a host that acknowledges everything and answers each POLL with the
 * next frame that it has.
 */
export class Vmc3Rig {
  nowMs = 1000;
  nvram = '';
  readonly cabinet: Cabinet;
  board: Vmc3Board;
  /** What the board sent, without POLL and ACK, in words. */
  readonly said: string[] = [];
  readonly sentHex: string[] = [];
  readonly turned: (CabinetLine & { readonly cause: string })[] = [];
  polls = 0;
  acks = 0;
  /** Frames that wait for a POLL. */
  readonly toSay: Uint8Array[] = [];
  acknowledges = true;
  readonly #frames: Frame[] = [];
  readonly #reader = new FrameReader((frame) => this.#frames.push(frame));

  constructor(settings: Partial<Vmc3Settings> = {}, lanes = 3, boxes = 5) {
    const onLine = (line: CabinetLine): void => void (line.kind === 'turn' && this.turned.push(line));
    this.cabinet = new Cabinet({ lanes, boxes, onLine });
    this.board = new Vmc3Board({ cabinet: this.cabinet, serial: '0000000417', nvram: '', settings });
  }

  on(): this {
    this.board.powerOn(this.nowMs, 'POWER');
    return this.run(3000);
  }

  off(): this {
    this.board.powerOff(this.nowMs);
    this.perform();
    return this;
  }

  run(forMs: number): this {
    runFor(this, forMs);
    return this;
  }

  /** Sends it at the next POLL and returns what came back within `forMs`. */
  say(code: number, body: readonly number[], forMs = 600): string {
    const before = this.said.length;
    this.toSay.push(frameBytes(code, body));
    this.run(forMs);
    return this.said.slice(before).join(', ');
  }

  perform(): void {
    for (const output of this.board.drain()) {
      if (output.kind === 'save') this.nvram = output.nvram;
      else if (output.kind === 'send') {
        this.sentHex.push(hexOf(output.bytes));
        this.#reader.push(output.bytes);
      }
    }
    for (let frame = this.#frames.shift(); frame !== undefined; frame = this.#frames.shift()) this.#heard(frame);
  }

  #heard(frame: Frame): void {
    if (frame.command === 0x42) {
      this.acks += 1;
      return;
    }
    if (frame.command === 0x41) this.polls += 1;
    else this.said.push(describeVmc3(frameBytes(frame.command, frame.body)));
    if (!this.acknowledges) return;
    const answer = frame.command === 0x41 ? (this.toSay.shift() ?? ack) : ack;
    this.board.received(answer, this.nowMs);
    this.perform();
  }
}

/** The body of 0x06, which drives a lane; `sensor`: 1 if the drop sensor takes part. */
export const drive = (packNo: number, lane: number, sensor = 1): number[] => [packNo, sensor, 0, 0, lane];
