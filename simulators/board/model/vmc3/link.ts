import { bilingual } from '../../../../shared/contracts/meaning.ts';
import type { OutputList } from '../board.ts';
import type { RandomSource } from '../random-source.ts';
import { command, type Frame, FrameReader, frameBytes } from './frame.ts';
import type { Vmc3Settings } from './settings.ts';

/** A command of the host. */
export interface HostCommand {
  readonly code: number;
  /** The body after PackNO. */
  readonly text: Uint8Array;
  readonly packNo: number;
  readonly nowMs: number;
}

/** The options of the board's side of the line. */
export interface Vmc3LinkOptions {
  readonly out: OutputList;
  readonly settings: Vmc3Settings;
  readonly random: RandomSource | undefined;
  /** Called with a command that is already ACKed and is not a repetition. */
  readonly onCommand: (command: HostCommand) => void;
}

const pollsBeforeRest = 3;

interface Outgoing {
  readonly code: number;
  readonly text: readonly number[];
}

/**
 * The board's side of the line: it polls and leads, acknowledges, and repeats [VMC V3 §3, §4, §9].
 */
export class Vmc3Link {
  readonly #out: OutputList;
  readonly #settings: Vmc3Settings;
  readonly #random: RandomSource | undefined;
  readonly #onCommand: Vmc3LinkOptions['onCommand'];
  readonly #reader = new FrameReader((frame) => this.#frame(frame));
  #queue: Outgoing[] = [];
  /** The data frame that waits for its ACK, with how often it was sent. */
  #open: { readonly bytes: Uint8Array; sent: number } | null = null;
  #packNo = 0;
  #slotAtMs = Infinity;
  #answerUntilMs = -Infinity;
  #lastCommand: Frame | null = null;
  /** POLLs in a row without an answer. */
  #idlePolls = 0;
  #nowMs = 0;
  #violations = 0;
  #broken = 0;

  constructor(options: Vmc3LinkOptions) {
    this.#out = options.out;
    this.#settings = options.settings;
    this.#random = options.random;
    this.#onCommand = options.onCommand;
  }

  /** Frames that the host sent when it was not allowed to. */
  get violations(): number {
    return this.#violations;
  }

  /** Data frames that were given up. */
  get broken(): number {
    return this.#broken;
  }

  get droppedBytes(): number {
    return this.#reader.dropped;
  }

  get wakeAtMs(): number {
    return this.#slotAtMs;
  }

  start(nowMs: number): void {
    this.#slotAtMs = nowMs;
  }

  /** The program stops: everything is forgotten, PackNO too. */
  stop(): void {
    this.#queue = [];
    this.#open = null;
    this.#packNo = 0;
    this.#slotAtMs = Infinity;
    this.#answerUntilMs = -Infinity;
    this.#lastCommand = null;
    this.#reader.reset();
  }

  /** Sends a data frame when its turn comes. */
  enqueue(code: number, text: readonly number[]): void {
    this.#queue.push({ code, text });
  }

  /** Removes waiting frames of this kind. */
  withdraw(code: number): void {
    this.#queue = this.#queue.filter((frame) => frame.code !== code);
  }

  received(bytes: Uint8Array, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#reader.push(bytes);
  }

  /** The board may send now; times to send that it missed are not made up for. */
  slot(atMs: number, nowMs: number): void {
    const jitterMs = this.#settings.pollJitterMs;
    const later =
      jitterMs > 0 && this.#random !== undefined ? this.#random.below(jitterMs + 1, 'vmc3: poll jitter') : 0;
    const rests = this.#settings.restPollMs > 0 && this.#idlePolls >= pollsBeforeRest;
    const periodMs = (rests ? this.#settings.restPollMs : this.#settings.pollMs) + later;
    this.#slotAtMs = (atMs + periodMs > nowMs ? atMs : nowMs) + periodMs;
    this.#answerUntilMs = -Infinity;
    if (this.#open !== null && this.#open.sent > this.#settings.retries) {
      this.#broken += 1;
      this.#out.trace(() => bilingual('frame given up, nobody acknowledges', '没有确认，放弃发送此帧'));
      this.#open = null;
    }
    this.#open ??= this.#next();
    if (this.#open !== null) {
      this.#idlePolls = 0;
      this.#open.sent += 1;
      this.#out.send(this.#open.bytes);
      return;
    }
    this.#idlePolls += 1;
    this.#answerUntilMs = nowMs + this.#settings.answerMs;
    this.#out.send(frameBytes(command.poll));
  }

  #next(): { bytes: Uint8Array; sent: number } | null {
    const frame = this.#queue.shift();
    if (frame === undefined) return null;
    if (this.#settings.reuses > 0 && this.#packNo > 0) this.#settings.reuses -= 1;
    else this.#packNo = (this.#packNo % 255) + 1;
    return { bytes: frameBytes(frame.code, [this.#packNo, ...frame.text]), sent: 0 };
  }

  #frame(frame: Frame): void {
    if (frame.command === command.poll) return;
    if (frame.command === command.ack) {
      this.#acknowledged();
      return;
    }
    this.#idlePolls = 0;
    if (this.#nowMs > this.#answerUntilMs) {
      this.#violations += 1;
      this.#out.trace(() => bilingual('the host sent something when it may not', '终端没有轮到就发送'));
      if (this.#settings.strict === 1) return;
    }
    this.#answerUntilMs = -Infinity;
    if (this.#settings.loseAcks > 0) this.#settings.loseAcks -= 1;
    else this.#out.send(frameBytes(command.ack));
    const last = this.#lastCommand;
    this.#lastCommand = frame;
    if (last !== null && this.#settings.remembersPackNo === 1 && sameFrame(last, frame)) return;
    const { body } = frame;
    this.#onCommand({ code: frame.command, text: body.subarray(1), packNo: body[0] ?? 0, nowMs: this.#nowMs });
  }

  #acknowledged(): void {
    if (this.#open === null) {
      this.#answerUntilMs = -Infinity;
      return;
    }
    if (this.#open.sent === 0) return;
    if (this.#settings.repeats > 0) {
      this.#settings.repeats -= 1;
      return;
    }
    this.#open = null;
  }
}

function sameFrame(one: Frame, other: Frame): boolean {
  if (one.command !== other.command || one.body.length !== other.body.length) return false;
  return one.body.every((byte, at) => byte === other.body[at]);
}
