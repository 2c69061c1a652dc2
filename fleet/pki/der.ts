/**
 * The few DER values of which a certificate is made [X.690, 8.1]. They are only written here;
 * reading certificates is left to Node.
 */

/** One value: its tag and its content. */
function value(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length > 0xffff) throw new Error('a value of more than 65,535 bytes');
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => value(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => value(0x31, ...parts);
export const octets = (bytes: Uint8Array): Buffer => value(0x04, bytes);
export const boolean = (is: boolean): Buffer => value(0x01, Uint8Array.of(is ? 0xff : 0));
export const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text));

/** A bit string. `unused` of the last byte's bits are not part of it. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => value(0x03, Uint8Array.of(unused), bytes);

/** A positive number, given by its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  return value(0x02, (short[0] ?? 0) < 0x80 ? short : Buffer.concat([Uint8Array.of(0), short]));
}

/** A value under a tag of its context: `explicit` wraps it, `implicit` replaces its own tag. */
export const explicit = (tag: number, inner: Uint8Array): Buffer => value(0xa0 | tag, inner);
export const implicit = (tag: number, content: Uint8Array): Buffer => value(0x80 | tag, content);

/** An object identifier such as `2.5.4.3`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (number: number): number[] => {
    const digits = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f));
    return digits;
  };
  return value(0x06, Uint8Array.from([40 * first + second, ...rest.flatMap(base128)]));
}

/** An instant, in whole seconds: with two digits of the year up to 2049 [RFC 5280, 4.1.2.5]. */
export function time(at: number): Buffer {
  const text = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  return text < '2050' ? value(0x17, Buffer.from(text.slice(2))) : value(0x18, Buffer.from(text));
}
