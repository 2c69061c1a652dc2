/**
 * Frames of the VMC protocol V3.0: `FA FB`, command, LEN, LEN bytes of body, XOR over all before it
 * [VMC V3 §2].
 */

export const FIRST = 0xfa;
export const SECOND = 0xfb;
/** Bytes around a body. */
export const AROUND = 5;

/** The commands that matter to a kiosk [VMC V3 §5]. */
export const POLL = 0x41;
export const ACK = 0x42;
export const CHECK = 0x01;
export const CHECKED = 0x02;
export const DISPENSING = 0x04;
export const DRIVE = 0x06;
export const SELECTION = 0x11;
export const SET_POLL_INTERVAL = 0x16;
export const SYNC = 0x31;
export const ASK_MACHINE = 0x51;
export const MACHINE = 0x52;
export const MENU = 0x70;
export const MENU_ANSWER = 0x71;

/** A frame with a correct XOR, without its start, LEN and XOR. */
export interface Frame {
  readonly command: number;
  /** PackNO first; empty in POLL and ACK. */
  readonly body: Uint8Array;
}

/** A frame as bytes. Throws if the body has more than 255 bytes. */
export function encodeFrame(command: number, body: ArrayLike<number> = []): Uint8Array {
  if (body.length > 255) throw new Error(`a body of ${body.length} bytes fits no frame`);
  const bytes = new Uint8Array(body.length + AROUND);
  bytes[0] = FIRST;
  bytes[1] = SECOND;
  bytes[2] = command;
  bytes[3] = body.length;
  bytes.set(body, 4);
  bytes[bytes.length - 1] = xorOf(bytes);
  return bytes;
}

/**
 * The frame that these bytes are, whole; null for anything else. POLL and ACK have no body, all
 * others have one [VMC V3 §11.15].
 */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  const command = bytes[2] ?? 0;
  const length = bytes[3] ?? 0;
  if (bytes[0] !== FIRST || bytes[1] !== SECOND || bytes.length !== length + AROUND || xorOf(bytes) !== 0) return null;
  const bodiless = command === POLL || command === ACK;
  return bodiless === (length === 0) ? { command, body: bytes.slice(4, -1) } : null;
}

function xorOf(bytes: Uint8Array): number {
  let xor = 0;
  for (let at = 0; at < bytes.length; at++) xor ^= bytes[at] ?? 0;
  return xor;
}

/** A number of this many bytes, the highest first [VMC V3 §2]. */
export const bigEndian = (value: number, bytes: 1 | 2 | 4): number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) & 0xff);

/** The number at an offset; null if the body is shorter. */
export function numberAt(body: Uint8Array, at: number, bytes: 1 | 2 | 4): number | null {
  if (body.length < at + bytes) return null;
  return body.subarray(at, at + bytes).reduce((value, byte) => value * 256 + byte, 0);
}
