import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for this test alone, removed after it. */
export function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'yaoju-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
