import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A one-line mistake that is made in a compiled file when it is loaded; production code does not
 * know about it.
 */
export interface Mutant {
  readonly name: string;
  /** Relative to the compiled root, such as `device/agent/loop.js`. */
  readonly file: string;
  /**
   * The text that occurs in the file exactly once; if it has moved, the mistake must be planted
   * again.
   */
  readonly find: string;
  readonly replace: string;
  /** The number of seeds within which the world must catch it. */
  readonly within: number;
  /** Which world runs the seeds: that of a fleet unless it is one of a single kiosk. */
  readonly world?: 'front' | 'staff';
}

/** The seed that caught a planted mistake, how many seeds it took, and which promise was broken. */
export interface Caught {
  readonly seeds: number;
  readonly seed: number;
  readonly rule: string;
}

const compiled = new URL('../../../', import.meta.url);

/**
 * How often the text that the mistake replaces occurs in its file: if not 1, it can't be planted.
 */
export function places({ file, find }: Mutant): number {
  return readFileSync(new URL(file, compiled), 'utf8').split(find).length - 1;
}

/**
 * Plants a mistake in a separate process and runs seeds until a promise is broken; null if none was
 * within its bound.
 */
export async function tryMutant(mistake: Mutant, first = 1): Promise<Caught | null> {
  const { file, find, replace, within, world } = mistake;
  const task = JSON.stringify({ url: new URL(file, compiled).href, find, replace, first, seeds: within, world });
  const child = fileURLToPath(new URL('./mutant-child.js', import.meta.url));
  const { stdout } = await run(process.execPath, ['--no-warnings', child, task], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as Caught | null;
}
