/**
 * Frames of the VMC protocol V3.0 [VMC V3 §2]: `FA FB`, command, LEN, LEN bytes of body, XOR over
 * all before it.
 */

const STX0 = 0xfa;
const STX1 = 0xfb;
/** STX, command, LEN and XOR. */
const AROUND = 5;
const LONGEST = 255 + AROUND;

/** The commands that this board knows [VMC V3 §5]. */
export const command = {
  poll: 0x41,
  ack: 0x42,
  check: 0x01,
  checked: 0x02,
  buy: 0x03,
  dispense: 0x04,
  selected: 0x05,
  drive: 0x06,
  selection: 0x11,
  setPrice: 0x12,
  setInventory: 0x13,
  setCapacity: 0x14,
  setProduct: 0x15,
  setPollInterval: 0x16,
  loaded: 0x17,
  money: 0x21,
  credit: 0x23,
  sync: 0x31,
  askMachine: 0x51,
  machine: 0x52,
  askLift: 0x53,
  lift: 0x54,
  operatorMenu: 0x63,
  menu: 0x70,
  menuAnswer: 0x71,
} as const;

/** `body` holds PackNO first; POLL and ACK have none. */
export interface Frame {
  readonly command: number;
  readonly body: Uint8Array;
}

/** The bytes of a frame. */
export function frameBytes(code: number, body: ArrayLike<number> = []): Uint8Array {
  const bytes = new Uint8Array(body.length + AROUND);
  bytes[0] = STX0;
  bytes[1] = STX1;
  bytes[2] = code;
  bytes[3] = body.length;
  bytes.set(body, 4);
  let xor = 0;
  for (let i = 0; i < bytes.length - 1; i += 1) xor ^= bytes[i] ?? 0;
  bytes[bytes.length - 1] = xor;
  return bytes;
}

/** A number as this many bytes, the highest first. */
export function bigEndian(value: number, bytes: 1 | 2 | 4): number[] {
  const list: number[] = [];
  for (let at = bytes - 1; at >= 0; at -= 1) list.push(Math.floor(value / 256 ** at) & 0xff);
  return list;
}

/** The number at an offset of a body, the highest byte first. */
export function numberAt(body: Uint8Array, at: number, bytes: 1 | 2 | 4): number {
  let value = 0;
  for (let i = 0; i < bytes; i += 1) value = value * 256 + (body[at + i] ?? 0);
  return value;
}

/**
 * POLL and ACK are empty, everything else carries a PackNO; an ACK with a body is invalid [VMC V3
 * §11.15].
 */
function wellFormed(code: number, length: number): boolean {
  const empty = code === command.poll || code === command.ack;
  return empty === (length === 0);
}

/**
 * Collects bytes in any chunks; after a bad frame it drops one byte and looks again [VMC V3 §2].
 */
export class FrameReader {
  readonly #held = new Uint8Array(2 * LONGEST);
  #length = 0;
  #dropped = 0;
  readonly #onFrame: (frame: Frame) => void;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  /** Bytes that belonged to no good frame. */
  get dropped(): number {
    return this.#dropped;
  }

  push(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const to = Math.min(bytes.length, from + LONGEST);
      while (from < to) this.#held[this.#length++] = bytes[from++] ?? 0;
      this.#scan();
    }
  }

  /** Drops the half frame, as a restart does. */
  reset(): void {
    this.#length = 0;
  }

  #scan(): void {
    const held = this.#held;
    let at = 0;
    while (at < this.#length) {
      const left = this.#length - at;
      if (held[at] !== STX0 || (left > 1 && held[at + 1] !== STX1)) {
        at += 1;
        this.#dropped += 1;
        continue;
      }
      if (left < 4 || left < (held[at + 3] ?? 0) + AROUND) break;
      const size = (held[at + 3] ?? 0) + AROUND;
      if (this.#goodFrame(at, size)) {
        const body = held.slice(at + 4, at + size - 1);
        const code = held[at + 2] ?? 0;
        at += size;
        this.#onFrame({ command: code, body });
      } else {
        at += 1;
        this.#dropped += 1;
      }
    }
    if (at < this.#length) held.copyWithin(0, at, this.#length);
    this.#length -= at;
  }

  #goodFrame(at: number, size: number): boolean {
    let xor = 0;
    for (let i = at; i < at + size; i += 1) xor ^= this.#held[i] ?? 0;
    return xor === 0 && wellFormed(this.#held[at + 2] ?? 0, size - AROUND);
  }
}
