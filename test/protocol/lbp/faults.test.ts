import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Attempt, Bench } from '../../ports/bench.ts';

type Deed =
  | { readonly do: 'vend'; readonly lane: number; readonly diskMs: number; readonly patienceMs: number }
  | { readonly do: 'run'; readonly ms: number }
  | {
      readonly do:
        | 'off'
        | 'on'
        | 'hang'
        | 'restart-host'
        | 'pull'
        | 'pull-unseen'
        | 'plug'
        | 'swap'
        | 'swap-back'
        | 'forget'
        | 'door';
    }
  | {
      readonly do: 'noise';
      readonly fault: 'lose' | 'corrupt' | 'duplicate' | 'split' | 'delay' | 'noise';
      readonly chance: number;
    }
  | { readonly do: 'lane'; readonly lane: number; readonly fault: 'none' | 'jam' | 'nothing' | 'double' };

const lane = fc.integer({ min: 1, max: 3 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('vend' as const),
      lane,
      diskMs: fc.constantFrom(0, 5, 900, 1_500),
      patienceMs: fc.constantFrom(50, 1_000, 10_000),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.constantFrom(0, 3, 8, 15, 40, 300, 700, 2_300, 5_000, 15_000).map((ms): Deed => ({ do: 'run', ms })),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        'off',
        'on',
        'on',
        'on',
        'on',
        'hang',
        'restart-host',
        'pull',
        'pull-unseen',
        'plug',
        'plug',
        'plug',
        'plug',
        'swap',
        'swap-back',
        'forget',
        'door',
      )
      .map((what): Deed => ({ do: what })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('noise' as const),
      fault: fc.constantFrom('lose', 'corrupt', 'duplicate', 'split', 'delay', 'noise'),
      chance: fc.constantFrom(0, 0, 0.05, 0.3, 0.6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('lane' as const),
      lane,
      fault: fc.constantFrom('none', 'jam', 'nothing', 'double'),
    }),
  },
);

function perform(bench: Bench, one: Deed): void {
  switch (one.do) {
    case 'vend':
      bench.vend(one.lane, one.diskMs, one.patienceMs);
      break;
    case 'run':
      bench.run(one.ms);
      break;
    case 'off':
    case 'on':
      bench.power(one.do === 'on');
      break;
    case 'hang':
      bench.board.hang(bench.upMs);
      bench.perform();
      break;
    case 'restart-host':
      bench.startHost();
      break;
    case 'pull':
    case 'pull-unseen':
      bench.unplug(one.do === 'pull');
      break;
    case 'plug':
      bench.plug();
      break;
    case 'swap':
    case 'swap-back':
      bench.swap(one.do === 'swap' ? 'LB00999' : 'LB00417');
      break;
    case 'forget':
      bench.forget();
      break;
    case 'door':
      bench.cabinet.setDoor(!bench.cabinet.doorOpen, bench.upMs);
      bench.perform();
      break;
    case 'noise':
      bench.wire.setFault(one.fault, one.chance);
      break;
    case 'lane':
      bench.cabinet.setFault(one.lane, one.fault);
      break;
  }
}

/** What the cabinet says of an attempt: its motor turns and the boxes that they gave. */
function truth(bench: Bench, { turn }: Attempt): { turns: number; fell: number } {
  const turns = bench.turns.filter((line) => line.kind === 'turn' && line.cause === `vend ${turn.txn}`);
  const fell = bench.cabinet.falls.filter((fall) => turns.some((line) => line.turn === fall.turn)).length;
  return { turns: turns.length, fell };
}

/** What must hold however bad the day was: the books of every attempt are true to the cabinet. */
function check(bench: Bench): void {
  for (const attempt of bench.attempts) {
    const { turns, fell } = truth(bench, attempt);
    const what = `${JSON.stringify(attempt)}: ${turns} turns, ${fell} fell`;
    expect(turns, what).toBeLessThanOrEqual(1);
    expect(attempt.results.length, what).toBeLessThanOrEqual(1);
    const [result] = attempt.results;
    if (result?.fell === 'one') expect(fell, what).toBeGreaterThan(0);
    if (result?.fell === 'more') expect(result.boxes, what).toBeGreaterThan(1);
    if (result?.fell === 'none') {
      expect(fell, what).toBe(0);
      if (result.reason !== 'no-drop' && (result.reason !== 'jam' || turns > 1)) expect(turns, what).toBe(0);
    }
  }
}

function mend(bench: Bench): void {
  for (const fault of ['lose', 'corrupt', 'duplicate', 'split', 'delay', 'noise'] as const)
    bench.wire.setFault(fault, 0);
  bench.plug();
  bench.power(true);
  bench.cabinet.setDoor(false, bench.upMs);
  for (const each of [1, 2, 3]) bench.cabinet.setFault(each, 'none');
}

test('whatever happens to line, board and host: one turn at most, results true to the cabinet, and all comes to rest', () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(fc.integer(), fc.array(deed, { minLength: 5, maxLength: 40 }), (seed, deeds) => {
      const bench = new Bench('lbp', seed);
      bench.until(() => bench.ready);
      for (const one of deeds) {
        perform(bench, one);
        check(bench);
      }
      mend(bench);
      bench.run(40_000);
      bench.until(() => bench.ready && bench.attempts.every(({ results }) => results.length === 1));
      check(bench);
      for (const { results } of bench.attempts) {
        const name = JSON.stringify(results[0]);
        outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      }
      const vended = bench.vend(1) || bench.run(12_000).vend(1);
      expect(vended).toBe(true);
      bench.until(() => bench.attempts.every(({ results }) => results.length === 1));
      check(bench);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 400) },
  );
  console.log(outcomes);
});

test('on a good line a hundred boxes are a hundred boxes, and nothing is left unknown', () => {
  const bench = new Bench('lbp');
  bench.until(() => bench.ready);
  for (let box = 0; box < 100; box++) {
    expect(bench.vend((box % 3) + 1)).toBe(true);
    bench.until(() => bench.attempts.every(({ results }) => results.length === 1));
  }
  expect(bench.attempts.every(({ results }) => results[0]?.fell === 'one')).toBe(true);
  expect(bench.cabinet.falls).toHaveLength(100);
  check(bench);
});

test('ids begin elsewhere at each start of the host: an answer to the process before never settles a turn', () => {
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
    check(bench);
  }
});
