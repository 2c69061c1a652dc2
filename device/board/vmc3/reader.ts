import type { Framing } from '../port.ts';
import { AROUND, decodeFrame, FIRST, SECOND } from './frame.ts';
import { LONGEST_FRAME } from './limits.ts';

/**
 * Bytes in chunks of any size to whole frames, holding never more than two frames' worth. After a
 * bad frame it drops one byte and looks again; it does not drop the whole candidate [VMC V3 §2].
 * `dropped` counts runs of bytes that were no frame.
 */
export class FrameReader implements Framing {
  readonly #held = new Uint8Array(2 * LONGEST_FRAME);
  #length = 0;
  #dropped = 0;
  #dropping = false;

  get dropped(): number {
    return this.#dropped;
  }

  /** Whether the beginning of an incomplete frame is held. */
  get waiting(): boolean {
    return this.#length > 0;
  }

  push(bytes: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (let from = 0; from < bytes.length; ) {
      const to = Math.min(bytes.length, from + LONGEST_FRAME);
      while (from < to) this.#held[this.#length++] = bytes[from++] ?? 0;
      this.#scan(frames);
    }
    return frames;
  }

  /** The rest of the held frame will not come: looks for other frames in the held bytes. */
  giveUp(): Uint8Array[] {
    const frames: Uint8Array[] = [];
    while (this.#length > 0 && frames.length === 0) {
      this.#skip(1);
      this.#scan(frames);
    }
    return frames;
  }

  /** Drops the held bytes: the line was closed. */
  reset(): void {
    this.#length = 0;
    this.#dropping = false;
  }

  #scan(frames: Uint8Array[]): void {
    for (;;) {
      const bytes = this.#noBeginning();
      if (bytes > 0) this.#skip(bytes);
      const size = (this.#held[3] ?? 0) + AROUND;
      if (this.#length < 4 || this.#length < size) return;
      const candidate = this.#held.slice(0, size);
      if (decodeFrame(candidate) === null) {
        this.#skip(1);
      } else {
        this.#dropping = false;
        this.#shift(size);
        frames.push(candidate);
      }
    }
  }

  /** How many of the first bytes can't be the beginning of a frame. */
  #noBeginning(): number {
    const held = this.#held;
    const length = this.#length;
    let at = 0;
    while (at < length && (held[at] !== FIRST || (at + 1 < length && held[at + 1] !== SECOND))) at++;
    return at;
  }

  #skip(bytes: number): void {
    if (!this.#dropping) this.#dropped += 1;
    this.#dropping = true;
    this.#shift(bytes);
  }

  /** Removes the first bytes. */
  #shift(bytes: number): void {
    if (bytes < this.#length) this.#held.copyWithin(0, bytes, this.#length);
    this.#length -= bytes;
  }
}
