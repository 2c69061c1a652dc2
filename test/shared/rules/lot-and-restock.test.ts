import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneState } from '../../../shared/contracts/lane-state.ts';
import { addDays, formatDay } from '../../../shared/rules/calendar.ts';
import { isLocking, type Lot, laneFitness, lotFitness } from '../../../shared/rules/lot.ts';
import { defaultMachineRules } from '../../../shared/rules/machine-rules.ts';
import { type RestockBooks, restockOf, type StockedLane } from '../../../shared/rules/restock.ts';
import { day, recall, surely } from '../../support/books.ts';

const rules = defaultMachineRules;
const today = day('2026-06-01');
const lot = (expires: string | null, number: string | null = '23051203'): Lot => ({
  product: 'CD-M',
  lot: number,
  expires,
});

describe('lot', () => {
  it.each([
    // 1 June + 30 days = 1 July, + 180 days = 28 November.
    ['2026-05-31', 'expired'],
    ['2026-05', 'expired'],
    ['2026-06-01', 'closing'],
    ['2026-06', 'closing'],
    ['2026-07-01', 'closing'],
    ['2026-07-02', 'expiring'],
    ['2026-07', 'expiring'],
    ['2026-11-28', 'expiring'],
    ['2026-11-29', 'fit'],
    ['2026-11', 'fit'],
    [null, 'undated'],
    ['soon', 'misdated'],
    ['0028-12-31', 'misdated'],
    ['0999-12-31', 'misdated'],
    ['2026-02-30', 'misdated'],
    ['2036-05-31', 'fit'],
    ['2036-06-30', 'misdated'],
    ['2208-12-31', 'misdated'],
    ['9999-12-31', 'misdated'],
  ] as const)('that expires %s is %s', (expires, fitness) => {
    expect(lotFitness(lot(expires), today, [], rules)).toBe(fitness);
  });

  it('is locked from 30 days before its last day, and never unlocks by waiting', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), (daysLeft) => {
        const fitness = lotFitness(lot(formatDay(addDays(today, daysLeft))), today, [], rules);
        expect(isLocking(fitness, rules)).toBe(daysLeft <= 30);
      }),
    );
  });

  it('is recalled by product and number, in any spelling, and if its number is unknown', () => {
    const recalls = [recall('CD-M', ' b230512 ')];
    expect(lotFitness(lot('2030-01', 'B230512'), today, recalls, rules)).toBe('recalled');
    expect(lotFitness(lot('2030-01', null), today, recalls, rules)).toBe('recalled');
    expect(lotFitness(lot('2030-01', '0B230512'), today, recalls, rules)).toBe('fit');
    expect(lotFitness({ ...lot('2030-01', 'B230512'), product: 'CD-S' }, today, recalls, rules)).toBe('fit');
    // A recall is worse than an expiry.
    expect(lotFitness(lot('2020-01', 'B230512'), today, recalls, rules)).toBe('recalled');
  });

  it('decides for its lane from the front, but a recall from anywhere', () => {
    const good = lot('2030-01', 'A1');
    const old = lot('2026-05', 'A2');
    expect(laneFitness([], today, [], rules)).toBe('fit');
    expect(laneFitness([good, old], today, [], rules)).toBe('fit');
    expect(laneFitness([old, good], today, [], rules)).toBe('expired');
    expect(laneFitness([good, old], today, [recall('CD-M', 'A2')], rules)).toBe('recalled');
  });
});

const lane = (number: number, stock: number, over: Partial<StockedLane> = {}): StockedLane => ({
  lane: number,
  product: 'CD-M',
  capacity: 10,
  par: 10,
  state: 'ready',
  lots: stock === 0 ? [] : [{ ...lot('2030-01'), count: stock }],
  ...over,
});
const books = (lanes: readonly StockedLane[], perDay: number, over: Partial<RestockBooks> = {}): RestockBooks => ({
  product: 'CD-M',
  lanes,
  rate: surely(perDay),
  freshExpires: day('2031-12-31'),
  recalls: [],
  ...over,
});

describe('restock', () => {
  it('by hand: 6 and 4 boxes at one a day', () => {
    const restock = restockOf(books([lane(1, 6), lane(2, 4), lane(3, 9, { product: 'CD-S' })], 1), today, rules);
    expect(restock).toMatchObject({ product: 'CD-M', stock: 10, reason: 'cover', boxes: 10 });
    expect(restock.coverDays).toBeCloseTo(10, 6);
    expect(restock.lanes).toEqual([
      { lane: 1, boxes: 4 },
      { lane: 2, boxes: 6 },
    ]);
  });

  it.each([
    [0, 0.01, 'out'],
    [1, 0.01, 'minimum'],
    [2, 0.01, 'minimum'],
    [3, 0.01, null],
    [10, 0.7, null],
    [10, 0.72, 'cover'],
  ] as const)('%i boxes at %f a day: %s', (stock, perDay, reason) => {
    const roomy = { capacity: 20, par: 20 };
    expect(restockOf(books([lane(1, stock, roomy)], perDay), today, rules).reason).toBe(reason);
  });

  it('counts only what can be given out, and loads neither locked nor absent lanes', () => {
    const states: LaneState[] = ['ready', 'empty', 'jam', 'absent', 'locked'];
    const lanes = states.map((state, i) => lane(i + 1, state === 'empty' ? 0 : 4, { state }));
    const restock = restockOf(books(lanes, 1), today, rules);
    expect(restock).toMatchObject({ stock: 4, unfit: 0, blocked: 12 });
    expect(restock.lanes).toEqual([
      { lane: 1, boxes: 6 },
      { lane: 2, boxes: 10 },
      { lane: 3, boxes: 6 },
    ]);
    // A lane that the kiosk must lock because of its front lot has no stock, even if the lock is
    // not reported yet.
    const expired = lane(1, 4, { lots: [{ ...lot('2026-05'), count: 4 }] });
    expect(restockOf(books([expired], 1), today, rules)).toMatchObject({
      stock: 0,
      unfit: 4,
      blocked: 0,
      reason: 'out',
    });
    const recalls = [recall('CD-M', '23051203')];
    expect(restockOf(books([lane(1, 4)], 1, { recalls }), today, rules)).toMatchObject({
      stock: 0,
      unfit: 4,
      reason: 'out',
    });
    const behind = lane(1, 0, {
      lots: [
        { ...lot('2026-05'), count: 4 },
        { ...lot('2030-01'), count: 3 },
      ],
    });
    expect(restockOf(books([behind], 1), today, rules)).toMatchObject({ stock: 0, unfit: 4, blocked: 3 });
  });

  it('fills the places of lots that must be taken out: the filler who removes them brings the new ones', () => {
    const mixed = lane(1, 0, {
      lots: [
        { ...lot('2026-05'), count: 4 },
        { ...lot('2030-01'), count: 3 },
      ],
    });
    expect(restockOf(books([mixed], 1), today, rules)).toMatchObject({ stock: 0, boxes: 7 });
    const recalls = [recall('CD-M', '23051203')];
    expect(restockOf(books([lane(1, 4)], 1, { recalls }), today, rules)).toMatchObject({ stock: 0, boxes: 10 });
  });

  it('never requests boxes that would expire unissued', () => {
    // Locked 30 days before 31 August (91 days away): 61 days at 0.2 a day are 12 boxes; 4 are
    // there: 8.
    const fresh = { freshExpires: day('2026-08-31') };
    const there = { lots: [{ ...lot('2026-08-31'), count: 4 }] };
    expect(restockOf(books([lane(1, 4, there), lane(2, 0)], 0.2, fresh), today, rules).boxes).toBe(8);
    expect(restockOf(books([lane(1, 4, there), lane(2, 0)], 0.05, fresh), today, rules).boxes).toBe(0);
    // Unknown lot: 365 − 30 = 335 days at 0.02: 6 boxes, of which one is there.
    expect(restockOf(books([lane(1, 1)], 0.02, { freshExpires: null }), today, rules).boxes).toBe(5);
  });

  it('fills to par if nothing can be given out: the rate then says little about demand', () => {
    const slow = { freshExpires: null };
    expect(restockOf(books([lane(1, 0)], 0.005, slow), today, rules)).toMatchObject({ reason: 'out', boxes: 10 });
    const expired = lane(2, 0, { lots: [{ ...lot('2026-05'), count: 10 }] });
    expect(restockOf(books([expired], 0.005, slow), today, rules)).toMatchObject({
      stock: 0,
      reason: 'out',
      boxes: 10,
    });
    const soon = { freshExpires: addDays(today, 20) };
    expect(restockOf(books([lane(1, 0)], 1, soon), today, rules), 'locked before they fall').toMatchObject({
      boxes: 0,
    });
  });

  it('requests a visit only with boxes to bring', () => {
    const cases = [
      [lane(1, 10, { state: 'jam' })],
      [lane(1, 0, { state: 'locked' })],
      [lane(1, 0, { par: 0 })],
      [lane(1, 2, { par: 2 })],
    ];
    for (const lanes of cases)
      expect(restockOf(books(lanes, 1), today, rules)).toMatchObject({ reason: null, boxes: 0 });
  });

  it('fills a lane of long-dated boxes if it is not known yet which lot will be brought', () => {
    const longDated = { ...lane(1, 0), lots: [{ ...lot('2031-12'), count: 2 }] };
    expect(restockOf(books([longDated], 1, { freshExpires: null }), today, rules).boxes).toBe(8);
  });

  it('puts nothing behind boxes that expire later', () => {
    const fresh = { freshExpires: day('2028-12-31') };
    expect(restockOf(books([lane(1, 2), lane(2, 0)], 5, fresh), today, rules).lanes).toEqual([{ lane: 2, boxes: 10 }]);
  });

  it('fills to par, never past par or capacity', () => {
    const anyLane = fc.record({
      stock: fc.nat(12),
      capacity: fc.integer({ min: 1, max: 12 }),
      par: fc.nat(15),
      state: fc.constantFrom<LaneState>('ready', 'empty', 'jam', 'absent', 'locked'),
    });
    fc.assert(
      fc.property(
        fc.array(anyLane, { maxLength: 8 }),
        fc.double({ min: 0.001, max: 9, noNaN: true }),
        fc.nat(800),
        (raw, perDay, life) => {
          const lanes = raw.map(({ stock, ...rest }, i) => {
            const expires = formatDay(addDays(today, 60));
            return lane(i + 1, 0, { ...rest, lots: stock === 0 ? [] : [{ ...lot(expires), count: stock }] });
          });
          const restock = restockOf(books(lanes, perDay, { freshExpires: addDays(today, life) }), today, rules);
          for (const { lane: number, boxes } of restock.lanes) {
            const target = raw[number - 1];
            expect(boxes).toBeGreaterThan(0);
            expect(['locked', 'absent']).not.toContain(target?.state);
            expect((target?.stock ?? 0) + boxes).toBeLessThanOrEqual(Math.min(target?.par ?? 0, target?.capacity ?? 0));
          }
          expect(restock.reason === null || restock.boxes > 0).toBe(true);
          expect(restock.stock + restock.unfit + restock.blocked).toBe(raw.reduce((sum, each) => sum + each.stock, 0));
          if (restock.boxes > 0 && restock.stock > 0)
            expect(restock.stock + restock.boxes).toBeLessThanOrEqual(perDay * 1.000001 * Math.max(0, life - 30));
        },
      ),
    );
  });
});
