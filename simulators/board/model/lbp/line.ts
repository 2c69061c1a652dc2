/**
 * Lines of LBP/1: `BODY*CCCC` CR LF. Implemented from the contract independently, so that no
 * mistake is shared with the driver.
 */

const CR = 0x0d;
const LF = 0x0a;
const STAR = 0x2a;
/** BODY of 120, `*`, four digits, CR [LBP/1 line]. */
const LONGEST = 126;

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc & 0xffff;
});

function crcStep(crc: number, byte: number): number {
  return ((crc << 8) ^ (crcTable[(crc >> 8) ^ byte] ?? 0)) & 0xffff;
}

/** CRC-16/CCITT-FALSE over the characters of an ASCII text; `123456789` gives 0x29B1. */
export function crcOf(text: string): number {
  let crc = 0xffff;
  for (let i = 0; i < text.length; i += 1) crc = crcStep(crc, text.charCodeAt(i) & 0xff);
  return crc;
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x37 + value;
}

/** A body of 1 to 120 characters from 0x20 to 0x7E without `*` [LBP/1 line]. */
function inBody(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e && byte !== STAR;
}

/** The whole line of a body. Throws if it cannot be a body, which is our own mistake. */
export function lineOf(body: string): Uint8Array {
  const { length } = body;
  if (length === 0 || length > 120) throw new RangeError(`not the body of a line: ${JSON.stringify(body)}`);
  const bytes = new Uint8Array(length + 7);
  let crc = 0xffff;
  for (let i = 0; i < length; i += 1) {
    const byte = body.charCodeAt(i);
    if (!inBody(byte)) throw new RangeError(`not the body of a line: ${JSON.stringify(body)}`);
    bytes[i] = byte;
    crc = crcStep(crc, byte);
  }
  bytes[length] = STAR;
  for (let digit = 0; digit < 4; digit += 1) bytes[length + 1 + digit] = hexDigit((crc >> (12 - 4 * digit)) & 0xf);
  bytes[length + 5] = CR;
  bytes[length + 6] = LF;
  return bytes;
}

/**
 * Collects bytes in any chunks and returns the bodies of whole valid lines; drops and counts the
 * rest.
 */
export class LineReader {
  readonly #held = new Uint8Array(LONGEST);
  #length = 0;
  #dropped = 0;
  readonly #onBody: (body: string) => void;

  constructor(onBody: (body: string) => void) {
    this.#onBody = onBody;
  }

  /** Lines that were not valid. */
  get dropped(): number {
    return this.#dropped;
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte !== LF) {
        if (this.#length < LONGEST) this.#held[this.#length] = byte;
        this.#length += 1;
        continue;
      }
      const length = this.#length;
      this.#length = 0;
      this.#line(length);
    }
  }

  /** Drops the half line, as a restart does. */
  reset(): void {
    this.#length = 0;
  }

  #line(length: number): void {
    const held = this.#held;
    if (length === 0 || (length === 1 && held[0] === CR)) return;
    const star = length - 6;
    if (star < 1 || length > LONGEST || held[length - 1] !== CR || held[star] !== STAR) {
      this.#dropped += 1;
      return;
    }
    let crc = 0xffff;
    let body = '';
    for (let i = 0; i < star; i += 1) {
      const byte = held[i] ?? 0;
      if (!inBody(byte)) {
        this.#dropped += 1;
        return;
      }
      crc = crcStep(crc, byte);
      body += String.fromCharCode(byte);
    }
    for (let digit = 0; digit < 4; digit += 1) {
      if (held[star + 1 + digit] !== hexDigit((crc >> (12 - 4 * digit)) & 0xf)) {
        this.#dropped += 1;
        return;
      }
    }
    this.#onBody(body);
  }
}
