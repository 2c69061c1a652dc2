import type { Command, CommandResult } from '../../shared/contracts/commands.ts';
import type { Fact } from '../../shared/contracts/events.ts';
import type { CommandId } from '../../shared/contracts/ids.ts';
import type { Act } from './act.ts';

/** The state of a command, as it is reported to the fleet. */
export const result = (id: CommandId, state: CommandResult['state'], code: string | null): CommandResult => ({
  id,
  state,
  code,
  detail: null,
});

/** Reports a command's result to the fleet. */
export const say = (result: CommandResult): Act => ({ kind: 'result', result });

/** The line and the message that end a command. */
export function commandDone(
  id: CommandId,
  command: Command['kind'],
  failure: string | null,
): { record: Fact[]; act: Act[] } {
  const state = failure === null ? 'done' : 'failed';
  return {
    record: [{ kind: 'command', id, command, state, code: failure }],
    act: [say(result(id, state, failure))],
  };
}
