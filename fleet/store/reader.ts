import { auditReader } from '../adapters/sqlite/audit.ts';
import { type Connection, openReader } from '../adapters/sqlite/connection/database.ts';
import { figures } from '../adapters/sqlite/figures.ts';
import { ledgerReader } from '../adapters/sqlite/ledger/events.ts';
import { readModelReader } from '../adapters/sqlite/read-model.ts';
import { registryReader } from '../adapters/sqlite/registry.ts';
import { restockRecordReader } from '../adapters/sqlite/restock-records.ts';
import { telemetryReader } from '../adapters/sqlite/telemetry.ts';
import { tripReader } from '../adapters/sqlite/trips.ts';
import { userReader } from '../adapters/sqlite/users.ts';
import type { ReaderCalls } from './calls.ts';
import type { SqliteOptions } from './options.ts';

/**
 * A reader next to the writer. With `shared`, it uses the writer's own connection, for a store in
 * memory.
 */
export function composeReader(
  options: SqliteOptions,
  shared: Connection | null = null,
): { readonly calls: ReaderCalls; close(): void } {
  const db = shared ?? openReader(options.file);
  const calls: ReaderCalls = {
    // It folds every ledger again, for which alone a reader would load the ledger engine.
    audit: async () => (await import('./audit.ts')).audit(db, options),
    ...ledgerReader(db),
    ...registryReader(db),
    ...telemetryReader(db),
    ...readModelReader(db),
    ...figures(db),
    ...tripReader(db),
    ...restockRecordReader(db),
    ...userReader(db),
    ...auditReader(db),
  };
  return {
    calls,
    close: () => {
      if (!shared) db.close();
    },
  };
}
