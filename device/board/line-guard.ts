import type { Framing } from './port.ts';

const LF = 10;

/** Splits bytes into lines, and holds a bounded number of bytes. */
export interface LineGuard extends Framing {
  /** Bytes dropped since the start because their line was too long. */
  readonly droppedBytes: number;
  /** Drops the half line that is held: the serial line was closed. */
  reset(): void;
}

/**
 * Bytes to lines (each with its LF), holding never more than one line's worth. A line of more than
 * `longest` bytes is dropped up to the next LF and counted once.
 */
export function lineGuard(longest: number): LineGuard {
  const held = new Uint8Array(longest);
  let length = 0;
  let skipping = false;
  let dropped = 0;
  let droppedBytes = 0;

  const spoil = (bytes: number): void => {
    if (!skipping) dropped += 1;
    skipping = true;
    droppedBytes += bytes + length;
    length = 0;
  };

  return {
    get dropped() {
      return dropped;
    },
    get droppedBytes() {
      return droppedBytes;
    },
    reset() {
      length = 0;
      skipping = false;
    },
    push(bytes) {
      const lines: Uint8Array[] = [];
      let from = 0;
      while (from < bytes.length) {
        const lf = bytes.indexOf(LF, from);
        const to = lf < 0 ? bytes.length : lf + 1;
        const room = !skipping && length + to - from <= longest;
        if (!room) spoil(to - from);
        // Most lines arrive whole, so nothing of them need be held.
        else if (lf >= 0 && length === 0) lines.push(bytes.slice(from, to));
        else {
          for (let at = from; at < to; at++) held[length++] = bytes[at] ?? 0;
          if (lf >= 0) lines.push(held.slice(0, length));
        }
        if (lf >= 0) {
          length = 0;
          skipping = false;
        }
        from = to;
      }
      return lines;
    },
  };
}
