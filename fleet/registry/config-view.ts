import type { ConfigView } from '../../shared/contracts/fleet/history.ts';
import { plannedLanes } from '../../shared/ledger/books.ts';
import type { MachineAccount } from '../ledger/account.ts';
import { lanesLockedForRecall, ownHoldings } from './holdings.ts';
import type { ConfigRecord } from './records.ts';

/**
 * The configuration asked of a machine, and the one in force by its own ledger. Each is null if
 * there is none.
 */
export function configView(config: ConfigRecord | null, { books, ledger }: MachineAccount): ConfigView {
  const { configVersion: version, recalls, limits } = books;
  const asked = config && {
    version: config.config.version,
    limits: config.config.limits,
    lanes: [...ownHoldings(config).lanes],
    recalls: [...ownHoldings(config).recalls],
    areaRecalls: [...(config.areaRecalls ?? [])],
    recallLocks: lanesLockedForRecall(config),
    at: config.at,
    by: config.by,
  };
  const lanes = plannedLanes(books).map((lane) => ({ ...lane, capacity: Math.max(1, lane.capacity) }));
  const inForce = ledger === null ? null : { version, lanes, recalls: [...recalls], limits };
  return { asked, inForce, pending: asked !== null && asked.version !== version };
}

/** A configuration as a kiosk is sent it, with its staff. */
export const configMessage = ({ config, staff }: Pick<ConfigRecord, 'config' | 'staff'>): string =>
  JSON.stringify({ ...config, staff });
