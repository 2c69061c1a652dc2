import { readFileSync } from 'node:fs';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

interface Golden {
  readonly hex: string;
  readonly direction: string;
  readonly command: string;
  readonly commandName: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly meaning: string;
}

const read = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../../../../test/contracts/vmc3/${name}`, import.meta.url), 'utf8'));

/** Frames of real lines and of the document. */
export const golden = read<Golden>('golden.json').map((frame) => ({ ...frame, bytes: bytesOf(frame.hex) }));

/** Frames that a receiver must reject. */
export const badFrames = read<{ hex: string; why: string }>('bad-frames.json').map((frame) => ({
  ...frame,
  bytes: bytesOf(frame.hex),
}));
