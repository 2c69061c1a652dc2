import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshDirectory } from '../fresh-directory.ts';
import { openIn } from './open-ledger.ts';

export const lineOf = (n: number) => JSON.stringify({ kind: 'x', n, fill: 'f'.repeat(300) });
export const linesOf = (count: number) => Array.from({ length: count }, (_, index) => lineOf(index + 1));

/** A folder with a closed ledger of `count` lines, and the ledger's id. */
export function written(count: number): { dataDir: string; file: string; ledger: string } {
  const dataDir = freshDirectory();
  const { ledger } = openIn(dataDir);
  for (let n = 0; n < count; n += 50) ledger.append(linesOf(count).slice(n, n + 50));
  const { ledger: id } = ledger;
  ledger.close();
  return { dataDir, file: join(dataDir, 'ledger.db'), ledger: id };
}

/** Changes bytes in the middle of a file, as a worn-out card does. */
export function spoil(file: string, from: number, count: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, from + count);
  writeFileSync(file, bytes);
}

/** The offset of a line's text in the file. */
export const placeOf = (file: string, n: number): number => readFileSync(file).indexOf(`"n":${n},`);

export const asideIn = (dataDir: string, end = '.db') =>
  readdirSync(dataDir).filter((name) => name.startsWith('ledger-damaged-') && name.endsWith(end));
