import type { Fact } from '../../shared/contracts/events.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import { plannedLanes } from '../../shared/ledger/books.ts';
import { trueTimeMs } from './clock.ts';
import type { Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Input, Now } from './input.ts';
import { limits } from './limits.ts';
import type { Dispensing, RuntimeState } from './runtime-state.ts';
import { stopCarriedOn } from './stop.ts';

/**
 * The agent came up. Records that before it listens to the board, takes over the first planogram,
 * and ends what the last run left open.
 */
export function booted(
  facts: Facts,
  runtime: RuntimeState,
  boot: Extract<Input, { kind: 'booted' }>,
  now: Now,
): Decision {
  const { version, cause, capabilities, ledgerBefore } = boot;
  const why = cause === 'missing' ? ({ cause: 'new-disk', missing: true } as const) : { cause };
  const record: Fact[] = [{ kind: 'booted', version, ...why, ledgerBefore }];
  const { books } = facts;
  if (ledgerBefore !== null) record.push(...stopCarriedOn(facts));
  if (books.configVersion === 0 && boot.lanes.length > 0 && (cause !== 'start' || differs(facts, boot.lanes)))
    record.push({ kind: 'configured', version: 0, lanes: [...boot.lanes], recalls: [], limits: {} });
  if (books.testing) {
    const { lane, purpose, by } = books.testing;
    // Whether a box fell before the power failed is not known: the lane is to be counted.
    const fell = purpose === 'test-turn' ? { fell: null } : {};
    record.push({ kind: 'tested', lane, state: 'done', purpose, result: 'interrupted', ...fell, by });
  }
  for (const [id, { command, result }] of facts.commands)
    if (result.state === 'accepted')
      record.push({ kind: 'command', id, command, state: 'failed', code: 'interrupted' });
  return {
    record,
    runtime: {
      ...runtime,
      started: true,
      capabilities,
      dispensing: openDispensing(facts, now),
      screen: { ...runtime.screen, front: boot.front, powerFailedUntilMonoMs: powerFailed(facts, runtime, now) },
    },
    act: [{ kind: 'open' }],
  };
}

/**
 * An open turn of an earlier run. Its caller is gone: it is settled and never started [LBP/1 owes
 * 5].
 */
function openDispensing(facts: Facts, now: Now): Dispensing | null {
  const { turning } = facts.books;
  if (!turning) return null;
  const { request, lane } = turning;
  return {
    request,
    want: { lane },
    tickets: [],
    firstMonoMs: now.monoMs,
    askedMonoMs: now.monoMs,
    tried: [lane],
    phase: 'settling',
    phaseMonoMs: now.monoMs,
  };
}

/** Until when the screen says that the power failed, if a motor had begun to turn a moment ago. */
function powerFailed({ books, turningAtMs }: Facts, { clock }: RuntimeState, now: Now): number | null {
  if (books.turning === null || turningAtMs === null) return null;
  const recent = Math.abs(trueTimeMs(clock, now) - turningAtMs) <= limits.screenRecentTurnMs;
  return recent ? now.monoMs + limits.screenPowerFailedMs : null;
}

/** Whether kiosk.json's planogram differs from the books. False once the fleet has sent one. */
function differs({ books }: Facts, planned: readonly PlannedLane[]): boolean {
  const key = (lane: { lane: number; product: string; capacity: number; par: number }) =>
    `${lane.lane} ${lane.product} ${lane.capacity} ${lane.par}`;
  return planned.map(key).sort().join() !== plannedLanes(books).map(key).sort().join();
}
