import type { Look } from './look.ts';
import type { Truth } from './truth.ts';

/** Numbers by their key, such as `360102 2026` for an area and a year. */
export type Numbers = ReadonlyMap<string, number>;

/**
 * One place where a figure is shown: its numbers there, and for which keys it has one (all keys if
 * absent).
 */
export interface Display {
  readonly at: (look: Look, truth: Truth) => Promise<Numbers>;
  readonly of?: (key: string, look: Look) => boolean;
}

/** A figure: its value by the ledgers, and every place where it is shown. */
export interface Figure {
  readonly truth: (truth: Truth, look: Look) => Numbers | Promise<Numbers>;
  readonly shown: Readonly<Record<string, Display>>;
}

/** The numbers of several things, each queried one after the other. */
export async function each<T>(
  things: readonly T[],
  numbers: (thing: T) => Promise<Iterable<readonly [string, number]>>,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const thing of things)
    for (const [key, value] of await numbers(thing)) found.set(key, (found.get(key) ?? 0) + value);
  return found;
}

/** Counts things by the keys that each of them has. */
export function countBy<T>(things: Iterable<T>, keysOf: (thing: T) => Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const thing of things) for (const key of keysOf(thing)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

export const sum = <T>(things: readonly T[], of: (thing: T) => number): number =>
  things.reduce((all, thing) => all + of(thing), 0);

/**
 * The differences between a place that shows a figure and the ledgers, in words. Zeros may be left
 * out on either side.
 */
export function differences(truth: Numbers, shown: Numbers, of: (key: string) => boolean): string[] {
  const keys = new Set([...truth.keys(), ...shown.keys()]);
  return [...keys].sort().flatMap((key) => {
    const [is, says] = [truth.get(key) ?? 0, shown.get(key) ?? 0];
    return !of(key) || Math.abs(is - says) < 1e-9 ? [] : [`${key}: ${says}, by the ledgers ${is}`];
  });
}
