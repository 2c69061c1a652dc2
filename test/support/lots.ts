import fc from 'fast-check';
import { expect } from 'vitest';
import type { Lots } from '../../shared/ledger/lots.ts';

/** Boxes, few enough to run out. */
export const count = fc.integer({ min: 0, max: 12 });

/** A lot number, or none. */
export const lotName = fc.constantFrom('A', 'B', null);

/** A last usable day, or none. */
export const expires = fc.constantFrom('2027-12-31', '2028-12-31', null);

/** No lot has 0 boxes, and no two adjacent entries are the same lot. */
export function sound(lots: Lots): void {
  for (const [index, { lot, expires: until, count: n }] of lots.entries()) {
    expect(Number.isInteger(n) && n > 0).toBe(true);
    const next = lots[index + 1];
    if (next) expect([next.lot, next.expires]).not.toEqual([lot, until]);
  }
}
