import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { BoardDriver } from './model/board.ts';
import { boardKinds } from './model/boards.ts';
import { bytesOfHex } from './model/readable.ts';
import type { RecordedChunk } from './model/recording-player.ts';
import type { RuntimeEvent } from './runtime-options.ts';

/** One piece of recorded traffic, a JSON line in the file; `text` is only for people. */
export interface RecordedPiece {
  readonly atMs: number;
  readonly from: 'host' | 'board';
  readonly hex: string;
  readonly text: string;
}

/** Records what passes the port to a file, from now on. */
export function recordTo(path: string, driver: BoardDriver): { note(event: RuntimeEvent): void; close(): void } {
  const fd = openSync(path, 'a');
  return {
    note(event) {
      if (event.kind !== 'wire') return;
      const { atMs, from, bytes } = event;
      const hex = Buffer.from(bytes).toString('hex');
      writeSync(fd, `${JSON.stringify({ atMs, from, hex, text: boardKinds[driver].describe(bytes) })}\n`);
    },
    close: () => closeSync(fd),
  };
}

/** Reads a recording; throws one sentence that names the line. */
export function readRecording(path: string): RecordedChunk[] {
  const pieces: RecordedChunk[] = [];
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    pieces.push(pieceOf(line, `${path} line ${index + 1}`));
  }
  return pieces;
}

function pieceOf(line: string, where: string): RecordedChunk {
  let piece: Partial<RecordedPiece>;
  try {
    piece = JSON.parse(line) as Partial<RecordedPiece>;
  } catch {
    throw new Error(`${where} is not JSON`);
  }
  const { atMs, from, hex } = piece ?? {};
  const bytesFit = typeof hex === 'string' && /^([0-9a-f]{2})*$/i.test(hex);
  if (typeof atMs !== 'number' || (from !== 'host' && from !== 'board') || !bytesFit) {
    throw new Error(`${where} should hold atMs, from (host or board) and hex`);
  }
  return { atMs, from, bytes: bytesOfHex(hex) };
}
