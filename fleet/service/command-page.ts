import type { CommandList, CommandQuery, CommandView } from '../../shared/contracts/fleet/history.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { cursorsOf } from '../cursor.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import type { CommandRecord } from '../registry/records.ts';

/** A page of a machine's commands, newest first, with the cursor of the next. */
export async function commandPage(
  store: Pick<RegistryStore, 'commands'>,
  machine: MachineId,
  { cursor, limit }: CommandQuery,
): Promise<CommandList> {
  const cursors = cursorsOf(`commands ${machine}`, ['number', 'text']);
  const page = await store.commands(machine, cursors.read(cursor), limit);
  return { commands: page.items.map(commandView), next: page.next && cursors.write(...page.next) };
}

/** A command as the API shows it. */
export function commandView({ machine: _, ...view }: CommandRecord): CommandView {
  return view;
}
