import { describe, expect, it } from 'vitest';
import {
  isLimitWrong,
  limitKeys,
  limitRanges,
  limitShown,
  limitStored,
} from '../../fleet/console/pages/machine/limits.ts';
import { laneWrongs, lastLane, maxBoxes } from '../../fleet/console/pages/machine/plan-draft.ts';
import { EnteredPlan, KioskLimits } from '../../shared/contracts/plan.ts';

const lane = { key: 1, lane: 1, product: 'CD-M', capacity: 10, par: 5, locked: '' };
const isTaken = (change: Partial<typeof lane>): boolean => {
  const { key: _, ...entered } = { ...lane, ...change, locked: null };
  return EnteredPlan.safeParse({ lanes: [entered] }).success;
};

describe('the planogram editor', () => {
  it.each(limitKeys)('takes of %s what the contract takes', (key) => {
    const [first, last] = limitRanges[key];
    for (const value of [first - 1, first, first + 0.5, last, last + 1])
      expect(isLimitWrong(key, value), String(value)).toBe(!KioskLimits.safeParse({ [key]: value }).success);
    for (const value of [first, last, first + 7]) expect(limitStored(key, limitShown(key, value))).toBe(value);
  });

  it('takes of a lane what the contract takes', () => {
    for (const change of [
      ...[0, 1, 1.5, lastLane, lastLane + 1].map((number) => ({ lane: number })),
      ...[0, 5, 5.5, maxBoxes, maxBoxes + 1].map((capacity) => ({ capacity })),
      ...[-1, 0, 10, 11].map((par) => ({ par })),
    ]) {
      const draft = { ...lane, ...change };
      expect(Object.keys(laneWrongs(draft, [draft])).length === 0, JSON.stringify(change)).toBe(isTaken(change));
    }
  });
});
