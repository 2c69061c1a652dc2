/**
 * The special functions of the rate model. Formulas from the NIST Digital Library of Mathematical
 * Functions (dlmf.nist.gov), named at each function.
 */

/** Coefficients B(2k) / (2k(2k−1)) of Stirling's series [DLMF 5.11.1]. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156] as const;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * ln Γ(x) for x > 0: Stirling's series for x ≥ 10 [DLMF 5.11.1], below that by Γ(x+1) = xΓ(x) [DLMF
 * 5.5.1].
 */
export function logGamma(x: number): number {
  let product = 1;
  let big = x;
  while (big < 10) {
    product *= big;
    big += 1;
  }
  const inverseSquare = 1 / (big * big);
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k -= 1) series = series * inverseSquare + (STIRLING[k] ?? 0);
  return (big - 0.5) * Math.log(big) - big + HALF_LOG_TWO_PI + series / big - Math.log(product);
}

/**
 * Enough for shapes of 10⁸ and more: the fraction needs about as many steps as the square root of
 * the greater one.
 */
const MAX_STEPS = 100_000;
const TINY = 1e-300;
const awayFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/**
 * The continued fraction of the incomplete beta function [DLMF 8.17.22], evaluated forward by
 * Lentz's method as modified by Thompson and Barnett.
 */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MAX_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-15) return value;
  }
  throw new Error(`incomplete beta did not settle: a ${a}, b ${b}, x ${x}`);
}

/**
 * The regularised incomplete beta function I(x; a, b), a and b > 0 [DLMF 8.17]. Takes both x and y
 * = 1 − x, so that neither loses digits near 0.
 */
export function betaShare(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y));
  // Each tail is computed from its own side: the fraction converges fast only below the mean.
  const share =
    x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, y)) / b;
  return Math.min(1, Math.max(0, share));
}

/**
 * The `tail` quantile of a Poisson count: the smallest count with P(N ≤ count) ≥ tail. Sums the
 * probabilities upward from where they are smaller than any tail of interest.
 */
export function poissonQuantile(mean: number, tail: number): number {
  if (mean <= 0) return 0;
  let count = Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean) - 12));
  let probability = Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
  let sum = probability;
  const last = mean + 40 * Math.sqrt(mean) + 40;
  while (sum < tail && count < last) {
    count += 1;
    probability *= mean / count;
    sum += probability;
  }
  return count;
}
