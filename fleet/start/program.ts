import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The package's version. Its package.json is in the folder above `dist`. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The folder of the built console, in `dist`. */
export const consoleFolder = (): string => fileURLToPath(new URL('../../console', import.meta.url));
