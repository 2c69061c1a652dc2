import type { Logger } from 'pino';
import type { FleetEvent } from './ports/events.ts';
import type { QuarantinedDatabase } from './ports/fleet-store.ts';

/** Says where the damaged database is, what the new one has of it, and what is left to do. */
export function logQuarantined(log: Logger, { file, why, saved, unreadLines, whole, lost }: QuarantinedDatabase): void {
  const registry = whole
    ? 'the whole registry was saved into a new one'
    : saved.machines + saved.users > 0
      ? 'what could be read of the registry was saved into a new one: register the lost machines anew, and look through users, suspensions and configurations'
      : 'nothing of the registry could be read, a new one begins: register the machines anew';
  log.fatal(
    { putAside: file, why, saved, unreadLines, lost },
    `the database was damaged and put aside; ${registry}. ${saved.lines} ledger lines were saved${unreadLines > 0 ? `, ${unreadLines} could not be read` : ''}; kiosks send by themselves what is missing, and what no kiosk holds any more is in the damaged file alone`,
  );
}

/** Lines of one cause about one machine that are written in a minute; of what comes on top, the number. */
const linesOfACause = 5;
const minuteMs = 60_000;
/** Causes that are told apart in a minute: names are a stranger's to choose. */
const mostCauses = 500;
const mostOfAName = 64;

interface Cause {
  readonly what: string;
  readonly machine: string | null;
  count: number;
}

/**
 * Writes down what an operator should be able to read. A machine that says the same again and again fills no disk: what is left out of a minute is
 * told as a number with the first news after it.
 */
export function eventLog(log: Logger, now: () => number): (news: FleetEvent) => void {
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
    const key = `${what} ${machine}`;
    const isNew = !causes.has(key) && causes.size < mostCauses;
    const cause = isNew
      ? { what, machine, count: 0 }
      : (causes.get(key) ?? causes.get('') ?? { what: 'others', machine: null, count: 0 });
    causes.set(isNew || causes.has(key) ? key : '', cause);
    cause.count += 1;
    return cause.count <= linesOfACause;
  };
  return (news) => {
    const what = causeOf(news);
    if (what === null || !('machine' in news)) return logNews(log, news);
    const machine = news.machine?.slice(0, mostOfAName) ?? null;
    if (isWritten(what, machine)) logNews(log, { ...news, machine } as FleetEvent);
  };
}

/** What a machine, or a stranger, can cause any number of times; null for all else. */
function causeOf(news: FleetEvent): string | null {
  if (news.kind === 'refused') return `refused ${news.why}`;
  if (news.kind === 'malformed') return `malformed ${news.what}`;
  return news.kind === 'batch' && news.became === 'fork' ? 'fork' : null;
}

function logNews(log: Logger, news: FleetEvent): void {
  if (news.kind === 'store') log[news.state === 'ok' ? 'info' : 'error']({ why: news.why }, `store ${news.state}`);
  else if (news.kind === 'refused') log.warn({ why: news.why, machine: news.machine }, 'refused');
  else if (news.kind === 'malformed') log.warn({ what: news.what, machine: news.machine, why: news.why }, 'malformed');
  else if (news.kind === 'not-booked' || news.kind === 'not-judged')
    log.error({ machine: news.machine, why: news.why }, news.kind);
  else if (news.kind === 'batch' && news.became === 'fork') log.error({ machine: news.machine }, 'fork');
  else if (news.kind === 'flag' && news.change !== 'changed')
    log.debug({ flag: news.flag.flag.cause, machine: news.flag.flag.machine }, news.change);
}

/** Says that the database was there and is gone. */
export function logMissing(log: Logger, dataDir: string): void {
  log.error(
    { dataDir },
    'a database was in this folder and is gone: an empty one begins; put a backup back, or register the machines anew, and they send their ledgers again · 此文件夹中原有的数据库已丢失，现已新建空库：请恢复备份，或重新登记机器，机器会自动重发账本',
  );
}

/** Says that the database was taken away while it was open. */
export function logRewritten(log: Logger, lost: string): void {
  log.error(
    { lost },
    'the database was deleted, moved or replaced while the server runs: it was written out again and nothing is lost; find out who did it · 数据库文件在运行中被删除、移走或替换，已重新写出，没有丢失，请查明原因',
  );
}
