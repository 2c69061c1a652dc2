import type { FleetStore } from '../../fleet/ports/fleet-store.ts';
import { auditStoreSuite } from './store/audit-store.suite.ts';
import { figureStoreSuite } from './store/figure-store.suite.ts';
import { ledgersSuite } from './store/ledgers.suite.ts';
import { readStoreSuite } from './store/read-store.suite.ts';
import { registryStoreSuite } from './store/registry-store.suite.ts';
import { restockRecordStoreSuite } from './store/restock-record-store.suite.ts';
import { telemetryStoreSuite } from './store/telemetry-store.suite.ts';
import { tripStoreSuite } from './store/trip-store.suite.ts';
import type { UnderTest } from './store/under-test.ts';
import { userStoreSuite } from './store/user-store.suite.ts';

/** The suites of all ports that a fleet store implements. */
export function storeSuite(name: string, open: () => Promise<UnderTest<FleetStore>>): void {
  ledgersSuite(name, open);
  figureStoreSuite(name, open);
  restockRecordStoreSuite(name, open);
  registryStoreSuite(name, open);
  telemetryStoreSuite(name, open);
  readStoreSuite(name, open);
  tripStoreSuite(name, open);
  userStoreSuite(name, open);
  auditStoreSuite(name, open);
}
