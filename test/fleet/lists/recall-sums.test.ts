import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecallSums } from '../../../fleet/lists/recall-sums.ts';
import { type MachineState, newMachineState } from '../../../fleet/state/machine-state.ts';
import type { AreaRecall } from '../../../shared/contracts/fleet/recall.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { product, record } from '../../support/fleet/two-machines.ts';

const regions = ['360102', '360103', '360428'];
const lots = ['A1', 'b 2', null];

const recallNamed = (id: string, region: string, named: string[] | null): AreaRecall => ({
  ...{ id, region, product, lots: named, reason: 'leaks', reference: null, at: 1, by: 'ann', ended: null },
});

/** What can happen between two looks at the recalls. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('boxes' as const), at: fc.nat(4), lot: fc.constantFrom(...lots), count: fc.nat(3) }),
  fc.record({ kind: fc.constant('heeds' as const), at: fc.nat(4), lots: fc.subarray(['A1', 'Ｂ2']) }),
  fc.record({ kind: fc.constant('asked' as const), at: fc.nat(4), lots: fc.subarray(['A1', 'B2']) }),
  fc.record({ kind: fc.constant('moved' as const), at: fc.nat(4), region: fc.constantFrom(...regions) }),
  fc.record({ kind: fc.constant('retired' as const), at: fc.nat(4) }),
  fc.record({
    kind: fc.constant('recalled' as const),
    region: fc.constantFrom('360000', '3601', '360103'),
    lots: fc.constantFrom<string[] | null>(null, ['A1'], ['A1', 'B2']),
  }),
  fc.record({ kind: fc.constant('ended' as const), at: fc.nat(4) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const laneWith = (lot: string | null, count: number) => ({
  ...{ lane: 1, product, lockedByPlan: null, lots: [{ lot, expires: null, count }] },
});

function apply(machines: MachineState[], recalls: AreaRecall[], of: Change): void {
  if (of.kind === 'recalled') {
    recalls.push(recallNamed(`r${recalls.length}`, of.region, of.lots));
    return;
  }
  if (of.kind === 'ended') {
    const recall = recalls[of.at];
    if (recall) recalls[of.at] = { ...recall, ended: { at: 2, by: 'ann', note: '' } };
    return;
  }
  const machine = machines[of.at % machines.length];
  if (!machine) return;
  const { account } = machine;
  const booked = (books: object): void => {
    machine.account = { ...account, books: { ...account.books, ...books } } as MachineState['account'];
  };
  if (of.kind === 'boxes') booked({ lanes: new Map([[1, laneWith(of.lot, of.count)]]) });
  else if (of.kind === 'heeds') booked({ recalls: of.lots.map((lot) => ({ product, lot })) });
  else if (of.kind === 'moved') machine.record = { ...machine.record, region: of.region };
  else if (of.kind === 'retired') machine.record = { ...machine.record, secretHash: null };
  else
    machine.config = {
      own: { lanes: [], recalls: [] },
      config: { version: 1, lanes: [], recalls: [] },
      areaRecalls: of.lots.map((lot) => ({ product, lot })),
    } as unknown as MachineState['config'];
}

describe('the sums of recalls', () => {
  it('equal after any changes what is counted from the beginning', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(change, fc.boolean()), { maxLength: 25 }), (changes) => {
        const machines = regions.map((region, index) =>
          newMachineState(record(`JX-${region}-000${index}` as MachineId, region)),
        );
        const recalls: AreaRecall[] = [];
        const kept = new RecallSums();
        for (const [each, isLooked] of [...changes, [{ kind: 'retired', at: 0 } as const, true] as const]) {
          apply(machines, recalls, each);
          if (!isLooked) continue;
          const anew = new RecallSums();
          for (const sums of [kept, anew]) sums.refresh(machines, recalls);
          for (const recall of recalls)
            for (const area of ['360000', '3601', ...regions]) {
              expect(kept.view(recall, area)).toEqual(anew.view(recall, area));
              const reached = (sums: RecallSums) =>
                [...sums.reached(recall, area)].map(({ state, boxes }) => [state, boxes]);
              expect(reached(kept)).toEqual(reached(anew));
            }
        }
      }),
      { numRuns: 60 },
    );
  });
});
