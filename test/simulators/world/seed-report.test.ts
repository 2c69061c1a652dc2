import { describe, expect, it } from 'vitest';
import { seedReport } from '../../../simulators/world/run/seed-report.ts';
import { shaChain } from '../../../simulators/world/run/sha-chain.ts';
import { type Outcome, runSeed } from '../../../simulators/world/world.ts';

const outcomeWith = async (log: readonly string[]): Promise<Outcome> => ({
  ...(await runSeed({ seed: 1, chain: shaChain, brief: true })),
  faults: ['power-cut'],
  counts: { 'power-cut': 2 },
  log,
});

const entry = (index: number): string => `day 0 00:00:00.000  K1      entry ${index}`;

describe('the report of a seed', () => {
  it('names the faults that were possible and those that occurred', async () => {
    const report = seedReport(await outcomeWith([]));
    expect(report).toContain('Faults switched on: power-cut\nFaults that occurred: power-cut 2×\n');
    expect(seedReport({ ...(await outcomeWith([])), counts: {} })).toContain('Faults that occurred: none\n');
  });

  it('shows the last 60 lines and says how many it left out, or shows all', async () => {
    const outcome = await outcomeWith(Array.from({ length: 83 }, (_, index) => entry(index)));
    const report = seedReport(outcome);
    expect(report).toContain(`\n23 earlier lines left out; --all shows them\n${entry(23)}\n`);
    expect(report).not.toContain(entry(22));
    const whole = seedReport(outcome, { all: true });
    expect(whole).not.toContain('left out');
    expect(whole).toContain(`\n${entry(0)}\n`);
  });

  it('leaves the bytes on the serial lines out unless they are asked for', async () => {
    const outcome = await outcomeWith([entry(1), 'day 0 00:00:00.000  K1 → 48 45']);
    expect(seedReport(outcome)).not.toContain('48 45');
    expect(seedReport(outcome, { wire: true })).toContain('48 45');
  });
});
