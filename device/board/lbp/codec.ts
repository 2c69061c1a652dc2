import { LONGEST_BODY } from './limits.ts';

const CR = 13;
const LF = 10;
const STAR = 42;

/** CRC-16/CCITT-FALSE (poly 0x1021, init 0xFFFF): `123456789` gives 0x29B1 [LBP/1 line]. */
export function crc16(bytes: Iterable<number>): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

const isBodyByte = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e && byte !== STAR;

/** A message as its line: `BODY*CCCC` CR LF. A body that is none is our own mistake and throws. */
export function encodeLine(body: string): Uint8Array {
  const bytes = Array.from(body, (char) => char.charCodeAt(0));
  if (bytes.length === 0 || bytes.length > LONGEST_BODY || !bytes.every(isBodyByte)) {
    throw new Error(`not an LBP/1 body: ${JSON.stringify(body)}`);
  }
  const check = crc16(bytes).toString(16).toUpperCase().padStart(4, '0');
  return Uint8Array.from([...bytes, STAR, ...Array.from(check, (char) => char.charCodeAt(0)), CR, LF]);
}

/** The body of a line as the guard gives it (with its LF); `empty` for nothing at all, null for what is no whole valid line. */
export function decodeLine(line: Uint8Array): string | 'empty' | null {
  if (line.at(-1) !== LF) return null;
  if (line.length === 1 || (line.length === 2 && line[0] === CR)) return 'empty';
  const end = line.length - 2;
  const star = end - 5;
  if (line[end] !== CR || star < 1 || star > LONGEST_BODY || line[star] !== STAR) return null;
  const body = line.subarray(0, star);
  if (!body.every(isBodyByte)) return null;
  const check = String.fromCharCode(...line.subarray(star + 1, end));
  if (!/^[0-9A-F]{4}$/.test(check) || Number.parseInt(check, 16) !== crc16(body)) return null;
  return String.fromCharCode(...body);
}
