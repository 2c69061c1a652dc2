import type { BoardEvent } from '../board/port.ts';
import { type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { beginningCounted, nextBeginningMonoMs } from './rate-limit.ts';
import type { RuntimeState } from './runtime-state.ts';

/** The board reported the door. It counts at once, and is recorded when that is due. */
export function doorSeen(
  facts: Facts,
  runtime: RuntimeState,
  { state }: Extract<BoardEvent, { kind: 'door' }>,
  now: Now,
): Decision {
  const seen: RuntimeState = runtime.door === state ? runtime : { ...runtime, door: state };
  return doorDue(facts, seen, now) ?? nothing(seen);
}

/** Records the door as it was last seen, if the ledger says otherwise. */
export function doorDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  if (runtime.door === null || runtime.door === facts.books.door || now.monoMs < doorDueMonoMs(runtime)) return null;
  const record = [{ kind: 'door', state: runtime.door } as const];
  return { record, runtime: runtime.door === 'open' ? beginningCounted(runtime, 'door', now) : runtime, act: [] };
}

/** When a door whose state differs from the ledger is recorded, as monotonic ms. */
export const doorDueMonoMs = (runtime: RuntimeState): number =>
  runtime.door === 'open' ? nextBeginningMonoMs(runtime, 'door') : Number.NEGATIVE_INFINITY;

/** Whether the door is open, by the last report; by the ledger if nothing was reported yet. */
export const isDoorOpen = (facts: Facts, runtime: RuntimeState): boolean =>
  (runtime.door ?? facts.books.door) === 'open';
