/**
 * Walks an MQTT byte stream by its fixed headers alone and says where a packet is bigger than `limit`: before it is held in memory. Costs a few
 * steps a packet, whatever its length.
 */
export class PacketSizeLimit {
  readonly #limit: number;
  /** Bytes of the packet at hand that are still to come; while a header is being read, null. */
  #left = 0;
  #header: { length: number; factor: number; bytes: number } | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False where a packet of the stream is too big, or its length is none [MQTT-2.2.3]. */
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
