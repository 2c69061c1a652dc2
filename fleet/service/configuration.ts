import type { StopAsked } from '../../shared/contracts/fleet/stop.ts';
import { DesiredConfig, type Plan } from '../../shared/contracts/plan.ts';
import { plannedLanes } from '../../shared/ledger/books.ts';
import type { MachineState } from '../evaluate/machine-state.ts';
import type { Context } from './context.ts';

/** What a machine is to hold and to heed, without whether it is stopped: two wishes that don't undo each other. */
export type Holdings = Pick<Plan, 'lanes' | 'recalls' | 'limits'>;

/** What is asked for of a machine's holdings, or what it says is in force where nobody has asked yet; null where neither is known. */
export function holdingsOf({ config, account, presence }: MachineState): Holdings | null {
  if (config) return config.config;
  const { books, ledger } = account;
  if (ledger === null || (presence.config !== null && presence.config !== books.configVersion)) return null;
  return { lanes: plannedLanes(books), recalls: [...books.recalls], limits: books.limits };
}

/** The stop that is asked for; one that is in force without anybody having asked here is carried on. */
export function stopOf({ config, account }: MachineState, at: number, by: string): StopAsked | null {
  if (config) return config.stop ?? null;
  return account.books.stopped && { reason: account.books.stopped.reason, note: null, at, by };
}

/** How far above the last version asked for a kiosk's own may be: a fleet put back from a backup is behind by what was asked for meanwhile. */
const versionsAhead = 1_000_000;

/** The version after the one asked for last and those that the kiosk says it has; what no office can have asked for is not believed. */
const versionAfter = (asked: number, said: readonly number[]): number =>
  Math.max(asked, ...said.filter((version) => version <= asked + versionsAhead)) + 1;

/** Asks a machine for a configuration: durable when it resolves, with a version above both the last one asked for and the one in force. */
export async function demand(
  { store, clock, broker: link }: Context,
  state: MachineState,
  { lanes, recalls, limits }: Holdings,
  stop: StopAsked | null,
  by: string,
): Promise<void> {
  const { machine } = state.record;
  const asked = state.config?.config.version ?? 0;
  const version = versionAfter(asked, [state.presence.config ?? 0, state.account.books.configVersion]);
  const stopped = stop === null ? {} : { stopped: { reason: stop.reason } };
  const config = DesiredConfig.parse({ version, lanes, recalls, limits, ...stopped });
  const record = { machine, config, at: clock.now(), by, stop };
  await store.saveConfig(record);
  state.config = record;
  if (state.presence.link?.up === true) link.send(machine, 'config', JSON.stringify(config));
}
