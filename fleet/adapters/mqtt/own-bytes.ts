/** A buffer may lie in one this many times as large; past that it is copied, so that what waits holds little more than itself. */
const slack = 2;

/** The bytes themselves where they have their memory nearly for themselves, else a copy: a small packet must not keep a large read alive. */
export const ownBytes = (bytes: Buffer): Buffer =>
  bytes.buffer.byteLength <= slack * bytes.length ? bytes : Buffer.from(bytes);
