import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Attempt, Bench } from '../../ports/bench.ts';

/** What may also happen between look and order. */
type Trouble = 'none' | 'off' | 'hang' | 'pull-unseen' | 'swap' | 'twin' | 'forget' | 'door';

type Deed =
  | {
      readonly do: 'vend';
      readonly lane: number;
      readonly diskMs: number;
      readonly patienceMs: number;
      readonly meanwhile: Trouble;
    }
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
        | 'twin'
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
      meanwhile: fc.constantFrom<Trouble>(
        'none',
        'none',
        'none',
        'none',
        'none',
        'none',
        'none',
        'none',
        'off',
        'hang',
        'pull-unseen',
        'swap',
        'twin',
        'forget',
        'door',
      ),
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
        'twin',
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

/** A week of only some kinds of trouble, so that the others get room. */
const kinds = [
  'off',
  'hang',
  'restart-host',
  'pull',
  'pull-unseen',
  'swap',
  'twin',
  'forget',
  'door',
  'noise',
  'lane',
] as const;
const swarm = fc
  .tuple(fc.subarray([...kinds]), fc.array(deed, { minLength: 5, maxLength: 40 }))
  .map(([off, deeds]) => deeds.filter((one) => !off.some((kind) => kind === one.do)));

/** A spare that served elsewhere: its last transaction has just the number of our last one, or of the one before. */
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

function perform(bench: Bench, one: Deed): void {
  switch (one.do) {
    case 'vend':
      bench.vend(one.lane, one.diskMs, one.patienceMs, () => {
        if (one.meanwhile !== 'none') perform(bench, { do: one.meanwhile });
      });
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
    case 'twin':
      twin(bench);
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
    const order = ` VEND ${attempt.turn.txn} `;
    for (const { atMs, bytes } of bench.sent) {
      if (atMs >= attempt.startBeforeUpMs) expect(String.fromCharCode(...bytes), what).not.toContain(order);
    }
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
    fc.property(fc.integer(), swarm, (seed, deeds) => {
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
    { numRuns: Number(process.env['RUNS'] ?? 300) },
  );
  for (const fell of ['one', 'more', 'none', 'unknown']) {
    expect(
      [...outcomes.keys()].some((name) => name.includes(`"${fell}"`)),
      fell,
    ).toBe(true);
  }
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
