import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One change to one compiled file. */
export interface Planted {
  readonly url: string;
  readonly find: string;
  readonly replace: string;
}

let planted: Planted | null = null;

/** Called by Node with the registered data. */
export function initialize(data: Planted): void {
  planted = data;
}

interface Loaded {
  readonly format: string;
  readonly source: string;
  readonly shortCircuit: true;
}

/** Returns the changed text for the one changed file; every other file is loaded unchanged. */
export async function load(
  url: string,
  context: unknown,
  next: (url: string, context: unknown) => Promise<unknown>,
): Promise<unknown> {
  if (url !== planted?.url) return next(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const changed: Loaded = {
    format: 'module',
    source: text.replace(planted.find, () => planted?.replace ?? ''),
    shortCircuit: true,
  };
  return changed;
}
