import { readFileSync } from 'node:fs';

/**
 * A defence taken out of one compiled file when it is loaded. Production code does not know about
 * it.
 */
export interface Hole {
  readonly name: string;
  /** Relative to the compiled root, such as `fleet/adapters/mqtt/admission.js`. */
  readonly file: string;
  /** Occurs in the file exactly once. If it has moved, the hole must be planted again. */
  readonly find: string;
  readonly replace: string;
}

const compiled = new URL('../../../', import.meta.url);

/** The URL of a compiled file. */
export const urlOf = ({ file }: Pick<Hole, 'file'>): string => new URL(file, compiled).href;

/** How often the text that the hole replaces occurs in its file. If not 1, it cannot be planted. */
export const places = (hole: Hole): number => readFileSync(new URL(urlOf(hole)), 'utf8').split(hole.find).length - 1;
