import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/**
 * When the program was built, ms since 1970, as recorded by the build; for a program that was only
 * compiled, the time of compilation.
 */
export function builtAtMs(): number {
  const note = new URL('../../built.json', import.meta.url);
  if (!existsSync(note)) return Math.trunc(statSync(new URL(import.meta.url)).mtimeMs);
  return z.object({ at: z.int().min(0) }).parse(JSON.parse(readFileSync(note, 'utf8'))).at;
}

/** The package's version; its package.json is in the folder that holds `dist`. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
