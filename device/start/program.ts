import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/** When the program was built, ms since 1970, as the build wrote it down; of a program that was only compiled, when that was. */
export function builtAtMs(): number {
  const note = new URL('../../built.json', import.meta.url);
  if (!existsSync(note)) return Math.trunc(statSync(new URL(import.meta.url)).mtimeMs);
  return z.object({ at: z.int().min(0) }).parse(JSON.parse(readFileSync(note, 'utf8'))).at;
}

/** The package's version; its package.json lies beside `dist`. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
