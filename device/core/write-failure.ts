import { refuse } from './act.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { notStarted } from './dispense.ts';
import type { Facts } from './facts.ts';
import { homingUnrecorded } from './homing.ts';
import type { Input } from './input.ts';
import type { RuntimeState } from './runtime-state.ts';
import { dispenseUnrecorded } from './turn-end.ts';

/**
 * A kiosk that can't record doesn't give out. Callers are informed; a turn that could not be
 * recorded is not started; the end of a turn is kept until it can be recorded.
 */
export function writeFailed(
  facts: Facts,
  runtime: RuntimeState,
  { input, code }: Extract<Input, { kind: 'write-failed' }>,
): Decision {
  const failed: RuntimeState = { ...runtime, disk: code };
  if ('ticket' in input) return acting(failed, refuse(input.ticket, 'cannot-write'));
  if (input.kind !== 'board') return nothing(failed);
  switch (input.event.kind) {
    case 'ready': {
      // This is another board than before. Until that is recorded, its reports on lanes must not be
      // booked for the earlier board.
      const { board } = runtime;
      const same = board.state !== 'ready' || board.identity.serial === input.event.identity.serial;
      return nothing(same ? failed : { ...failed, board: { state: 'starting' } });
    }
    case 'looked':
      return notStarted(facts, failed, 'cannot-write');
    case 'turned':
      return dispenseUnrecorded(failed) ?? nothing(failed);
    case 'homed':
      return homingUnrecorded(failed) ?? nothing(failed);
    default:
      return nothing(failed);
  }
}

/**
 * The name under which an input whose lines could not be written is kept, to be handed in again
 * once writing works. A later input of the same name replaces it. Null for what is not kept: what
 * somebody asked for (they are informed, and ask again), a look at the board (it is stale by then),
 * and what comes again by itself.
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
