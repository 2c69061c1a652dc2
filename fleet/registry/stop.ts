import type { StopView } from '../../shared/contracts/fleet/stop.ts';
import type { MachineAccount } from '../ledger/account.ts';
import type { ConfigRecord } from './records.ts';

/** How a machine stands to giving out: what is asked for, and what its own ledger says is in force. */
export function stopView(config: ConfigRecord | null, { books, since }: MachineAccount): StopView {
  const asked = config?.stop ?? null;
  const inForce = books.stopped && { reason: books.stopped.reason, since: since.stopped };
  return { state: stateOf(config, asked !== null, inForce !== null, books.configVersion), asked, inForce };
}

function stateOf(config: ConfigRecord | null, asked: boolean, inForce: boolean, version: number): StopView['state'] {
  // A fleet that was put back from a backup may not know who asked: what the machine has is newer than what it was asked for.
  if (inForce) return asked || config === null || config.config.version < version ? 'in-force' : 'ending';
  if (!asked) return 'none';
  return config?.config.version === version ? 'unsupported' : 'asked';
}
