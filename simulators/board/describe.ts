import type { BoardDriver } from './model/board.ts';

const named: Readonly<Record<number, string>> = { 10: '␊', 13: '␍', 9: '␉', 0: '␀', 27: '␛' };

/** ASCII as it is, other bytes as `·`, line ends as their signs. */
export function readableText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += named[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');
  return text;
}

export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** What passed over the line, for a person. */
export function describeBytes(driver: BoardDriver, bytes: Uint8Array): string {
  return driver === 'lbp' ? readableText(bytes).replaceAll('␍␊', ' ').trimEnd() : hexText(bytes);
}
