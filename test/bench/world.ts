import { fileURLToPath } from 'node:url';
import type { BenchFixture } from './fixture.ts';
import type { Row } from './table.ts';

const worldRun = fileURLToPath(new URL('../../simulators/world/run/main.js', import.meta.url));

/** A million times real time on one core, in machine-years per second. */
const millionTimes = 1_000_000 / (365 * 86_400);

/**
 * Machine-years that the simulated world runs per second on one core, over some hundred seeds with
 * all their faults.
 */
export async function worldBench(fixture: BenchFixture): Promise<Row[]> {
  const runs = fixture.large ? 3_000 : 150;
  const world = fixture.run(worldRun, ['--runs', String(runs), '--jobs', '1']);
  const years = Number(await world.says(/a core-second holds ([\d.]+) machine-years/, 3_600_000));
  return [
    {
      what: `the world, ${runs} seeds`,
      value: years * 1000,
      unit: 'machine-years per 1,000 core-s',
      beside: null,
      limit: { of: 'value', is: 'at least', bound: Number((millionTimes * 1000).toFixed(1)) },
    },
  ];
}
