import type { RandomSource } from './random-source.ts';

/**
 * What a line does to the bytes written on it. Every number except `delayMs` is the probability for
 * each write.
 */
export interface WireFaults {
  lose: number;
  /** One bit is flipped in one byte. */
  corrupt: number;
  /** The end is lost, from any byte except the first. */
  cut: number;
  duplicate: number;
  /** It arrives in two pieces with a pause between them. */
  split: number;
  /** It is delayed by up to `delayMs`, and so is everything after it. */
  delay: number;
  delayMs: number;
  /** One to eight bytes of noise come before it. */
  noise: number;
}

const noFaults: Readonly<WireFaults> = {
  lose: 0,
  corrupt: 0,
  cut: 0,
  duplicate: 0,
  split: 0,
  delay: 0,
  delayMs: 400,
  noise: 0,
};

/** How often each fault happened. */
export type WireCounts = Record<'lose' | 'corrupt' | 'cut' | 'duplicate' | 'split' | 'delay' | 'noise', number>;

interface Chunk {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** One direction of a simulated cable. */
export interface WireWayOptions {
  readonly random: RandomSource;
  /** The name of this direction in the reasons of draws. */
  readonly name: string;
  /** 8N1: ten bits a byte; 0: bytes take no time. */
  readonly baudRate: number;
}

/**
 * One direction of a serial line: bytes keep their order, take their time, and suffer the faults
 * that are switched on.
 */
export class WireWay {
  /** May be changed at any time. */
  readonly faults: WireFaults = { ...noFaults };
  readonly counts: WireCounts = { lose: 0, corrupt: 0, cut: 0, duplicate: 0, split: 0, delay: 0, noise: 0 };
  /** Nothing passes, whatever is written. */
  muted = false;
  readonly #random: RandomSource;
  readonly #reasons: Readonly<Record<keyof WireCounts | 'which', string>>;
  readonly #msPerByte: number;
  #queue: Chunk[] = [];
  #busyUntilMs = 0;

  constructor(options: WireWayOptions) {
    this.#random = options.random;
    this.#msPerByte = options.baudRate > 0 ? 10_000 / options.baudRate : 0;
    const { name } = options;
    this.#reasons = {
      lose: `${name}: lose`,
      corrupt: `${name}: corrupt`,
      cut: `${name}: cut`,
      duplicate: `${name}: duplicate`,
      split: `${name}: split`,
      delay: `${name}: delay`,
      noise: `${name}: noise`,
      which: `${name}: which byte`,
    };
  }

  /** When the next bytes arrive; null: the line is empty. */
  get wakeAtMs(): number | null {
    return this.#queue[0]?.atMs ?? null;
  }

  /**
   * Writes bytes on the line. They are not copied, so the caller must not change them afterwards.
   */
  write(bytes: Uint8Array, nowMs: number): void {
    if (this.muted || bytes.length === 0) return;
    if (this.#happens('lose')) return;
    if (this.#happens('delay')) {
      const heldMs = 1 + this.#random.below(Math.max(1, Math.floor(this.faults.delayMs)), this.#reasons.delay);
      this.#busyUntilMs = Math.max(this.#busyUntilMs, nowMs) + heldMs;
    }
    if (this.#happens('noise')) this.noise(1 + this.#random.below(8, this.#reasons.noise), nowMs);
    let arriving = this.#happens('corrupt') ? this.#spoiled(bytes) : bytes;
    if (bytes.length > 1 && this.#happens('cut')) arriving = arriving.subarray(0, this.#inside(bytes));
    this.#carry(arriving, nowMs);
    if (this.#happens('duplicate')) this.#carry(arriving, nowMs);
  }

  /** Adds bytes that nobody wrote. */
  noise(length: number, nowMs: number): void {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i += 1) bytes[i] = this.#random.below(256, this.#reasons.which);
    this.#enqueue(bytes, nowMs, 0);
  }

  /** What has arrived by now, the earliest first; null: nothing. */
  arrived(nowMs: number): Uint8Array | null {
    const first = this.#queue[0];
    if (first === undefined || first.atMs > nowMs) return null;
    this.#queue.shift();
    return first.bytes;
  }

  /** The cable is unplugged: what is under way is lost. */
  cut(): void {
    this.#queue = [];
    this.#busyUntilMs = 0;
  }

  #happens(fault: keyof WireCounts): boolean {
    const p = this.faults[fault];
    if (p <= 0 || !this.#random.chance(p, this.#reasons[fault])) return false;
    this.counts[fault] += 1;
    return true;
  }

  /** A place after the first byte and before the end. */
  #inside(bytes: Uint8Array): number {
    return 1 + this.#random.below(bytes.length - 1, this.#reasons.which);
  }

  #spoiled(bytes: Uint8Array): Uint8Array {
    const spoiled = Uint8Array.from(bytes);
    const at = this.#random.below(spoiled.length, this.#reasons.which);
    spoiled[at] = (spoiled[at] ?? 0) ^ (1 << this.#random.below(8, this.#reasons.corrupt));
    return spoiled;
  }

  #carry(bytes: Uint8Array, nowMs: number): void {
    if (bytes.length > 1 && this.#happens('split')) {
      const at = this.#inside(bytes);
      this.#enqueue(bytes.subarray(0, at), nowMs, 0);
      this.#enqueue(bytes.subarray(at), nowMs, 1 + this.#random.below(20, this.#reasons.split));
    } else {
      this.#enqueue(bytes, nowMs, 0);
    }
  }

  #enqueue(bytes: Uint8Array, nowMs: number, pauseMs: number): void {
    this.#busyUntilMs = Math.max(this.#busyUntilMs, nowMs) + pauseMs + bytes.length * this.#msPerByte;
    this.#queue.push({ atMs: Math.ceil(this.#busyUntilMs), bytes });
  }
}

/** A whole serial line: two directions, and a plug. */
export class Wire {
  readonly toBoard: WireWay;
  readonly toHost: WireWay;
  /** The board's transmitter sends noise whenever it should send something. */
  noisy = false;
  #plugged = true;
  readonly #random: RandomSource;

  constructor(options: { readonly random: RandomSource; readonly baudRate: number }) {
    const { random, baudRate } = options;
    this.#random = random;
    this.toBoard = new WireWay({ random, baudRate, name: 'wire to board' });
    this.toHost = new WireWay({ random, baudRate, name: 'wire to host' });
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  get wakeAtMs(): number | null {
    const boardAtMs = this.toBoard.wakeAtMs ?? Infinity;
    const hostAtMs = this.toHost.wakeAtMs ?? Infinity;
    const atMs = Math.min(boardAtMs, hostAtMs);
    return atMs === Infinity ? null : atMs;
  }

  /** Loses what is under way, and what is written until `plug`. */
  unplug(): void {
    this.#plugged = false;
    this.toBoard.cut();
    this.toHost.cut();
  }

  plug(): void {
    this.#plugged = true;
  }

  fromHost(bytes: Uint8Array, nowMs: number): void {
    if (this.#plugged) this.toBoard.write(bytes, nowMs);
  }

  fromBoard(bytes: Uint8Array, nowMs: number): void {
    if (this.#plugged) this.toHost.write(bytes, nowMs);
  }

  /** Sends one burst of a faulty transmitter. */
  emitNoise(nowMs: number): void {
    if (this.#plugged && this.noisy) this.toHost.noise(1 + this.#random.below(64, 'wire: babble'), nowMs);
  }

  /** Sets one fault for both directions. */
  setFault(fault: keyof WireFaults, value: number): void {
    this.toBoard.faults[fault] = value;
    this.toHost.faults[fault] = value;
  }
}
