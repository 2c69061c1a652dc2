/**
 * Random numbers from one seed: the same seed and the same calls give the same results on every
 * machine.
 */
export interface RandomSource {
  /**
   * True with probability `p`. If `p` is 0 or less, nothing is drawn. `reason` says what the draw
   * decides.
   */
  chance(p: number, reason: string): boolean;
  /** A whole number from 0 to `n` − 1; `n` from 1 to 2^32. */
  below(n: number, reason: string): number;
  /** One entry of a list that is not empty. */
  pick<T>(list: readonly T[], reason: string): T;
}

/** Called with every draw, for a trace that a person reads or for comparing two runs. */
export type DrawListener = (reason: string, raw: number) => void;

/** SplitMix32: spreads a seed of few bits over a whole word. */
function spread(seed: number): number {
  let z = (seed + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/**
 * A seeded source (sfc32: 128 bits of state, a few additions per draw). `seed` is any whole number.
 */
export function seededRandom(seed: number, onDraw?: DrawListener): RandomSource {
  let a = spread(seed | 0);
  let b = spread(a ^ (Math.floor(seed / 0x100000000) | 0));
  let c = spread(b);
  let counter = 1;

  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();

  const draw = (reason: string): number => {
    const raw = next();
    if (onDraw !== undefined) onDraw(reason, raw);
    return raw;
  };

  const below = (n: number, reason: string): number => Math.floor((draw(reason) / 0x100000000) * n);

  return {
    chance: (p, reason) => p > 0 && draw(reason) < p * 0x100000000,
    below,
    pick(list, reason) {
      const chosen = list[below(list.length, reason)];
      if (chosen === undefined) throw new Error(`nothing to pick from: ${reason}`);
      return chosen;
    },
  };
}
