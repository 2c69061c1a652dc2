import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';

const yaoju = fileURLToPath(new URL('../../../bin/yaoju.js', import.meta.url));

/** What a benchmark runs on: a folder on the measured disk, and processes that end with it. */
export interface BenchFixture {
  /** Whether to run the larger and longer measurement, for one evening. */
  readonly large: boolean;
  /** The folder that keeps a seeded province between runs; null if there is none. */
  readonly data: string | null;
  folder(name: string): string;
  /** Starts a Node script, or `yaoju` if the script is null. */
  run(script: string | null, words: readonly string[], env?: Readonly<Record<string, string>>): Child;
  say(text: string): void;
}

/** Runs a benchmark with a new folder below `base` and removes it. */
export async function withFixture<T>(
  { base, large, data }: Pick<BenchFixture, 'large' | 'data'> & { readonly base: string },
  work: (fixture: BenchFixture) => Promise<T>,
): Promise<T> {
  mkdirSync(base, { recursive: true });
  const root = mkdtempSync(join(base, 'bench-'));
  const children: Child[] = [];
  try {
    return await work({
      large,
      data,
      folder: (name) => {
        const path = join(root, name);
        mkdirSync(path, { recursive: true });
        return path;
      },
      run: (script, words, env = {}) => {
        const child = startChild(script ?? yaoju, words, env);
        children.push(child);
        return child;
      },
      say: (text) => void process.stderr.write(`  ${text}\n`),
    });
  } finally {
    await Promise.all(children.map((child) => child.end()));
    rmSync(root, { recursive: true, force: true });
  }
}
