import { expect, it } from 'vitest';
import { runFrontSeed } from '../../../simulators/world/front-world.ts';
import { shaChain } from '../../../simulators/world/run/sha-chain.ts';

it('a kiosk with a card reader keeps every promise over months of visits, deaths and faults', () => {
  let turns = 0;
  let refusals = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const run = runFrontSeed(seed, shaChain);
    expect(run.broken, `seed ${seed}`).toBe(null);
    turns += run.turns;
    refusals += run.refusals;
  }
  expect(turns).toBeGreaterThan(30);
  expect(refusals).toBeGreaterThan(10);
});
