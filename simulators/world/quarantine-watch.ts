import type { FoldWrite } from '../../fleet/ledger/ledger-store.ts';
import type { FleetDatabase } from './fleet-database.ts';
import type { Scenario } from './scenario.ts';

/** No line that came after a machine was quarantined is in the books before it is released. */
export function quarantineHolds({ invariants }: Scenario, { rows }: FleetDatabase, { chunks }: FoldWrite): void {
  for (const { chunk, booked } of chunks) {
    const quarantine = rows.machines.get(chunk.machine)?.quarantine;
    invariants.check(
      !booked || quarantine === undefined || chunk.received <= quarantine.at,
      'a quarantined machine changes no figure',
      chunk.machine,
      () => `lines received ${chunk.received} are in the books, quarantined at ${quarantine?.at}`,
    );
  }
}
