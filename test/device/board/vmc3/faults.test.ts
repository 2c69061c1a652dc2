import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DRIVE, decodeFrame } from '../../../../device/board/vmc3/frame.ts';
import { Bench } from '../../../support/board/bench.ts';
import { checkBooks, checkOrders, mend, perform, swarm } from '../../../support/board/trouble.ts';

/** A spare with the same machine id: many boards have ten zeros by default. */
const twin = (bench: Bench): void => bench.swap(`SPARE-${bench.board.serial.replace(/\D/g, '')}`);

const isOrder = (bytes: Uint8Array): boolean => decodeFrame(bytes)?.command === DRIVE;

const settled = (bench: Bench): boolean => bench.attempts.every(({ results }) => results.length === 1);

test('whatever happens to line, board and host: one turn at most, results true to the cabinet, and all comes to rest', {
  timeout: 120_000,
}, () => {
  const outcomes = new Set<string | undefined>();
  fc.assert(
    fc.property(fc.integer(), swarm, (seed, actions) => {
      const bench = new Bench('vmc3', seed);
      bench.until(() => bench.ready);
      for (const one of actions) {
        perform(bench, one, twin);
        checkBooks(bench);
      }
      mend(bench);
      bench.run(60_000);
      bench.until(() => bench.ready && settled(bench));
      checkBooks(bench);
      checkOrders(bench, ({ atMs, bytes }) =>
        isOrder(bytes) ? bench.attempts.findLast(({ writtenAtMs }) => writtenAtMs <= atMs) : undefined,
      );
      for (const { results } of bench.attempts) outcomes.add(results[0]?.kind);
      expect(bench.vend(1) || bench.run(12_000).vend(1)).toBe(true);
      bench.until(() => settled(bench));
      checkBooks(bench);
    }),
    { numRuns: 100 },
  );
  expect([...outcomes].sort()).toEqual(['none', 'one', 'unknown']);
});

test('on a good line a hundred boxes are counted as a hundred, with one order each, and none is unknown', () => {
  const bench = new Bench('vmc3');
  bench.until(() => bench.ready).run(2_000);
  for (let box = 0; box < 100; box++) expect(bench.turn((box % 3) + 1)).toEqual({ kind: 'one' });
  expect(bench.cabinet.falls).toHaveLength(100);
  expect(bench.sent.filter(({ bytes }) => isOrder(bytes))).toHaveLength(100);
});

test('a turn whose time is over while an idle question is under way leaves that question on the line', () => {
  const bench = new Bench('vmc3', 0);
  bench.until(() => bench.ready);
  bench.board.hang(bench.upMs);
  bench.perform();
  bench.vend(1, 1_500, 50);
  bench.until(() => settled(bench)).run(10_000);
  expect(bench.attempts.map(({ results }) => results)).toEqual([[{ kind: 'none', reason: 'not-started' }]]);
  expect(bench.turn(1)).toEqual({ kind: 'one' });
});
