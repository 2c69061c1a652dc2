import { seededRandom } from '../../simulators/board/model/random-source.ts';
import { spoil } from './spoil.ts';
import type { Target } from './targets.ts';

/** An input on which a parser threw, or took too long. */
export interface Found {
  readonly target: string;
  readonly seed: number;
  readonly what: string;
  readonly input: Uint8Array;
}

/** The longest time for one input; generous, because the machine may be busy with other things. */
const maxMs = 2_000;

/**
 * Feeds one parser `count` inputs made from `seed`. Returns the first one that breaks it, or null.
 */
export function fuzz(target: Target, seed: number, count: number): Found | null {
  const random = seededRandom(seed);
  for (let tried = 0; tried < count; tried += 1) {
    const input = spoil(target.samples, random);
    const before = performance.now();
    const found = (what: string): Found => ({ target: target.name, seed, what, input });
    try {
      target.feed(input);
    } catch (error) {
      return found(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const tookMs = performance.now() - before;
    if (tookMs > maxMs) return found(`took ${Math.round(tookMs)} ms`);
  }
  return null;
}
