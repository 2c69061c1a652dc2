import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Puts a file in place for its owner only, complete or not at all, also if the power fails. Throws
 * the system's error.
 */
export function writePrivateFile(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.new`;
  rmSync(unfinished, { force: true });
  // `wx` follows no link and takes over no file that somebody put there.
  const file = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(file, Buffer.from(content));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncFolder(dirname(path));
}

/** Makes durable which files a folder has. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
