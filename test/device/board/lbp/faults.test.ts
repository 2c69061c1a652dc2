import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attempt } from '../../../support/board/attempt.ts';
import { Bench } from '../../../support/board/bench.ts';
import { checkBooks, checkOrders, mend, perform, swarm } from '../../../support/board/trouble.ts';

/**
 * A spare that was used elsewhere: its last transaction has the number of our last one, or of the
 * one before.
 */
function twin(bench: Bench): void {
  const last = bench.attempts.at(-1)?.turn;
  const t = last === undefined ? 900 : bench.upMs % 2 === 0 ? last.txn : last.before || 900;
  const result = bench.upMs % 3 === 0 ? 'NODROP' : 'DROPPED';
  const zeros = [0, 0, 0];
  const nvram = { boots: 4, t, n: last?.lane ?? 1, result, mark: 0, drops: zeros, states: zeros.map(() => 'READY') };
  const serial = `SPARE${bench.events.length}`;
  bench.remember(serial, JSON.stringify(nvram));
  bench.swap(serial);
}

const orderOf = (bench: Bench): ((sent: { bytes: Uint8Array }) => Attempt | undefined) => {
  const byTxn = new Map(bench.attempts.map((attempt) => [String(attempt.turn.txn), attempt]));
  return ({ bytes }) => byTxn.get(/ VEND (\d+) /.exec(String.fromCharCode(...bytes))?.[1] ?? '');
};

test('whatever happens to line, board and host: one turn at most, results true to the cabinet, and all comes to rest', {
  timeout: 120_000,
}, () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(fc.integer(), swarm, (seed, actions) => {
      const bench = new Bench('lbp', seed);
      bench.until(() => bench.ready);
      for (const one of actions) {
        perform(bench, one, twin);
        checkBooks(bench);
      }
      mend(bench);
      bench.run(40_000);
      bench.until(() => bench.ready && bench.attempts.every(({ results }) => results.length === 1));
      checkBooks(bench);
      checkOrders(bench, orderOf(bench));
      for (const { results } of bench.attempts) {
        const name = JSON.stringify(results[0]);
        outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      }
      const vended = bench.vend(1) || bench.run(12_000).vend(1);
      expect(vended).toBe(true);
      bench.until(() => bench.attempts.every(({ results }) => results.length === 1));
      checkBooks(bench);
    }),
    { numRuns: 200 },
  );
  for (const fell of ['one', 'none', 'unknown']) {
    expect(
      [...outcomes.keys()].some((name) => name.includes(`"${fell}"`)),
      fell,
    ).toBe(true);
  }
});

test('on a good line a hundred boxes are counted as a hundred, and none is unknown', () => {
  const bench = new Bench('lbp');
  bench.until(() => bench.ready);
  for (let box = 0; box < 100; box++) {
    expect(bench.vend((box % 3) + 1)).toBe(true);
    bench.until(() => bench.attempts.every(({ results }) => results.length === 1));
  }
  expect(bench.attempts.every(({ results }) => results[0]?.kind === 'one')).toBe(true);
  expect(bench.cabinet.falls).toHaveLength(100);
  checkBooks(bench);
});

test('ids begin elsewhere at each start of the host: an answer to the earlier process never settles a turn', () => {
  const bench = new Bench('lbp').until(() => true);
  bench.wire.toHost.faults.delay = 1;
  bench.wire.toHost.faults.delayMs = 250;
  bench.until(() => bench.ready);
  for (let time = 0; time < 20; time++) {
    bench.until(() => bench.ready);
    bench.vend(1, 0);
    bench.run(60);
    bench.startHost();
    bench.until(() => bench.attempts.every(({ results }) => results.length === 1));
    checkBooks(bench);
  }
});
