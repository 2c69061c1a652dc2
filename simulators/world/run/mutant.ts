import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A one-line mistake, made in a compiled file as it is loaded: production code knows nothing of it. */
export interface Mutant {
  readonly name: string;
  /** Below the compiled root, such as `device/agent/loop.js`. */
  readonly file: string;
  /** Stands in the file exactly once; where it moved, the mistake must be planted anew. */
  readonly find: string;
  readonly replace: string;
  /** The world must catch it within so many seeds. */
  readonly within: number;
}

/** The seed that caught a planted mistake, how many it took, and which promise was broken. */
export interface Caught {
  readonly seeds: number;
  readonly seed: number;
  readonly rule: string;
}

const compiled = new URL('../../../', import.meta.url);

/** How often what the mistake replaces stands in its file: 1, or it can't be planted. */
export function places({ file, find }: Mutant): number {
  return readFileSync(new URL(file, compiled), 'utf8').split(find).length - 1;
}

/** Plants a mistake in a process of its own and runs seeds until a promise is broken; null where none was within its bound. */
export async function tryMutant(mistake: Mutant, first = 1): Promise<Caught | null> {
  const { file, find, replace, within } = mistake;
  const task = JSON.stringify({ url: new URL(file, compiled).href, find, replace, first, seeds: within });
  const child = fileURLToPath(new URL('./mutant-child.js', import.meta.url));
  const { stdout } = await run(process.execPath, ['--no-warnings', child, task], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as Caught | null;
}
