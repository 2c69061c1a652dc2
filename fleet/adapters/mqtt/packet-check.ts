/** The bits of a first byte that a message of QoS 2 or 3 has: type 3, and the higher QoS bit. */
const publishMask = 0xf4;
const publishAboveQos1 = 0x34;
/** Packet types whose first two bytes after the header are a message id [MQTT-2.3.1]. */
const withMessageId = new Set([4, 5, 6, 7, 8, 10]);

/**
 * Finds packets that are too large in an MQTT byte stream before they are held in memory, and
 * message ids and QoS that must not be. It reads only the first bytes of each packet, so that a
 * packet costs a few steps, whatever its length.
 */
export class PacketCheck {
  /** Largest packet in bytes: the first one, a CONNECT, and then any other. */
  #limit: number;
  readonly #limitAfterFirst: number;
  /** Bytes of the current packet that are still to come. 0 while a header is being read. */
  #left = 0;
  #header: { type: number; length: number; factor: number; bytes: number } | null = null;
  /** The message id as far as it was read, and its bytes that are still to come. */
  #id = 0;
  #idBytes = 0;

  constructor(limitOfFirst: number, limit: number) {
    this.#limit = limitOfFirst;
    this.#limitAfterFirst = limit;
  }

  /**
   * Reads the next bytes of the stream. Returns why the connection must be closed: a packet is too
   * large, its length is malformed [MQTT-2.2.3], its message id is 0 [MQTT-2.3.1-1], or it is a
   * message of QoS 2. Otherwise null.
   */
  read(chunk: Uint8Array): 'oversized' | 'protocol' | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at);
        if (!this.#readId(chunk.subarray(at, at + step))) return 'protocol';
        this.#left -= step;
        at += step;
        continue;
      }
      const why = this.#readHeader(chunk[at] ?? 0);
      if (why !== null) return why;
      at += 1;
    }
    return null;
  }

  #readHeader(byte: number): 'oversized' | 'protocol' | null {
    if (!this.#header) {
      if ((byte & publishMask) === publishAboveQos1) return 'protocol';
      this.#header = { type: byte >> 4, length: 0, factor: 1, bytes: 0 };
      return null;
    }
    const header = this.#header;
    header.length += (byte & 0x7f) * header.factor;
    header.factor *= 128;
    header.bytes += 1;
    if (header.length > this.#limit || (header.bytes === 4 && byte >= 0x80)) return 'oversized';
    if (byte >= 0x80) return null;
    this.#left = header.length;
    this.#id = 0;
    this.#idBytes = withMessageId.has(header.type) ? 2 : 0;
    this.#header = null;
    this.#limit = this.#limitAfterFirst;
    return null;
  }

  /** False if these bytes end a message id that is 0. */
  #readId(bytes: Uint8Array): boolean {
    for (let at = 0; this.#idBytes > 0 && at < bytes.length; at += 1) {
      this.#id += bytes[at] ?? 0;
      this.#idBytes -= 1;
      if (this.#idBytes === 0 && this.#id === 0) return false;
    }
    return true;
  }
}
