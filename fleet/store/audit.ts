import { byteCodec } from '../adapters/native/byte-lines.ts';
import { type Connection, memory } from '../adapters/sqlite/connection/database.ts';
import { openWriter } from '../adapters/sqlite/connection/migrate.ts';
import { copyLedgers, differingTotals } from '../adapters/sqlite/ledger/comparison.ts';
import { sqliteLedgerStore } from '../adapters/sqlite/ledger/ledger-store.ts';
import { openYears } from '../adapters/sqlite/ledger/open-years.ts';
import { machineRecords } from '../adapters/sqlite/machine-records.ts';
import { LedgerEngine } from '../ledger/engine.ts';
import { chunkFolder } from '../ledger/machine-fold.ts';
import { foldRulesOf, type SqliteOptions } from './options.ts';

const linesAtOnce = 20_000;

/**
 * Copies the folded ledgers into memory, folds them again there, and returns the machines and
 * counties whose totals differ.
 */
export async function audit(db: Connection, options: SqliteOptions): Promise<readonly string[]> {
  const copy = openWriter(memory);
  try {
    copyLedgers(db, copy);
    const store = sqliteLedgerStore(copy, machineRecords(copy).regionOn);
    const engine = new LedgerEngine(store, byteCodec(), chunkFolder({ ...foldRulesOf(options), ...openYears(db) }));
    await engine.open();
    while (!(await engine.fold(linesAtOnce)).done);
    return differingTotals(db, copy);
  } finally {
    copy.close();
  }
}
