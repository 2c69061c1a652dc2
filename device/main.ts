import fs from 'node:fs';
import { protectDataFolder } from '../shared/config/data-folder.ts';
import { urlHost } from '../shared/config/url-host.ts';
import { systemClock } from './adapters/clock.ts';
import { type DataDirLock, lockDataDir } from './adapters/data-dir-lock.ts';
import { rulesOfProcess } from './adapters/http/caller.ts';
import type { Kiosk } from './adapters/http/kiosk.ts';
import { type KioskHttp, kioskHttp } from './adapters/kiosk-http.ts';
import type { Logger } from './adapters/log.ts';
import { type PrivateFiles, privateFiles } from './adapters/private-files.ts';
import { screenPage } from './adapters/screen-page.ts';
import { recentErrors } from './adapters/staff/host.ts';
import { staffParts } from './adapters/staff/staff-parts.ts';
import { type PinSlowdown, pinSlowdown } from './agent/pin-slowdown.ts';
import type { StaffParts } from './agent/staff.ts';
import type { DeviceConfig } from './config.ts';
import { type AgentObserver, type Clock, DiskFailure } from './ports.ts';
import { CannotStart, cannotStart } from './start/cannot-start.ts';
import { linkMetrics } from './start/link-metrics.ts';
import { type OpenKiosk, openKiosk } from './start/open-kiosk.ts';
import { openWithRetry } from './start/open-with-retry.ts';
import { packageVersion } from './start/program.ts';

/** A running kiosk. */
export interface RunningKiosk {
  readonly httpPort: number;
  /**
   * Settles with the reason why the agent must be started again: the fleet ordered it, or its
   * ledger is damaged.
   */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * How often it is checked that the ledger's file still has its name, in addition to each commit.
 */
const ledgerCheckEveryMs = 5_000;

const notOpenedText =
  'the ledger cannot be opened: nothing is given out until it can · 账本无法打开，恢复以前不发放药具';

/**
 * Starts one kiosk. Its HTTP server starts first: if the disk doesn't let the ledger be opened, it
 * reports why, and opening is retried until it works. Throws CannotStart if a retry is of no use.
 */
export async function startKiosk(config: DeviceConfig, logger: Logger): Promise<RunningKiosk> {
  const clock = systemClock();
  const recent = recentErrors((level, message, detail) => logger[level](detail, message), clock.at);
  const { log } = recent;
  protect(config.dataDir);
  const { ended, end } = ending();
  const folder = lockWhenNeeded(config.dataDir);
  let kiosk: OpenKiosk | Extract<Kiosk, { agent: null }> = unopened(new DiskFailure('disk-error', 'not opened yet'));
  let stopOpening = (): void => {};
  const files = privateFiles(config.dataDir, log);
  const slowdown = pinSlowdown(clock.monoMs, files.pins);
  const http = kioskHttp({
    ...config.http,
    pin: config.staff.pin,
    slowdown,
    callers: rulesOfProcess(files.screenKey),
    version: packageVersion(),
    monoMs: clock.monoMs,
    kiosk: () => kiosk,
    display: config.screen,
    page: screenPage(),
    log,
    broken: crash,
    meters: linkMetrics(() => (kiosk.agent ? kiosk.link : null)),
  });
  const staff = staffOf(config, clock, files, slowdown, recent);
  const observer = observerOf(http, logger, log, () => end('the fleet ordered a restart'));

  function open(): void {
    const onDamage = (): void => end('the ledger file is damaged');
    const opened = openKiosk({ config, clock, observer, staff, holdFolder: folder.hold, onDamage });
    kiosk = opened;
    const { ledger, last, begun } = opened.ledger;
    log('info', 'the ledger is open · 账本已打开', { ledger, last, begun });
    files.keepScreenKey();
    opened.agent.start();
  }

  function notOpened(failure: DiskFailure): void {
    const { code, message } = failure;
    if (kiosk.agent === null && kiosk.failure.message !== message) log('error', notOpenedText, { code, message });
    kiosk = unopened(failure);
  }

  const ledgerCheck = setInterval(() => kiosk.agent?.checkLedgerFile(), ledgerCheckEveryMs);

  async function stop(): Promise<void> {
    stopOpening();
    clearInterval(ledgerCheck);
    kiosk.agent?.stop();
    if (kiosk.agent) kiosk.access.stop();
    clock.stop();
    await http.close();
    if (kiosk.agent) kiosk.ledger.close();
    folder.release();
  }

  try {
    const httpPort = await http.listen();
    stopOpening = openWithRetry(open, notOpened);
    log('info', 'the kiosk is up · 终端程序已启动', {
      machine: config.machine,
      http: `http://${urlHost(config.http.host)}:${httpPort}`,
    });
    return { httpPort, ended, stop };
  } catch (error) {
    await stop();
    throw cannotStart(error, config) ?? error;
  }
}

/** Whether the agent opens an entry of its data folder: ledgers, their logs, its lock and mark. */
const isOwn = (name: string): boolean =>
  /^(ledger\.|agent\.|machine\.|identity$|tags$|screen\.key$|staff\.json$)/.test(name);

/**
 * Makes the data folder private. Throws CannotStart if another user could read or replace what is
 * in it. A disk that fails is reported and tried again later, when the ledger is opened.
 */
function protect(dataDir: string): void {
  let why: ReturnType<typeof protectDataFolder> = null;
  try {
    why = protectDataFolder(fs, process.getuid?.() ?? null, { path: dataDir, isOwn });
  } catch {
    return;
  }
  if (why !== null) throw new CannotStart(why);
}

/**
 * Ends the process with this error, as any uncaught one does. Thrown at once, the HTTP server would
 * catch it, and the process would go on in a state that nobody knows.
 */
function crash(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

const unopened = (failure: DiskFailure) => ({ agent: null, failure }) as const;

/** A promise of the reason why the kiosk must end, and the function that settles it. */
function ending(): { readonly ended: Promise<string>; end(why: string): void } {
  let end: (why: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { ended, end: (why) => end(why) };
}

/** The data folder's lock, taken at the first `hold`. */
function lockWhenNeeded(dataDir: string): DataDirLock {
  let lock: DataDirLock | null = null;
  return {
    hold() {
      if (lock === null) lock = lockDataDir(dataDir);
      else lock.hold();
    },
    release: () => lock?.release(),
  };
}

/** Staff mode on this computer. */
const staffOf = (
  config: DeviceConfig,
  clock: Pick<Clock, 'at'>,
  { screenKey }: PrivateFiles,
  slowdown: PinSlowdown,
  { log, errors }: ReturnType<typeof recentErrors>,
): StaffParts => staffParts({ config, slowdown, log, errors, version: packageVersion(), screenKey, now: clock.at });

/**
 * Passes the agent's replies and lines to the callers at its HTTP server, and everything else to
 * the log.
 */
const observerOf = (
  http: KioskHttp,
  logger: Logger,
  log: AgentObserver['log'],
  restart: () => void,
): AgentObserver => ({
  reply: http.reply,
  rested: http.changed,
  recorded(ledger, seq, line) {
    http.recorded(ledger, seq, line);
    logger.debug({ ledger, seq, line }, 'recorded');
  },
  log,
  restart,
});
