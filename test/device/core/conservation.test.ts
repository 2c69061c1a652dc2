import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cabinet, step } from '../../support/core-cabinet.ts';
import type { TestKiosk } from '../../support/device/test-kiosk.ts';

const sum = (numbers: readonly unknown[]): number => numbers.reduce<number>((total, n) => total + Number(n), 0);
const sumOf = (kiosk: TestKiosk, kind: string, field: string): number =>
  sum(kiosk.lines(kind).map((line) => line[field]));

describe('whatever happens at a machine', () => {
  it('loaded + found − issued − taken out = in the lanes + in doubt, by the ledger alone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { kiosk, take } = cabinet();
        for (const each of steps) {
          take(each);
          const uncertain = kiosk.lines('uncertain').length + doubted(kiosk) - settledOf(kiosk);
          const left =
            sumOf(kiosk, 'restocked', 'added') +
            sumOf(kiosk, 'counted', 'stock') -
            sumOf(kiosk, 'counted', 'was') -
            kiosk.lines('issued').length -
            sumOf(kiosk, 'settled', 'issued') -
            sumOf(kiosk, 'removed', 'removed');
          const stock = sum(kiosk.state().lanes.map((book) => book.stock));
          expect(stock + uncertain).toBe(left);
        }
        kiosk.check();
      }),
      { numRuns: 60 },
    );
  });

  it('issued is one fallen box, not-issued none that was seen, uncertain at most one; after a stock-take the books are the truth', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { kiosk, there, fallen, blind, take } = cabinet();
        for (const each of steps) take(each);
        const ends = new Map<unknown, string[]>();
        for (const { kind, txn, issued } of kiosk.disk.events())
          if (kind === 'issued' || kind === 'not-issued' || kind === 'uncertain' || kind === 'settled')
            ends.set(txn, [...(ends.get(txn) ?? []), kind === 'settled' ? `settled ${issued}` : `${kind}`]);
        for (const [txn, how] of ends) {
          expect(how.length).toBeLessThanOrEqual(2);
          const [fell, unseen] = [fallen.get(Number(txn)) ?? 0, blind.has(Number(txn))];
          if (how[0] === 'issued') expect(fell).toBeGreaterThanOrEqual(1);
          if (how[0] === 'not-issued' && !unseen) expect(fell).toBe(0);
          if (how[0] === 'uncertain') expect(fell).toBeLessThanOrEqual(1);
        }
        expect([...ends.keys()].sort()).toEqual([...fallen.keys()].sort());

        take({ what: 'power', n: 1, k: 0, end: 'well', slip: 0 });
        for (const n of [1, 2, 3]) expect(kiosk.count(n, Math.min(10, there(n))).kind).toBe('done');
        for (const n of [1, 2, 3]) expect(kiosk.lane(n)).toMatchObject({ stock: Math.min(10, there(n)), uncertain: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it('no request turns more than two motors, no transaction is used twice, and nobody gets two replies', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { kiosk, take } = cabinet();
        for (const each of steps) take(each);
        const turns = kiosk.lines('turning');
        expect(new Set(turns.map(({ txn }) => txn)).size).toBe(turns.length);
        for (const request of new Set(turns.map((turn) => turn.request)))
          expect(turns.filter((turn) => turn.request === request).length).toBeLessThanOrEqual(2);
        for (let ticket = 1; ticket <= 2 * steps.length; ticket++)
          expect(kiosk.replies(ticket).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

/** Boxes that were put in doubt because of their sensor. */
const doubted = (kiosk: TestKiosk): number =>
  kiosk.lines('sensor').reduce((n, { turns }) => n + (Array.isArray(turns) ? turns.length : 0), 0);

/** Boxes in doubt that were settled. */
function settledOf(kiosk: TestKiosk): number {
  const open = new Set<unknown>();
  let settled = 0;
  for (const { kind, txn, turns } of kiosk.disk.events()) {
    if (kind === 'uncertain') open.add(txn);
    if (kind === 'sensor' && Array.isArray(turns)) for (const turn of turns) open.add((turn as { txn: number }).txn);
    if (kind === 'settled' && open.delete(txn)) settled += 1;
  }
  return settled;
}
