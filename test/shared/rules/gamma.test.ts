import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaShare, logGamma, poissonQuantile } from '../../../shared/rules/gamma.ts';

describe('log gamma', () => {
  it('is the sum of the logarithms', () => {
    let sum = 0;
    for (let n = 1; n <= 3000; n += 1) {
      expect(Math.abs(logGamma(n) - sum)).toBeLessThan(1e-13 * Math.max(1, sum));
      sum += Math.log(n);
    }
  });

  it('knows Γ(1/2) = √π and Γ(1/4) = 3.625609908221908', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
    expect(logGamma(0.25)).toBeCloseTo(Math.log(3.625609908221908), 14);
  });
});

describe('incomplete beta', () => {
  const shape = fc.double({ min: 0.05, max: 5000, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it.each([
    // I(x; 1, b) = 1 − (1 − x)^b, I(x; a, 1) = x^a, I(x; 2, 2) = 3x² − 2x³, I(1/2; a, a) = 1/2
    [0.3, 1, 7, 1 - 0.7 ** 7],
    [0.3, 2.5, 1, 0.3 ** 2.5],
    [0.2, 2, 2, 3 * 0.04 - 2 * 0.008],
    [0.5, 1234.5, 1234.5, 0.5],
    // The arcsine law: I(x; 1/2, 1/2) = 2/π · asin √x
    [0.7, 0.5, 0.5, (2 / Math.PI) * Math.asin(Math.sqrt(0.7))],
  ])('I(%f; %f, %f)', (x, a, b, expected) => expect(betaShare(x, 1 - x, a, b)).toBeCloseTo(expected, 11));

  it('stays in [0, 1], grows with x, and mirrors', () => {
    fc.assert(
      fc.property(share, share, shape, shape, (u, v, a, b) => {
        const [low, high] = u < v ? [u, v] : [v, u];
        const at = betaShare(low, 1 - low, a, b);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(betaShare(high, 1 - high, a, b) + 1e-10);
        expect(at + betaShare(1 - low, low, b, a)).toBeCloseTo(1, 9);
      }),
      { numRuns: 500 },
    );
  });

  it('is stable for big shapes', () => {
    // 1/2 by symmetry, for any size.
    for (const a of [1e5, 1e6, 1e7]) expect(betaShare(0.5, 0.5, a, a)).toBeCloseTo(0.5, 6);
  });
});

describe('Poisson bounds', () => {
  // The reference's one-sided 5 % bounds at 300 a year of 365 days.
  it.each([
    [30, 17],
    [60, 38],
    [90, 60],
    [120, 83],
    [180, 128],
    [270, 198],
    [365, 272],
  ])('by day %i: %i', (days, bound) => expect(poissonQuantile((300 * days) / 365, 0.05)).toBe(bound));

  it('is the plain sum for small means', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 400, noNaN: true }),
        fc.constantFrom(0.001, 0.05, 0.5, 0.95),
        (mean, tail) => {
          let term = Math.exp(-mean);
          let sum = term;
          let count = 0;
          while (sum < tail) {
            count += 1;
            term *= mean / count;
            sum += term;
          }
          expect(poissonQuantile(mean, tail)).toBe(count);
        },
      ),
    );
  });

  it('holds where e^-mean is nothing', () => {
    // Normal approximation: 10⁶ − 1.6449·10³ = 998 355.1, within a box or two of the exact one.
    expect(Math.abs(poissonQuantile(1e6, 0.05) - 998_355)).toBeLessThanOrEqual(3);
    expect(poissonQuantile(0, 0.05)).toBe(0);
  });
});
