import type { Logger } from 'pino';
import { type FleetConfig, rulesOf } from '../../shared/config/fleet.ts';
import { DataDirInUse, lockDataDir } from '../adapters/sqlite/connection/data-dir-lock.ts';
import { databaseIn, isDatabaseMissing, markDatabase } from '../adapters/sqlite/connection/mark.ts';
import { logMigrated, logMissing, logQuarantined, logRewritten } from '../event-log.ts';
import type { FleetStore } from '../ports/fleet-store.ts';
import { sqliteStore } from '../store/sqlite-store.ts';
import { StartFailure } from './failure.ts';

/** The store, open, in a data folder that is this server's alone until `close`. */
export interface OpenData {
  readonly store: FleetStore;
  close(): Promise<void>;
}

/** Takes the data folder and opens the store in it; says in the log what was done with the database. Throws StartFailure. */
export async function openData(config: FleetConfig, now: number, log: Logger): Promise<OpenData> {
  const { dataDir } = config;
  const store = storeOf(config, now, log);
  const lock = takeDataDir(dataDir);
  const isMissing = isDatabaseMissing(dataDir);
  const opened = await store.open().catch((error: Error) => {
    lock.release();
    throw new StartFailure(`store: ${dataDir}: ${error.message}`);
  });
  if (opened.migrated !== null) logMigrated(log, opened.migrated);
  if (opened.quarantined !== null) logQuarantined(log, opened.quarantined);
  else if (isMissing) logMissing(log, dataDir);
  markDatabase(dataDir);
  return {
    store,
    close: async () => {
      await store.close();
      lock.release();
    },
  };
}

/** The store that the configuration names, not open yet. */
function storeOf(config: FleetConfig, now: number, log: Logger): FleetStore {
  if (config.store !== 'sqlite')
    throw new StartFailure(`store holds ${JSON.stringify(config.store)}: this version knows sqlite alone`);
  const { clockWrongMinutes, yearClosesDays, fastestTurnMs } = rulesOf(config);
  return sqliteStore(
    {
      file: databaseIn(config.dataDir),
      timeZone: config.timeZone,
      clockToleranceMs: clockWrongMinutes * 60_000,
      yearClosesDays,
      fastestTurnMs,
      now,
    },
    (lost) => logRewritten(log, lost),
  );
}

/** Takes the data folder for this server alone; throws StartFailure. */
function takeDataDir(dataDir: string): { release(): void } {
  try {
    return lockDataDir(dataDir);
  } catch (error) {
    if (error instanceof DataDirInUse) throw new StartFailure(error.message, 'configuration');
    throw new StartFailure(`store: ${dataDir}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
