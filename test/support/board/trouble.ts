import fc from 'fast-check';
import { expect } from 'vitest';
import { boardKinds } from '../../../simulators/board/model/boards.ts';
import { type Attempt, truthOf } from './attempt.ts';
import type { Bench } from './bench.ts';

/** What may also happen between look and order. */
type Trouble = 'none' | 'off' | 'hang' | 'pull-unseen' | 'swap' | 'twin' | 'forget' | 'door';

export type Action =
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
const action: fc.Arbitrary<Action> = fc.oneof(
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
    arbitrary: fc
      .constantFrom(0, 3, 8, 15, 40, 300, 700, 2_300, 5_000, 15_000)
      .map((ms): Action => ({ do: 'run', ms })),
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
      .map((what): Action => ({ do: what })),
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

/** A week with only some kinds of trouble, so that the others can have more effect. */
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
export const swarm = fc
  .tuple(fc.subarray([...kinds]), fc.array(action, { minLength: 5, maxLength: 40 }))
  .map(([off, actions]) => actions.filter((one) => !off.some((kind) => kind === one.do)));

/** Does one action; `twin` installs a spare board that looks as much like ours as possible. */
export function perform(bench: Bench, one: Action, twin: (bench: Bench) => void): void {
  switch (one.do) {
    case 'vend':
      bench.vend(one.lane, one.diskMs, one.patienceMs, () => {
        if (one.meanwhile !== 'none') perform(bench, { do: one.meanwhile }, twin);
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
      bench.swap(one.do === 'swap' ? 'SPARE00999' : boardKinds[bench.name].firstSerial);
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

/** What is wrong with the books of an attempt, compared with the cabinet; null if all is true. */
function wrong(bench: Bench, attempt: Attempt): string | null {
  const { turns, fell } = truthOf(bench, attempt);
  const [result, second] = attempt.results;
  if (turns > 1) return 'turned twice';
  if (second !== undefined) return 'ended twice';
  if (result?.kind === 'one' && fell === 0) return 'told a box that never fell';
  if (result?.kind === 'more' && result.boxes < 2) return 'more, but not two';
  if (result?.kind === 'none' && fell > 0) return 'told nothing, and a box fell';
  const turned = result?.kind === 'none' && (result.reason === 'no-drop' || result.reason === 'jam');
  return result?.kind === 'none' && !turned && turns > 0 ? 'told as not started, and turned' : null;
}

/** What must always hold: the books of every attempt agree with the cabinet. */
export function checkBooks(bench: Bench): void {
  for (const attempt of bench.attempts) {
    const why = wrong(bench, attempt);
    if (why !== null) expect.fail(`${why}: ${JSON.stringify(attempt)}`);
  }
}

/**
 * No order went out after its time; `attemptOf` returns the attempt that a sent piece belongs to.
 */
export function checkOrders(bench: Bench, attemptOf: (sent: Bench['sent'][number]) => Attempt | undefined): void {
  for (const sent of bench.sent) {
    const attempt = attemptOf(sent);
    if (attempt !== undefined && sent.atMs >= attempt.startBeforeMonoMs)
      expect.fail(`too late: ${JSON.stringify(attempt)}`);
  }
}

/** Ends all faults: from now on everything must come to rest. */
export function mend(bench: Bench): void {
  for (const fault of ['lose', 'corrupt', 'duplicate', 'split', 'delay', 'noise'] as const)
    bench.wire.setFault(fault, 0);
  bench.plug();
  bench.power(true);
  bench.cabinet.setDoor(false, bench.upMs);
  for (const each of [1, 2, 3]) bench.cabinet.setFault(each, 'none');
}
