import { expect, it } from 'vitest';
import { shaChain } from '../../../simulators/world/run/sha-chain.ts';
import { runStaffSeed } from '../../../simulators/world/staff-world.ts';

it('rounds and tests at the screen are in the books once, whole or not at all, wherever the process dies', () => {
  let [rounds, tests] = [0, 0];
  for (let seed = 1; seed <= 20; seed++) {
    const run = runStaffSeed(seed, shaChain);
    expect(run.broken, `seed ${seed}`).toBe(null);
    rounds += run.rounds;
    tests += run.tests;
  }
  expect(rounds).toBeGreaterThan(60);
  expect(tests).toBeGreaterThan(20);
});
