import type { Logger } from 'pino';
import type { AuditBreak } from '../shared/contracts/fleet/audit.ts';
import type { AuditHead } from './ports/audit-store.ts';
import type { FleetEvent } from './ports/events.ts';
import type { MigratedDatabase, QuarantinedDatabase } from './ports/fleet-store.ts';
import type { FillProgress } from './ports/ledgers.ts';

/** Logs where the damaged database is, what the new one has of it, and what is left to do. */
export function logQuarantined(log: Logger, { file, why, ...recovered }: QuarantinedDatabase): void {
  const { saved, unreadLines, whole, lost, restoredRecalls } = recovered;
  const registry = whole
    ? 'the whole registry was saved into a new one'
    : saved.machines + saved.users > 0
      ? 'what could be read of the registry was saved into a new one: register the lost machines anew, and look through users, suspensions, configurations, recalls and trips'
      : 'nothing of the registry could be read, a new one begins: register the machines anew, and enter the recalls again';
  const recalls =
    restoredRecalls === 0
      ? ''
      : ` ${restoredRecalls} recalls were restored from the machines' configurations: check them（其中 ${restoredRecalls} 条召回根据机器配置恢复，请核对）。`;
  log.fatal(
    { quarantined: file, why, saved, unreadLines, lost, restoredRecalls },
    `the database was damaged and moved aside; ${registry}.${recalls} ${saved.lines} ledger lines were saved${unreadLines > 0 ? `, ${unreadLines} could not be read` : ''}; kiosks send by themselves what is missing, and what no kiosk holds any more is in the damaged file alone`,
  );
}

/** The most lines per minute for one cause and machine. Further lines are only counted. */
const linesOfACause = 5;
const minuteMs = 60_000;
/**
 * The most causes that are counted separately in a minute, because strangers can choose names
 * freely.
 */
const maxCauses = 500;
const maxOfAName = 64;
const unknownMachine = 'refused unknown-machine';

interface Cause {
  readonly what: string;
  readonly machine: string | null;
  count: number;
}

/**
 * Logs what an operator should read. A machine that repeats an event cannot fill the disk: the
 * number of lines left out of a minute is logged with the first event after it.
 */
export function eventLog(log: Logger, now: () => number): (event: FleetEvent) => void {
  let minute = 0;
  let causes = new Map<string, Cause>();
  const endMinute = (): void => {
    for (const { what, machine, count } of causes.values())
      if (count > linesOfACause) log.warn({ machine, more: count - linesOfACause }, `more of the same: ${what}`);
    causes = new Map();
  };
  const isWritten = (what: string, machine: string | null): boolean => {
    const at = Math.floor(now() / minuteMs);
    if (at !== minute) endMinute();
    minute = at;
    // Strangers choose names freely, and all of them together are one cause.
    const key = what === unknownMachine ? what : `${what} ${machine}`;
    const isNew = !causes.has(key) && causes.size < maxCauses;
    const cause = isNew
      ? { what, machine, count: 0 }
      : (causes.get(key) ?? causes.get('') ?? { what: 'others', machine: null, count: 0 });
    causes.set(isNew || causes.has(key) ? key : '', cause);
    cause.count += 1;
    return cause.count <= linesOfACause;
  };
  return (event) => {
    const what = causeOf(event);
    if (event.kind === 'sign-in-refused') {
      const user = event.user.slice(0, maxOfAName);
      if (isWritten(event.kind, event.address)) logEvent(log, { ...event, user });
      return;
    }
    if (what === null || !('machine' in event)) return logEvent(log, event);
    const machine = event.machine?.slice(0, maxOfAName) ?? null;
    if (isWritten(what, machine)) logEvent(log, { ...event, machine } as FleetEvent);
  };
}

/**
 * Identifies events that a machine or a stranger can cause any number of times. Null for all
 * others.
 */
function causeOf(event: FleetEvent): string | null {
  if (event.kind === 'refused') return `refused ${event.why}`;
  if (event.kind === 'malformed') return `malformed ${event.what}`;
  if (event.kind === 'broker-failed') return event.kind;
  return event.kind === 'batch' && event.result === 'fork' ? 'fork' : null;
}

function logEvent(log: Logger, event: FleetEvent): void {
  if (event.kind === 'store') log[event.state === 'ok' ? 'info' : 'error']({ why: event.why }, `store ${event.state}`);
  else if (event.kind === 'filling') logFilling(log, event);
  else if (event.kind === 'refused') log.warn({ why: event.why, machine: event.machine }, 'refused');
  else if (event.kind === 'broker-failed') log.error({ why: event.why }, 'a connection could not be handled');
  else if (event.kind === 'sign-in-refused')
    log.warn({ why: event.why, user: event.user, address: event.address }, 'sign-in refused');
  else if (event.kind === 'malformed')
    log.warn({ what: event.what, machine: event.machine, why: event.why }, 'malformed');
  else if (event.kind === 'set-aside' || event.kind === 'not-evaluated')
    log.error({ machine: event.machine, why: event.why }, event.kind);
  else if (event.kind === 'batch' && event.result === 'fork') log.error({ machine: event.machine }, 'fork');
  else if (event.kind === 'flag' && event.change !== 'changed')
    log.debug({ flag: event.flag.flag.cause, machine: event.flag.flag.machine }, event.change);
}

/** Logs how far older lines are filled into what lists read. */
function logFilling(log: Logger, { left, total }: FillProgress): void {
  log.info(
    { left, total },
    left === 0
      ? 'restock records and boxes by lot of all machines are complete · 所有机器的补货记录和批号数量已整理完毕'
      : `restock records of older versions' lines are being filled in while the server runs: ${left} of ${total} machines are left; lists say so until then · 正在后台整理旧版本账本中的补货记录，共 ${total} 台机器，还剩 ${left} 台；完成之前列表会注明`,
  );
}

/** Logs that an older database was migrated, and where its copy is. */
export function logMigrated(log: Logger, { from, to, copy }: MigratedDatabase): void {
  log.warn(
    { from, to, copy },
    'the database was of an older version and was migrated; a checked copy of it as it was stands beside it: keep it until this version has proved itself · 数据库版本较旧，已升级；升级前的副本已校验并保存在同一文件夹，请保留至确认新版本运行正常',
  );
}

/** Logs that the database was there at the last start and is missing now. */
export function logMissing(log: Logger, dataDir: string): void {
  log.error(
    { dataDir },
    'the database that was in this folder is missing, and the server starts with an empty one: restore a backup, or register the machines again; then they send their ledgers again · 此文件夹中原有的数据库已丢失，现已新建空库：请恢复备份，或重新登记机器，机器会自动重发账本',
  );
}

/** Logs that the audit log is not what it was when its head was noted. */
export function logAuditBroken(log: Logger, { from, to, why }: AuditBreak): void {
  log.error(
    { from, to, why },
    'entries of the audit log that were noted next to the database are missing or others: either an older database was put back, or somebody changed it · 操作记录与数据库旁边的记载不符：可能恢复过较早的数据库，也可能有人改动过',
  );
}

/** Logs the newest head of the audit log, for a comparison with a log that is kept elsewhere. */
export const logAuditHead = (log: Logger, { seq, head }: AuditHead): void =>
  log.info({ seq, head }, 'the newest entry of the audit log and the state of its chain');

/** Logs that the database file was removed while it was open. */
export function logRewritten(log: Logger, lost: string): void {
  log.error(
    { lost },
    'the database was deleted, moved or replaced while the server runs: it was written out again and nothing is lost; find out who did it · 数据库文件在运行中被删除、移走或替换，已重新写出，没有丢失，请查明原因',
  );
}

/** Logs that something could not be written to the audit log. */
export function logNotAudited(log: Logger, act: string, error: unknown): void {
  log.error({ act, err: error }, 'an entry could not be written to the audit log');
}
