import { seededRandom } from '../board/model/random-source.ts';

/**
 * Random numbers for the demo's province: the same seed and keys give the same draws, whatever was
 * drawn elsewhere.
 */
export interface Random {
  /** 0 ≤ n < 1. */
  roll(): number;
  /** True with probability `p`. */
  happens(p: number): boolean;
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** One entry by weight; the weights need not add up to 1. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** Standard normal. */
  normal(): number;
  /** Gamma with mean 1; the smaller `shape`, the larger the variance. */
  gamma(shape: number): number;
  poisson(mean: number): number;
  /** A UUID in the form of version 4. */
  uuid(): string;
}

const why = 'province';

/** FNV-1a over the keys: keys that differ draw independently. */
function seedOf(seed: number, keys: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ seed;
  const mix = (word: number): void => {
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  };
  for (const key of keys) {
    if (typeof key === 'string') for (let i = 0; i < key.length; i++) mix(key.charCodeAt(i));
    else {
      mix(key | 0);
      mix(Math.floor(key / 0x1_0000_0000));
    }
    mix(0x2f);
  }
  return hash >>> 0;
}

/**
 * Random numbers that depend only on the seed and these keys, so that one machine's draws do not
 * change another's.
 */
export function randomOf(seed: number, ...keys: readonly (string | number)[]): Random {
  const random = seededRandom(seedOf(seed, keys));
  const word = (): number => random.below(0x1_0000_0000, why);
  const roll = (): number => word() / 0x1_0000_0000;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());

  function gamma(shape: number): number {
    // The Wilson–Hilferty cube: accurate enough for a demo, and one draw.
    const cube = 1 - 1 / (9 * shape) + normal() / (3 * Math.sqrt(shape));
    return Math.max(0, cube ** 3);
  }

  function poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = roll(); product > limit; product *= roll()) count += 1;
    return count;
  }

  return {
    roll,
    happens: (p) => roll() < p,
    between: (low, high) => low + Math.floor(roll() * (high - low + 1)),
    pick: (list) => random.pick(list, why),
    weighted(list) {
      let left = roll() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [each, weight] of list) {
        left -= weight;
        if (left < 0) return each;
      }
      const last = list.at(-1);
      if (!last) throw new Error('nothing to pick from');
      return last[0];
    },
    normal,
    gamma,
    poisson,
    uuid() {
      const hex = [word(), word(), word(), word()].map((each) => each.toString(16).padStart(8, '0')).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
