import { result, say } from './command-result.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { notStarted } from './dispense.ts';
import type { Facts } from './facts.ts';
import type { Input } from './input.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * What an input asks for would make a ledger line that nobody could read back, so nothing of it is done. Whoever asked is told so, and the
 * kiosk goes on; the same configuration comes again from the fleet, which flags it as pending. Null for what nobody asked for and the kiosk
 * cannot do without, such as how a turn ended: that is treated as a line that the disk would not take.
 */
export function unreadable(facts: Facts, runtime: RuntimeState, input: Input): Decision | null {
  if ('ticket' in input)
    return acting(runtime, {
      kind: 'reply',
      ticket: input.ticket,
      reply: { kind: 'refused', refusal: 'cannot-record', lane: null },
    });
  if (input.kind === 'command') return acting(runtime, say(result(input.command.id, 'failed', 'cannot-record')));
  if (input.kind === 'config') return nothing(runtime);
  if (input.kind === 'board' && input.event.kind === 'looked') return notStarted(facts, runtime, 'cannot-record');
  return null;
}
