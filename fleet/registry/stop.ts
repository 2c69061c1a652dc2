import type { StopView } from '../../shared/contracts/fleet/stop.ts';
import type { MachineAccount } from '../ledger/account.ts';
import type { ConfigRecord } from './records.ts';

/** The stop of a machine: what was asked for, and what is in force by its own ledger. */
export function stopView(config: ConfigRecord | null, { books, since }: MachineAccount): StopView {
  const asked = config?.stop ?? null;
  const inForce = books.stopped && { reason: books.stopped.reason, since: since.stopped };
  return { state: stateOf(config, asked !== null, inForce !== null, books.configVersion), asked, inForce };
}

function stateOf(config: ConfigRecord | null, asked: boolean, inForce: boolean, version: number): StopView['state'] {
  // A fleet restored from a backup may not know who asked. The machine then has a newer version
  // than the fleet asked for.
  if (inForce) return asked || config === null || config.config.version < version ? 'in-force' : 'ending';
  if (!asked) return 'none';
  return config?.config.version === version ? 'unsupported' : 'asked';
}
