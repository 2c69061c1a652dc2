import { expect, it } from 'vitest';
import { runChaos } from '../../../simulators/chaos/run.ts';

it('real processes that are killed and stopped: every box is counted once', { timeout: 300_000 }, async () => {
  const { balances, troubles } = await runChaos({
    seed: 5,
    kiosks: 1,
    requests: 25,
    maxMs: 15_000,
    everyMs: 400,
    report: () => {},
  });
  expect(balances.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(balances.reduce((sum, { fell }) => sum + fell, 0)).toBeGreaterThan(5);
  expect(troubles.size).toBeGreaterThan(2);
});
