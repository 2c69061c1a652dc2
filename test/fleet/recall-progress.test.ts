import { describe, expect, it } from 'vitest';
import { RecallSums } from '../../fleet/lists/recall-sums.ts';
import { RecallProgress } from '../../fleet/service/recall-progress.ts';
import { type MachineState, newMachineState } from '../../fleet/state/machine-state.ts';
import type { AreaRecall } from '../../shared/contracts/fleet/recall.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { product, record } from '../support/fleet/two-machines.ts';

const region = '360102';

const recallNamed = (id: string): AreaRecall => ({
  ...{ id, region, product, lots: [id], reason: 'leaks', reference: null, at: 1, by: 'ann', ended: null },
});

/** Many machines with two recalls, and how often the work on them let others go on. */
function many() {
  const states = Array.from({ length: 400 }, (_, index) =>
    newMachineState(record(`JX-${region}-${String(index).padStart(4, '0')}` as MachineId, region)),
  );
  const machines = new Map(states.map((state) => [state.record.machine, state]));
  const recalls = [recallNamed('A'), recallNamed('B')];
  const fleet = { rests: 0, meanwhile: (): void => {} };
  const rest = async (): Promise<void> => {
    fleet.rests += 1;
    fleet.meanwhile();
  };
  const progress = new RecallProgress({ clock: { now: () => 0, rest }, machines, recalls: { all: () => recalls } });
  const expected = (): RecallSums => {
    const sums = new RecallSums();
    sums.refresh(machines.values(), recalls);
    return sums;
  };
  return { states, recalls, fleet, progress, expected };
}

const asksFor = (state: MachineState, lot: string): void => {
  state.config = {
    own: { lanes: [], recalls: [] },
    config: { version: 0, lanes: [], recalls: [] },
    areaRecalls: [{ product, lot }],
  } as unknown as MachineState['config'];
};

describe('the progress of recalls', () => {
  it('lets others go on between slices, and holds what changed meanwhile', async () => {
    const { states, recalls, fleet, progress, expected } = many();
    fleet.meanwhile = () => {
      fleet.meanwhile = () => {};
      for (const state of states.slice(0, 300)) asksFor(state, 'A');
      recalls[1] = { ...recallNamed('B'), ended: { at: 2, by: 'ann', note: 'over' } };
    };
    const sums = await progress.sums();
    expect(fleet.rests).toBeGreaterThan(3);
    expect(sums.view(recallNamed('A'), region).machines).toMatchObject({ total: 400, inForce: 300 });
    for (const recall of recalls) expect(sums.view(recall, region)).toEqual(expected().view(recall, region));
  });

  it('takes changes in before anybody asks', async () => {
    const { states, recalls, fleet, progress, expected } = many();
    progress.work();
    await progress.sums();
    const { rests } = fleet;
    for (const state of states.slice(0, 5)) asksFor(state, 'A');
    const sums = await progress.sums();
    expect(fleet.rests).toBe(rests);
    for (const recall of recalls) expect(sums.view(recall, region)).toEqual(expected().view(recall, region));
  });

  it('stops after its slice', async () => {
    const { fleet, progress } = many();
    progress.work();
    await progress.stop();
    expect(fleet.rests).toBe(1);
  });
});
