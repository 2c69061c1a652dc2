import { acting, type Decision, nothing } from './decision.ts';
import { notStarted } from './dispense.ts';
import type { Facts } from './facts.ts';
import type { Input } from './input.ts';
import type { Run } from './run.ts';

/**
 * A kiosk that can't write down doesn't give out. Who asked is told; a turn that could not be written is not started. Everything else
 * the loop keeps and hands in again once writing works.
 */
export function unwritten(facts: Facts, run: Run, { input, code }: Extract<Input, { type: 'unwritten' }>): Decision {
  const failed: Run = { ...run, disk: code };
  if (!isKept(input) && 'ticket' in input)
    return acting(failed, {
      act: 'reply',
      ticket: input.ticket,
      reply: { kind: 'refused', refusal: 'cannot-write', lane: null },
    });
  return isKept(input) ? nothing(failed) : notStarted(facts, failed, 'cannot-write');
}

/**
 * Whether an input whose lines could not be written is handed in again later. What somebody asked for is not (they are told, and ask
 * again), nor a look at the board (it is stale by then), nor a wake (it comes by itself).
 */
export function isKept(input: Input): boolean {
  switch (input.type) {
    case 'dispense':
    case 'restock':
    case 'count':
    case 'remove':
    case 'clear':
    case 'trust-sensor':
    case 'left':
    case 'wake':
    case 'command':
      return false;
    case 'board':
      return input.event.event !== 'looked';
    default:
      return true;
  }
}
