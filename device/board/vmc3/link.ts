import type { Command } from './bodies.ts';
import { ACK, decodeFrame, encodeFrame, type Frame, POLL, SYNC } from './frame.ts';
import { HALF_FRAME_MS, NOISE_BYTES, ORDER_TRIES } from './limits.ts';
import { FrameReader } from './reader.ts';

/** A command under way to the board. */
interface Order {
  readonly bytes: Uint8Array;
  /** It may not be sent, or sent again, at or after this time. */
  readonly beginBeforeMonoMs: number;
  sent: number;
  received: boolean;
}

/**
 * The host's side of the line. The board leads [VMC V3 §3]: at most one frame for each POLL, an ACK
 * for every good data frame, PackNO and repetitions.
 */
export class Link {
  readonly #reader = new FrameReader();
  #packNo: number;
  #order: Order | null = null;
  #lastData: Frame | null = null;
  #halfSinceMonoMs: number | null = null;
  #bytes = 0;
  #turnMonoMs: number | null = null;
  #pollMs = Number.POSITIVE_INFINITY;
  #out: Uint8Array[] = [];

  /**
   * `firstPackNo`: each process takes another one, so that the board does not take its first
   * command for a repetition.
   */
  constructor(firstPackNo: number) {
    this.#packNo = firstPackNo % 255;
  }

  get dropped(): number {
    return this.#reader.dropped;
  }

  /** Bytes came since the opening, but no good frame. */
  get noisy(): boolean {
    return this.#bytes >= NOISE_BYTES;
  }

  /** The shortest time between two POLLs since the line was opened. */
  get pollMs(): number {
    return this.#pollMs;
  }

  /** How often the order went out. */
  get sent(): number {
    return this.#order?.sent ?? 0;
  }

  /**
   * Whether the board confirmed that it has the order. That proves nothing about the end [VMC V3
   * §12.8].
   */
  get received(): boolean {
    return this.#order?.received ?? false;
  }

  /** The line was opened again. */
  reset(): void {
    this.#reader.reset();
    this.#order = null;
    this.#lastData = null;
    this.#halfSinceMonoMs = null;
    this.#bytes = 0;
    this.#turnMonoMs = null;
    this.#pollMs = Number.POSITIVE_INFINITY;
    this.#out = [];
  }

  /** Prepares a command for the next POLL, in place of the one before. */
  order({ command, text }: Command, beginBeforeMonoMs = Number.POSITIVE_INFINITY): void {
    this.#packNo = (this.#packNo % 255) + 1;
    this.#order = { bytes: encodeFrame(command, [this.#packNo, ...text]), beginBeforeMonoMs, sent: 0, received: false };
  }

  /** The order is not sent any more. */
  withdraw(): void {
    this.#order = null;
  }

  take(): Uint8Array[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  /**
   * The good frames in these bytes. Only the last one that wants an answer gets it: those before it
   * have waited too long. Leaves out repetitions: a frame with the same command, PackNO and body as
   * the frame directly before it [VMC V3 §4].
   */
  hear(bytes: Uint8Array, monoMs: number): { any: boolean; data: Frame[] } {
    this.#bytes += bytes.length;
    const frames: Frame[] = [];
    for (const candidate of this.#read(bytes, monoMs)) {
      const frame = decodeFrame(candidate);
      if (frame !== null) frames.push(frame);
    }
    if (frames.length > 0) this.#bytes = 0;
    const data: Frame[] = [];
    for (const frame of frames) {
      if (frame.command === ACK) this.#acknowledged();
      else if (frame.command !== POLL && !this.#isRepetition(frame)) data.push(frame);
    }
    const asking = frames.findLast((frame) => frame.command !== ACK);
    if (asking !== undefined) this.#turn(monoMs);
    if (asking?.command === POLL) this.#answerPoll(monoMs);
    else if (asking !== undefined) this.#out.push(encodeFrame(ACK));
    return { any: frames.length > 0, data };
  }

  #read(bytes: Uint8Array, monoMs: number): Uint8Array[] {
    const frames = this.#reader.push(bytes);
    if (frames.length > 0 || !this.#reader.waiting) this.#halfSinceMonoMs = null;
    if (!this.#reader.waiting) return frames;
    this.#halfSinceMonoMs ??= monoMs;
    if (monoMs - this.#halfSinceMonoMs < HALF_FRAME_MS) return frames;
    this.#halfSinceMonoMs = null;
    return [...frames, ...this.#reader.giveUp()];
  }

  #turn(monoMs: number): void {
    if (this.#turnMonoMs !== null) this.#pollMs = Math.min(this.#pollMs, monoMs - this.#turnMonoMs);
    this.#turnMonoMs = monoMs;
  }

  #acknowledged(): void {
    if (this.#order !== null && this.#order.sent > 0) this.#order.received = true;
  }

  /**
   * A POLL without an ACK before it means that the order was not received. It is sent again [VMC V3
   * §9].
   */
  #answerPoll(monoMs: number): void {
    const order = this.#order;
    const due = order !== null && !order.received && order.sent < ORDER_TRIES && monoMs < order.beginBeforeMonoMs;
    if (due) order.sent += 1;
    this.#out.push(due ? order.bytes : encodeFrame(ACK));
  }

  #isRepetition(frame: Frame): boolean {
    const last = this.#lastData;
    this.#lastData = frame.command === SYNC ? null : frame;
    if (last === null || last.command !== frame.command || last.body.length !== frame.body.length) return false;
    return last.body.every((byte, at) => byte === frame.body[at]);
  }
}
