import type { Command } from '../../shared/contracts/commands.ts';
import type { Fact } from '../../shared/contracts/events.ts';
import type { CommandId } from '../../shared/contracts/ids.ts';
import type { Act } from './act.ts';
import { trueTimeMs } from './clock.ts';
import { commandDone, result, say } from './command-result.ts';
import { acting, type Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import { home } from './homing.ts';
import type { Now } from './input.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * Handles a fleet's command, at most once. It is recorded in the ledger before it is executed; if
 * the ledger has it already, only its result is reported again [MQTT contract, commands].
 */
export function commanded(facts: Facts, runtime: RuntimeState, command: Command, now: Now): Decision {
  const known = facts.commands.get(command.id);
  if (known) return acting(runtime, say(known.result));
  if (trueTimeMs(runtime.clock, now) >= command.expires)
    return acting(runtime, say(result(command.id, 'expired', null)));
  const { id, kind } = command;
  const accepted: Fact = { kind: 'command', id, command: kind, state: 'accepted', code: null };
  if (kind === 'clear') {
    const homing = home(facts, runtime, { lane: command.lane, by: 'fleet', for: { command: id } }, now);
    return { ...homing, record: [accepted, ...homing.record], act: [say(result(id, 'accepted', null)), ...homing.act] };
  }
  const done = commandDone(id, kind, null);
  const act: Act = kind === 'report' ? { kind: 'report' } : { kind: 'restart' };
  return { record: [accepted, ...done.record], runtime, act: [...done.act, act] };
}

/** Refuses a command that this version doesn't know. */
export const unknownCommand = (runtime: RuntimeState, id: CommandId): Decision =>
  acting(runtime, say(result(id, 'failed', 'unknown-command')));
