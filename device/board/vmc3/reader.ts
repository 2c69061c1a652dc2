import type { Framing } from '../port.ts';
import { AROUND, decodeFrame, FIRST, SECOND } from './frame.ts';
import { LONGEST_FRAME } from './limits.ts';

/** Bytes in chunks of any size to whole frames, with a bound on what is held. */
export interface FrameReader extends Framing {
  /** Whether the begin of a frame is held that is not whole. */
  readonly waiting: boolean;
  /** The frame that is waited for will not come: look for others in what is held. */
  giveUp(): Uint8Array[];
  /** Forget what is held: the line was closed. */
  reset(): void;
}

/**
 * Bytes to whole frames, holding never more than one frame's worth. After a bad frame it drops one byte and looks again, it doesn't
 * drop the whole candidate [VMC V3 §2]. `dropped` counts runs of bytes that were no frame.
 */
export function frameReader(): FrameReader {
  const held = new Uint8Array(2 * LONGEST_FRAME);
  let length = 0;
  let dropped = 0;
  let dropping = false;

  const skip = (bytes: number): void => {
    if (!dropping) dropped += 1;
    dropping = true;
    shift(bytes);
  };

  /** So many bytes at the begin are done with. */
  const shift = (bytes: number): void => {
    if (bytes < length) held.copyWithin(0, bytes, length);
    length -= bytes;
  };

  /** How many bytes at the begin can't begin a frame. */
  const rubbish = (): number => {
    let at = 0;
    while (at < length && (held[at] !== FIRST || (at + 1 < length && held[at + 1] !== SECOND))) at++;
    return at;
  };

  const scan = (frames: Uint8Array[]): void => {
    for (;;) {
      const bytes = rubbish();
      if (bytes > 0) skip(bytes);
      const size = (held[3] ?? 0) + AROUND;
      if (length < 4 || length < size) return;
      const candidate = held.slice(0, size);
      if (decodeFrame(candidate) === null) {
        skip(1);
      } else {
        dropping = false;
        shift(size);
        frames.push(candidate);
      }
    }
  };

  return {
    get dropped() {
      return dropped;
    },
    get waiting() {
      return length > 0;
    },
    push(bytes) {
      const frames: Uint8Array[] = [];
      for (let from = 0; from < bytes.length; ) {
        const to = Math.min(bytes.length, from + LONGEST_FRAME);
        while (from < to) held[length++] = bytes[from++] ?? 0;
        scan(frames);
      }
      return frames;
    },
    giveUp() {
      const frames: Uint8Array[] = [];
      while (length > 0 && frames.length === 0) {
        skip(1);
        scan(frames);
      }
      return frames;
    },
    reset() {
      length = 0;
      dropping = false;
    },
  };
}
