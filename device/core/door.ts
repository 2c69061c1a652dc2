import type { BoardEvent } from '../board/port.ts';
import { type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import { fluttered, flutterUp } from './rate-limit.ts';
import type { Now } from './input.ts';
import type { Run } from './runtime-state.ts';

/** The board saw the door: it counts at once, and is written down when that is due. */
export function doorSeen(
  facts: Facts,
  run: Run,
  { state }: Extract<BoardEvent, { event: 'door' }>,
  now: Now,
): Decision {
  const seen: Run = run.door === state ? run : { ...run, door: state };
  return doorDue(facts, seen, now) ?? nothing(seen);
}

/** The door as it was last seen, where the ledger says otherwise. */
export function doorDue(facts: Facts, run: Run, now: Now): Decision | null {
  if (run.door === null || run.door === facts.books.door || now.up < doorDueUp(run)) return null;
  const record = [{ kind: 'door', state: run.door } as const];
  return { record, run: run.door === 'open' ? fluttered(run, 'door', now) : run, act: [] };
}

/** When a door that stands otherwise than in the ledger is written down, as monotonic ms. */
export const doorDueUp = (run: Run): number =>
  run.door === 'open' ? flutterUp(run, 'door') : Number.NEGATIVE_INFINITY;

/** Whether the door is open, by what was seen last; by the ledger where nothing was seen yet. */
export const isDoorOpen = (facts: Facts, run: Run): boolean => (run.door ?? facts.books.door) === 'open';
