/** A buffer is copied if the memory that holds it is more than this many times as large. */
const slack = 2;

/**
 * The same bytes, copied if they are a small part of a large buffer: a small packet must not keep a
 * large read in memory.
 */
export const ownBytes = (bytes: Buffer): Buffer =>
  bytes.buffer.byteLength <= slack * bytes.length ? bytes : Buffer.from(bytes);
