/**
 * Part of the WHATWG encoding standard. Node and browsers have it, and it is pure, but the pure
 * rooms compile without the types that declare it.
 */
declare class TextDecoder {
  constructor(encoding: 'utf-8', options: { readonly fatal: true });
  decode(bytes: Uint8Array): string;
}

/**
 * The text of UTF-8 bytes, without a byte order mark; null if they are not UTF-8, so that nothing
 * is stored with replacement characters.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The number of bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff ? 2 : 1;
    // A surrogate pair is four bytes, two for each half.
    if (unit >= 0xd800 && unit <= 0xdfff) bytes -= 1;
  }
  return bytes;
}
