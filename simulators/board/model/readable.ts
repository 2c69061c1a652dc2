/** Formats bytes for people. */

const signs: Readonly<Record<number, string>> = { 0: '␀', 9: '␉', 10: '␊', 13: '␍', 27: '␛' };

/** ASCII unchanged, other bytes as `·`, control characters as their symbols. */
export function readableText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += signs[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');
  return text;
}

/** Bytes as hexadecimal pairs. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The bytes of hex digits, two each; spaces between them are allowed. */
export function bytesOfHex(hex: string): Uint8Array {
  const digits = hex.replaceAll(' ', '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}
