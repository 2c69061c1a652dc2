import { acting, type Decision, nothing } from './decision.ts';
import { notStarted } from './dispense.ts';
import type { Facts } from './facts.ts';
import { homingUntold } from './homing.ts';
import type { Input } from './input.ts';
import type { RuntimeState } from './runtime-state.ts';
import { dispenseUntold } from './turn-end.ts';

/**
 * A kiosk that can't write down doesn't give out. Who asked is told; a turn that could not be written is not started; a turn that ended
 * keeps its end until it can be written.
 */
export function writeFailed(
  facts: Facts,
  runtime: RuntimeState,
  { input, code }: Extract<Input, { kind: 'write-failed' }>,
): Decision {
  const failed: RuntimeState = { ...runtime, disk: code };
  if ('ticket' in input)
    return acting(failed, {
      kind: 'reply',
      ticket: input.ticket,
      reply: { kind: 'refused', refusal: 'cannot-write', lane: null },
    });
  if (input.kind !== 'board') return nothing(failed);
  switch (input.event.kind) {
    case 'ready': {
      // Another board than before: until it is written down, nothing that it tells of lanes may be held against the one before.
      const { board } = runtime;
      const same = board.state !== 'ready' || board.identity.serial === input.event.identity.serial;
      return nothing(same ? failed : { ...failed, board: { state: 'starting' } });
    }
    case 'looked':
      return notStarted(facts, failed, 'cannot-write');
    case 'turned':
      return dispenseUntold(failed) ?? nothing(failed);
    case 'homed':
      return homingUntold(failed) ?? nothing(failed);
    default:
      return nothing(failed);
  }
}

/**
 * The name under which an input whose lines could not be written is kept, to be handed in again once writing works; a later input of the
 * same name makes it void. Null for what is not kept: what somebody asked for (they are told, and ask again), a look at the board (it is
 * stale by then), and what comes again by itself.
 */
export function keptAs(input: Input): string | null {
  if (input.kind === 'booted' || input.kind === 'receipt' || input.kind === 'config') return input.kind;
  if (input.kind !== 'board') return null;
  const { event } = input;
  switch (event.kind) {
    case 'looked':
    case 'look-failed':
      return null;
    case 'ready':
    case 'lost':
      return 'board';
    case 'turned':
      return `turned ${event.txn}`;
    case 'homed':
    case 'lane':
      return `${event.kind} ${event.lane}`;
    default:
      return event.kind;
  }
}
