/** AA AA AA 96 69: begins every frame in both directions. */
const preamble = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
/** Preamble and the two bytes of the length. */
const headBytes = 7;
/** An answer has three status bytes and a checksum at least; a longer one than this is noise. */
const lengths = { least: 4, most: 4096 } as const;

const xor = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

/** A request: its command and parameter, framed. */
export function requestFrame(command: number, parameter: number): Uint8Array {
  const body = Uint8Array.of(0, 3, command, parameter);
  return Uint8Array.of(...preamble, ...body, xor(body));
}

/** An answer as it lies in the reader's buffer: it is overwritten as soon as it was handled. */
export interface Answer {
  /** The three status bytes; the third one decides. */
  readonly status: readonly [number, number, number];
  readonly data: Uint8Array;
}

/**
 * Finds answers in what a line brings, with bounded memory. Everything that is no answer is skipped
 * byte by byte, so a lost or added byte costs one answer at most. There is one buffer, and what was
 * handled or skipped in it is overwritten with zeros, as are the bytes that were given.
 */
export class AnswerReader {
  readonly #held = new Uint8Array(headBytes + lengths.most);
  #length = 0;
  /** Runs of bytes that were no answer. */
  dropped = 0;

  /** Takes bytes, hands each complete answer to `take`, and overwrites both. */
  push(bytes: Uint8Array, take: (answer: Answer) => void): void {
    for (let from = 0; from < bytes.length; ) {
      const piece = bytes.subarray(from, from + this.#held.length - this.#length);
      this.#held.set(piece, this.#length);
      this.#length += piece.length;
      from += piece.length;
      this.#search(take);
    }
    bytes.fill(0);
  }

  /** Overwrites and forgets half an answer: what was asked is no longer waited for. */
  reset(): void {
    if (this.#length > 0) this.dropped += 1;
    this.#held.fill(0);
    this.#length = 0;
  }

  #search(take: (answer: Answer) => void): void {
    let at = 0;
    let skipping = false;
    while (at < this.#length) {
      const whole = this.#frameAt(at);
      if (whole === 'more') break;
      if (whole === null) {
        if (!skipping) this.dropped += 1;
        skipping = true;
        at += 1;
        continue;
      }
      skipping = false;
      const [first = 0, second = 0, third = 0] = this.#held.subarray(at + headBytes);
      const data = this.#held.subarray(at + headBytes + 3, at + whole - 1);
      take({ status: [first, second, third], data });
      at += whole;
    }
    this.#held.copyWithin(0, at, this.#length);
    this.#held.fill(0, this.#length - at, this.#length);
    this.#length -= at;
  }

  /** The size of the answer that begins there; `more` if it may still become one, null if not. */
  #frameAt(at: number): number | 'more' | null {
    const held = this.#held.subarray(at, this.#length);
    for (const [index, byte] of preamble.entries()) {
      if (index >= held.length) return 'more';
      if (held[index] !== byte) return null;
    }
    if (held.length < headBytes) return 'more';
    const length = ((held[5] ?? 0) << 8) | (held[6] ?? 0);
    if (length < lengths.least || length > lengths.most) return null;
    if (held.length < headBytes + length) return 'more';
    return xor(held.subarray(5, headBytes + length)) === 0 ? headBytes + length : null;
  }
}
