import { refuse } from './act.ts';
import { result, say } from './command-result.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { notStarted } from './dispense.ts';
import type { Facts } from './facts.ts';
import type { Input } from './input.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * The input asks for something whose ledger line could not be read back, so nothing of it is done.
 * The caller is informed, and the kiosk continues. The fleet sends the same configuration again,
 * and flags it as pending. Null for what nobody asked for and the kiosk cannot omit, such as how a
 * turn ended: that is treated as a line that the disk did not accept.
 */
export function unreadable(facts: Facts, runtime: RuntimeState, input: Input): Decision | null {
  if ('ticket' in input) return acting(runtime, refuse(input.ticket, 'cannot-record'));
  if (input.kind === 'command') return acting(runtime, say(result(input.command.id, 'failed', 'cannot-record')));
  if (input.kind === 'config') return nothing(runtime);
  if (input.kind === 'board' && input.event.kind === 'looked') return notStarted(facts, runtime, 'cannot-record');
  return null;
}
