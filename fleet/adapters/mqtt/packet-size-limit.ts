/**
 * Finds packets of more than `limit` bytes in an MQTT byte stream before they are held in memory.
 * It reads only the fixed headers, so that a packet costs a few steps, whatever its length.
 */
export class PacketSizeLimit {
  readonly #limit: number;
  /** Bytes of the current packet that are still to come. 0 while a header is being read. */
  #left = 0;
  #header: { length: number; factor: number; bytes: number } | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Takes the next bytes of the stream. False if a packet is too big, or if its length is malformed
   * [MQTT-2.2.3].
   */
  passes(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at);
        this.#left -= step;
        at += step;
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      if (!this.#header) {
        this.#header = { length: 0, factor: 1, bytes: 0 };
        continue;
      }
      this.#header.length += (byte & 0x7f) * this.#header.factor;
      this.#header.factor *= 128;
      this.#header.bytes += 1;
      if (this.#header.length > this.#limit || (this.#header.bytes === 4 && byte >= 0x80)) return false;
      if (byte < 0x80) {
        this.#left = this.#header.length;
        this.#header = null;
      }
    }
    return true;
  }
}
