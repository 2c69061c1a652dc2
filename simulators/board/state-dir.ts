import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CabinetLine } from './model/cabinet-lines.ts';

/** What a simulated cabinet keeps between runs. */
export interface BoardState {
  /** The lines of the cabinet so far. */
  readonly past: readonly CabinetLine[];
  /** Durable when it returns. */
  append(line: CabinetLine): void;
  /** A board's memory, '' if it has none. */
  nvram(serial: string): string;
  /** Durable when it returns: either the old or the new text is stored, never a part. */
  saveNvram(serial: string, nvram: string): void;
  /** The serial of the installed board, null before the first. */
  readonly serial: string | null;
  saveSerial(serial: string): void;
  close(): void;
}

/** A state that is not kept. */
export function stateInMemory(): BoardState {
  const kept = new Map<string, string>();
  return {
    past: [],
    append: () => {},
    nvram: (serial) => kept.get(serial) ?? '',
    saveNvram: (serial, nvram) => void kept.set(serial, nvram),
    serial: null,
    saveSerial: () => {},
    close: () => {},
  };
}

function syncDir(dir: string): void {
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function replaceFile(dir: string, name: string, text: string): void {
  const path = join(dir, name);
  const fd = openSync(`${path}.new`, 'w');
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(`${path}.new`, path);
  syncDir(dir);
}

/** Reads the lines of a cabinet; a last line that was cut off by a crash is ignored. */
export function readCabinetLines(path: string): CabinetLine[] {
  if (!existsSync(path)) return [];
  const lines: CabinetLine[] = [];
  for (const [index, text] of readFileSync(path, 'utf8').split('\n').slice(0, -1).entries()) {
    try {
      lines.push(JSON.parse(text) as CabinetLine);
    } catch {
      throw new Error(`${path} line ${index + 1} is damaged; move the file away to begin with a new cabinet`);
    }
  }
  return lines;
}

function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
}

function readBuiltIn(path: string): string {
  try {
    const { serial } = JSON.parse(readFileSync(path, 'utf8')) as { serial?: unknown };
    if (typeof serial === 'string') return serial;
  } catch {
    // Reported below.
  }
  throw new Error(`${path} should hold {"serial": "…"}`);
}

/** Names of the files in a state directory. */
export const cabinetFile = 'cabinet.jsonl';
const builtInFile = 'board.json';
function nvramFile(serial: string): string {
  return `nvram-${serial}.json`;
}

/**
 * A directory: `cabinet.jsonl` (the truth, appended), `nvram-SERIAL.json` for every board that was
 * ever installed, `board.json` with the installed one. It stays consistent after a `kill -9` at any
 * moment.
 */
export function stateInDir(dir: string): BoardState {
  mkdirSync(dir, { recursive: true });
  const cabinetPath = join(dir, cabinetFile);
  cutTornLine(cabinetPath);
  const past = readCabinetLines(cabinetPath);
  const cabinetFd = openSync(cabinetPath, 'a');
  syncDir(dir);
  const builtInPath = join(dir, builtInFile);
  const serial = existsSync(builtInPath) ? readBuiltIn(builtInPath) : null;
  return {
    past,
    append(line) {
      writeSync(cabinetFd, `${JSON.stringify(line)}\n`);
      fdatasyncSync(cabinetFd);
    },
    nvram(ofSerial) {
      const path = join(dir, nvramFile(ofSerial));
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    },
    saveNvram: (ofSerial, nvram) => replaceFile(dir, nvramFile(ofSerial), nvram),
    serial,
    saveSerial: (newSerial) => replaceFile(dir, builtInFile, `${JSON.stringify({ serial: newSerial })}\n`),
    close: () => closeSync(cabinetFd),
  };
}
