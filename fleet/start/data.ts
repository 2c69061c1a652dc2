import fs from 'node:fs';
import type { Logger } from 'pino';
import { protectDataFolder } from '../../shared/config/data-folder.ts';
import { type FleetConfig, rulesOf } from '../../shared/config/fleet.ts';
import type { AuditBreak } from '../../shared/contracts/fleet/audit.ts';
import { bilingual, splitBilingual } from '../../shared/contracts/meaning.ts';
import { errorText } from '../../shared/error-text.ts';
import { DataDirInUse, lockDataDir } from '../adapters/sqlite/connection/data-dir-lock.ts';
import { databaseIn, isDatabaseMissing, writeMarkerFile } from '../adapters/sqlite/connection/marker-file.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { NotedHead } from '../audit/noted-head.ts';
import {
  logAuditBroken,
  logAuditHead,
  logMigrated,
  logMissing,
  logNotAudited,
  logQuarantined,
  logRewritten,
} from '../event-log.ts';
import type { AuditHead } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetStore, OpenedStore } from '../ports/fleet-store.ts';
import { sqliteStore } from '../store/sqlite-store.ts';
import { headFile } from './audit-head.ts';
import { noteBroken, noteOpened, noteRewritten } from './audited-data.ts';
import { StartFailure } from './failure.ts';

/** An open store in a data folder that is locked for this server until `close`. */
export interface OpenData {
  readonly store: FleetStore;
  /** The audit log. What was done to open the store is in it already. */
  readonly audit: AuditLog;
  /** The noted head of the audit log. What was broken at the start is in the log. */
  readonly head: NotedHead;
  close(): Promise<void>;
}

/**
 * Locks the data folder and opens its store. Logs what was done with the database. Throws
 * StartFailure.
 */
export async function openData(config: FleetConfig, clock: Clock, log: Logger): Promise<OpenData> {
  const { dataDir } = config;
  const lock = takeDataDir(dataDir);
  let audit: AuditLog | null = null;
  const rewritten = (lost: string): void => {
    logRewritten(log, lost);
    if (audit) noteRewritten(audit, lost);
  };
  const opened = await opening[config.store](config, clock.now(), log, rewritten).catch((error: Error) => {
    lock.release();
    throw cannotOpen(dataDir, error.message);
  });
  const { store } = opened;
  audit = new AuditLog({ store, clock, failed: (act, error) => logNotAudited(log, act.act, error) });
  noteOpened(audit, opened);
  const head = notedHead(config, { store, clock, audit, log });
  await head.tick();
  return {
    store,
    audit,
    head,
    close: async () => {
      await audit?.close();
      await head.note();
      await store.close();
      lock.release();
    },
  };
}

function notedHead(
  { dataDir }: FleetConfig,
  { store, clock, audit, log }: Pick<OpenData, 'store' | 'audit'> & { readonly clock: Clock; readonly log: Logger },
): NotedHead {
  const lost = (what: AuditBreak): void => {
    logAuditBroken(log, what);
    noteBroken(audit, what);
  };
  const failed = (error: unknown): void => log.error({ err: error }, 'the head of the audit log could not be noted');
  const say = (head: AuditHead): void => logAuditHead(log, head);
  return new NotedHead({ store, clock, notes: headFile(dataDir), lost, say, failed });
}

/**
 * How each store that the configuration may name is opened; what had to be done to open it is in
 * the log.
 */
const opening: Readonly<
  Record<
    FleetConfig['store'],
    (
      config: FleetConfig,
      now: number,
      log: Logger,
      rewritten: (lost: string) => void,
    ) => Promise<OpenedStore & { readonly store: FleetStore }>
  >
> = { sqlite: openSqlite };

async function openSqlite(
  config: FleetConfig,
  now: number,
  log: Logger,
  rewritten: (lost: string) => void,
): Promise<OpenedStore & { readonly store: FleetStore }> {
  const { dataDir, timeZone } = config;
  const { clockWrongMinutes, yearClosesDays, fastestTurnMs } = rulesOf(config);
  const clockToleranceMs = clockWrongMinutes * 60_000;
  const store = sqliteStore(
    { file: databaseIn(dataDir), timeZone, clockToleranceMs, yearClosesDays, fastestTurnMs, now },
    rewritten,
  );
  const isMissing = isDatabaseMissing(dataDir);
  const { migrated, quarantined } = await store.open();
  if (migrated !== null) logMigrated(log, migrated);
  if (quarantined !== null) logQuarantined(log, quarantined);
  else if (isMissing) logMissing(log, dataDir);
  writeMarkerFile(dataDir);
  return { store, migrated, quarantined };
}

/** `why` may hold both languages. */
function cannotOpen(dataDir: string, why: string): StartFailure {
  const both = splitBilingual(why);
  const zh = `无法打开 ${dataDir} 中的数据库`;
  return new StartFailure(bilingual(`store: ${dataDir}: ${both?.en ?? why}`, both ? `${zh}：${both.zh}` : zh));
}

/** Whether this server opens an entry of its data folder: databases and their logs, lock, mark. */
const isOwn = (name: string): boolean => name.startsWith('fleet.') || name === 'pki';

/** Makes the data folder private and locks it for this server. Throws StartFailure. */
function takeDataDir(dataDir: string): { release(): void } {
  try {
    const why = protectDataFolder(fs, process.getuid?.() ?? null, { path: dataDir, isOwn });
    if (why !== null) throw new StartFailure(why, 'configuration');
    return lockDataDir(dataDir);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    if (error instanceof DataDirInUse) throw new StartFailure(error.line, 'configuration');
    throw cannotOpen(dataDir, errorText(error));
  }
}
