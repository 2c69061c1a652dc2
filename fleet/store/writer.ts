import { byteCodec } from '../adapters/native/byte-lines.ts';
import { auditWriter } from '../adapters/sqlite/audit.ts';
import { isDamage } from '../adapters/sqlite/connection/database.ts';
import type { OpenedWriter } from '../adapters/sqlite/connection/named-writer.ts';
import { noteDamage } from '../adapters/sqlite/connection/suspicion.ts';
import { sqliteLedgerStore } from '../adapters/sqlite/ledger/ledger-store.ts';
import { readLineDecisions } from '../adapters/sqlite/ledger/line-decisions.ts';
import { beginFilling } from '../adapters/sqlite/ledger/line-rows.ts';
import { openYears } from '../adapters/sqlite/ledger/open-years.ts';
import { refoldUncertain } from '../adapters/sqlite/ledger/refold.ts';
import { machineRecords } from '../adapters/sqlite/machine-records.ts';
import { readModelWriter } from '../adapters/sqlite/read-model.ts';
import { openOrQuarantine } from '../adapters/sqlite/recovery/quarantine.ts';
import { registryWriter } from '../adapters/sqlite/registry.ts';
import { telemetryWriter } from '../adapters/sqlite/telemetry.ts';
import { tokenWriter } from '../adapters/sqlite/tokens.ts';
import { tripWriter } from '../adapters/sqlite/trips.ts';
import { userWriter } from '../adapters/sqlite/users.ts';
import { LedgerEngine } from '../ledger/engine.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { chunkFolder } from '../ledger/machine-fold.ts';
import { foldTimestamped } from '../ledger/refold.ts';
import { unpackBatches } from './batch-transfer.ts';
import type { WriterCalls } from './calls.ts';
import { foldRulesOf, type SqliteOptions } from './options.ts';

/**
 * Notes damage that appears while appending. The engine turns the error into text, so this is the
 * last place that knows its code.
 */
function noting<L>(file: string, store: LedgerStore<L>): LedgerStore<L> {
  return {
    ...store,
    append: (chunks) => {
      try {
        return store.append(chunks);
      } catch (error) {
        if (isDamage(error)) noteDamage(file);
        throw error;
      }
    },
  };
}

/**
 * The only writer: the ledger engine and all other writes, over one connection. Rejects if the
 * database cannot be opened.
 */
export async function composeWriter(options: SqliteOptions): Promise<OpenedWriter<WriterCalls>> {
  const { db, quarantined, migrated } = openOrQuarantine(options.file, options.now);
  const machines = machineRecords(db);
  machines.mendMonths();
  beginFilling(db);
  const ledgers = sqliteLedgerStore(db, machines.regionOn);
  const folder = chunkFolder({ ...foldRulesOf(options), ...openYears(db) });
  refoldUncertain(db, ledgers, (machine, chunks, account) => foldTimestamped(machine, chunks, account, folder.fold));
  const engine = new LedgerEngine(noting(options.file, ledgers), byteCodec(), folder);
  await engine.open();
  const calls: WriterCalls = {
    ingest: (arrived, now) => engine.ingest(arrived, now),
    ingestTransferred: (group, now) => engine.ingest(unpackBatches(group), now),
    fold: (lines) => engine.fold(lines),
    mark: (machine, ledger) => engine.mark(machine, ledger),
    noteHeartbeatClock: (machine, heartbeat, received) => engine.noteHeartbeatClock(machine, heartbeat, received),
    account: (machine) => engine.account(machine),
    setAside: () => engine.setAside(),
    quarantine: (machines) => engine.quarantine(machines),
    decide: (decision) => engine.decide(decision),
    decisions: () => readLineDecisions(db),
    rebuild: () => engine.rebuild(),
    fill: (lines) => ledgers.fill(lines),
    ...registryWriter(db, machines),
    ...telemetryWriter(db),
    ...readModelWriter(db, machines),
    ...tripWriter(db),
    ...userWriter(db),
    ...auditWriter(db),
    ...tokenWriter(db),
    // Copies the write-ahead log into the database and truncates it, so that it does not grow
    // without limit.
    idle: () => void db.pragma('wal_checkpoint(TRUNCATE)'),
  };
  return { calls, db, quarantined, migrated };
}
