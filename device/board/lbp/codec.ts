import { LONGEST_BODY } from './limits.ts';

const CR = 13;
const LF = 10;
const STAR = 42;

/** The change of the CRC by each byte. */
const crcOfByte = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
  return crc;
});

/**
 * CRC-16/CCITT-FALSE (poly 0x1021, init 0xFFFF) of the first `length` bytes: `123456789` gives
 * 0x29B1 [LBP/1 line].
 */
export function crc16(bytes: Uint8Array, length = bytes.length): number {
  let crc = 0xffff;
  for (let at = 0; at < length; at++) crc = ((crc << 8) ^ (crcOfByte[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0)) & 0xffff;
  return crc;
}

const isBodyByte = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e && byte !== STAR;

/** The four hex digits of a check, upper case. */
const hexOf = (check: number): string => check.toString(16).toUpperCase().padStart(4, '0');

/**
 * A message as its line: `BODY*CCCC` CR LF. Throws if the body is invalid, which is our own
 * mistake.
 */
export function encodeLine(body: string): Uint8Array {
  const { length } = body;
  const line = new Uint8Array(length + 7);
  let sound = length > 0 && length <= LONGEST_BODY;
  for (let at = 0; sound && at < length; at++) {
    const code = body.charCodeAt(at);
    sound = isBodyByte(code);
    line[at] = code;
  }
  if (!sound) throw new Error(`not an LBP/1 body: ${JSON.stringify(body)}`);
  const check = hexOf(crc16(line, length));
  line[length] = STAR;
  for (let digit = 0; digit < 4; digit++) line[length + 1 + digit] = check.charCodeAt(digit);
  line[length + 5] = CR;
  line[length + 6] = LF;
  return line;
}

/**
 * The body of a line as the guard gives it (with its LF); `empty` for an empty line, null for
 * anything that is not one whole valid line.
 */
export function decodeLine(line: Uint8Array): string | 'empty' | null {
  if (line.at(-1) !== LF) return null;
  if (line.length === 1 || (line.length === 2 && line[0] === CR)) return 'empty';
  const end = line.length - 2;
  const star = end - 5;
  if (line[end] !== CR || star < 1 || star > LONGEST_BODY || line[star] !== STAR) return null;
  let body = '';
  for (let at = 0; at < star; at++) {
    const byte = line[at] ?? 0;
    if (!isBodyByte(byte)) return null;
    body += String.fromCharCode(byte);
  }
  const check = hexOf(crc16(line, star));
  for (let digit = 0; digit < 4; digit++) if (line[star + 1 + digit] !== check.charCodeAt(digit)) return null;
  return body;
}
