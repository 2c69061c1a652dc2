import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../../../simulators/board/model/readable.ts';
import { type Frame, FrameReader, frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';

interface GoldenFrame {
  readonly hex: string;
  readonly direction: string;
  readonly command: string;
  readonly fields: { readonly packNo?: number };
}

function contract<T>(name: string): T {
  // The compiled test is in dist/, the contract next to the sources.
  const url = new URL(`../../../../test/contracts/vmc3/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

const golden = contract<GoldenFrame[]>('golden.json');
const bad = contract<{ hex: string; why: string }[]>('bad-frames.json');

function read(...chunks: Uint8Array[]): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  for (const chunk of chunks) reader.push(chunk);
  return frames;
}

const poll = frameBytes(0x41);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (frame: Frame): string => hexOf(frameBytes(frame.command, frame.body));

test('all golden frames are there', () => {
  expect(golden.length).toBeGreaterThanOrEqual(40);
  expect(bad.length).toBe(5);
});

describe.each(golden.map((frame) => [frame.hex, frame] as const))('%s', (hex, frame) => {
  const bytes = bytesOfHex(hex);

  test('is read whole, byte by byte, and in noise, and written as it was', () => {
    const whole = read(bytes);
    expect(whole).toHaveLength(1);
    expect(whole.map(bytesOf)).toEqual([hex]);
    expect(whole[0]?.command).toBe(Number(frame.command));
    if (frame.fields.packNo !== undefined) expect(whole[0]?.body[0]).toBe(frame.fields.packNo);
    expect(read(...Array.from(bytes, (byte) => Uint8Array.of(byte))).map(bytesOf)).toEqual([hex]);
    expect(read(Uint8Array.of(0xfa, 0x00, 0xfb, 0xfa), bytes, poll).map(bytesOf)).toEqual([hex, hexOf(poll)]);
  });
});

test.each(bad)('$hex is rejected, and the frames after it are found', ({ hex }) => {
  const behind = [poll, ...Array.from({ length: 60 }, () => frameBytes(0x04, [1, 2, 0, 60]))];
  const frames = read(bytesOfHex(hex), ...behind);
  expect(frames.map(bytesOf)).toEqual(behind.map(hexOf));
});

test.each([
  ['an ACK with a body', frameBytes(0x42, [1])],
  ['a POLL with a body', frameBytes(0x41, [1])],
  ['a command without a PackNO', frameBytes(0x06)],
])('%s is not a frame', (_, bytes) => {
  expect(read(bytes, poll).map(bytesOf)).toEqual([hexOf(poll)]);
});

test('a frame with a damaged length swallows no valid frame', () => {
  const spoiled = frameBytes(0x06, [1, 1, 0, 0, 60]);
  spoiled[3] = 0xff;
  const frames = read(spoiled, ...Array.from({ length: 80 }, () => poll));
  expect(frames.every((frame) => frame.command === 0x41)).toBe(true);
  expect(frames).toHaveLength(80);
});

test('any frames in any chunks are read in order', () => {
  const body = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 255 });
  const frame = fc.tuple(fc.constantFrom(0x04, 0x06, 0x11, 0x70, 0x99), body);
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 6 }), fc.integer({ min: 1, max: 300 }), (frames, size) => {
      const wanted = frames.map(([code, text]) => frameBytes(code, text));
      const all = Uint8Array.from(wanted.flatMap((bytes) => [...bytes]));
      const chunks: Uint8Array[] = [];
      for (let from = 0; from < all.length; from += size) chunks.push(all.subarray(from, from + size));
      expect(read(...chunks).map(bytesOf)).toEqual(wanted.map(hexOf));
    }),
  );
});

test('endless noise takes bounded memory, and a valid frame after it is found', () => {
  const noise = new Uint8Array(1 << 20).fill(0xfa);
  expect(read(noise, poll).map(bytesOf)).toEqual([hexOf(poll)]);
});
