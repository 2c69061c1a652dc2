import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file that only this user may read, from its first byte on. After a crash it is there as
 * a whole, or the earlier one is. Throws the system's error.
 */
export function writePrivateFile(path: string, text: string): void {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  // `wx` follows no link and takes over no file that somebody put there.
  const file = openSync(part, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
