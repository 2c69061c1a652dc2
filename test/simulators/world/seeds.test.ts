import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { shaChain } from '../../../simulators/world/run/sha-chain.ts';
import { Tally } from '../../../simulators/world/run/tally.ts';
import { runWorkers } from '../../../simulators/world/run/workers.ts';
import { runSeed } from '../../../simulators/world/world.ts';
import { keptSeeds } from './kept-seeds.ts';

const full = keptSeeds.filter(({ brief }) => !brief).map(({ seed }) => seed);
const briefly = keptSeeds.filter(({ brief }) => brief).map(({ seed }) => seed);
const seeds = [...full, ...Array.from({ length: 150 }, (_, index) => 1_001 + index)];

describe('the world', () => {
  it('keeps every promise in 150 seeds and in all that ever failed', { timeout: 600_000 }, async () => {
    const tally = new Tally();
    let at = 0;
    await runWorkers(
      Math.min(2, availableParallelism()),
      () => seeds[at++] ?? null,
      (done) => tally.add(done),
    );
    expect(tally.broken.map(({ seed, broken }) => `npm run sim -- --seed ${seed}: ${broken?.rule}`)).toEqual([]);
    expect(tally.seeds).toBe(seeds.length);
    expect(tally.fell).toBeGreaterThan(1_500);
    expect(tally.vmc3.kiosks).toBeGreaterThan(15);
    expect(tally.vmc3.fell).toBeGreaterThan(150);
  });

  it('keeps every promise in the short seeds that ever failed', { timeout: 60_000 }, async () => {
    for (const seed of briefly) {
      const { broken } = await runSeed({ seed, chain: shaChain, brief: true });
      expect(broken, `npm run sim -- --brief --seed ${seed}`).toBeNull();
    }
  });

  it('runs the same for the same seed', { timeout: 60_000 }, async () => {
    const [one, other] = [
      await runSeed({ seed: 77, chain: shaChain, log: true }),
      await runSeed({ seed: 77, chain: shaChain, log: true }),
    ];
    expect(other.log).toEqual(one.log);
    expect([other.trace, other.events, other.checks]).toEqual([one.trace, one.events, one.checks]);
    expect(one.log.length).toBeGreaterThan(100);
    const another = await runSeed({ seed: 78, chain: shaChain });
    expect(another.trace).not.toBe(one.trace);
  });
});
