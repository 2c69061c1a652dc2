import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { LedgerId } from '../shared/contracts/ids.ts';
import { sha256Chain } from './adapters/chain.ts';
import { systemClock } from './adapters/clock.ts';
import { DataDirInUse, type DataDirLock, lockDataDir } from './adapters/data-dir-lock.ts';
import type { Kiosk } from './adapters/http/kiosk.ts';
import { kioskHttp } from './adapters/kiosk-http.ts';
import { OtherMachine } from './adapters/ledger/owner.ts';
import { NewerLedger } from './adapters/ledger/walk.ts';
import type { Logger } from './adapters/log.ts';
import { type MqttLink, mqttLink } from './adapters/mqtt-link.ts';
import { SerialLine } from './adapters/serial-line.ts';
import { openLedger, type SqliteLedger } from './adapters/sqlite-ledger.ts';
import type { Agent } from './agent/agent.ts';
import { createAgent } from './agent/create-agent.ts';
import { boardKinds, createDriver } from './board/catalogue.ts';
import type { DeviceConfig } from './config.ts';
import { type AgentObserver, DiskFailure } from './ports.ts';

/** A kiosk that can't be started, in one line for whoever tries. */
export class CannotStart extends Error {
  constructor(line: string) {
    super(line);
    this.name = 'CannotStart';
  }
}

/** A kiosk that runs. */
export interface RunningKiosk {
  readonly httpPort: number;
  /** The agent is to be started anew: the fleet said so, or its ledger is damaged. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** How often a disk that doesn't let the ledger be opened is tried again. */
const openRetryMs = 5_000;

/** How often it is looked whether the ledger's file still stands under its name, beside every commit. */
const lookEveryMs = 5_000;

/** Odd, so that the message ids of two starts in a row are far apart on the line. */
const idsApart = 7_919;

/**
 * Starts one kiosk. Its HTTP is there first: where the disk doesn't let the ledger be opened it says why, and the disk is tried again and
 * again. Throws CannotStart where trying again is of no use.
 */
export async function startKiosk(config: DeviceConfig, log: Logger): Promise<RunningKiosk> {
  const clock = systemClock();
  let lock: DataDirLock | null = null;
  let store: SqliteLedger | null = null;
  let link: MqttLink | null = null;
  let kiosk: Kiosk = { agent: null, failure: new DiskFailure('disk-error', 'not opened yet') };
  let retry: NodeJS.Timeout | undefined;
  const looking = setInterval(() => kiosk.agent?.look(), lookEveryMs);
  let end: (why: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });

  const tell: AgentObserver['log'] = (level, message, detail = {}) => log[level](detail, message);
  const http = kioskHttp({
    host: config.http.host,
    port: config.http.port,
    pin: config.staff.pin,
    monoMs: clock.monoMs,
    kiosk: () => kiosk,
    log: tell,
    broken: (error) => setImmediate(() => Promise.reject(error)),
    meters: [
      {
        name: 'yaoju_fleet_retained_refused',
        help: 'Retained messages, which nobody may send',
        read: () => link?.refused.retained ?? 0,
      },
      {
        name: 'yaoju_fleet_foreign_refused',
        help: 'Messages on topics that are not ours',
        read: () => link?.refused.foreign ?? 0,
      },
      { name: 'yaoju_fleet_unacknowledged', help: 'Publishes without a PUBACK', read: () => link?.unacknowledged ?? 0 },
    ],
  });
  const observer: AgentObserver = {
    reply: http.reply,
    recorded(ledger, seq, line) {
      http.recorded(ledger, seq, line);
      log.debug({ ledger, seq, line }, 'recorded');
    },
    log: tell,
    restart: () => end('the fleet ordered a restart'),
  };

  /** Opens what the ledger needs, and the agent on it; throws DiskFailure with nothing left open but the lock. */
  function open(): { agent: Agent; ledger: SqliteLedger } {
    lock ??= lockDataDir(config.dataDir);
    const folder = lock;
    const ledger = openLedger({
      dataDir: config.dataDir,
      machine: config.machine,
      holdFolder: () => folder.hold(),
      chain: sha256Chain,
      newLedger: newLedgerId,
      dated: () => new Date(clock.at()).toISOString().slice(0, 19).replaceAll(':', '-').concat('Z'),
      say: tell,
      onDamage: () => end('the ledger file is damaged'),
    });
    try {
      const agent = agentOn(ledger);
      store = ledger;
      return { agent, ledger };
    } catch (error) {
      ledger.close();
      throw error;
    }
  }

  function agentOn(ledger: SqliteLedger): Agent {
    const { board, fleet, machine, lanes } = config;
    let boardTrouble = '';
    let linkTrouble = '';
    const line = new SerialLine(
      { port: board.port, baudRate: board.baudRate, longestLine: boardKinds[board.driver].longestLine },
      {
        opened() {
          boardTrouble = '';
          agent.line.opened();
        },
        closed(reason, detail) {
          const trouble = `${reason}: ${detail}`;
          if (trouble !== boardTrouble) tell('warn', 'the serial line is closed', { port: board.port, reason, detail });
          boardTrouble = trouble;
          agent.line.closed(reason);
        },
        received: (bytes) => agent.line.received(bytes),
      },
    );
    link = mqttLink(
      { url: fleet.url, machine, password: fleet.password, ...(fleet.ca === undefined ? {} : { ca: fleet.ca }) },
      {
        up() {
          linkTrouble = '';
          tell('info', 'the fleet is connected');
          agent.link.up();
        },
        down(reason) {
          if (reason !== linkTrouble) tell('warn', 'the fleet is not connected', { reason });
          linkTrouble = reason;
          agent.link.down(reason);
        },
        message: (channel, payload) => agent.link.message(channel, payload),
      },
    );
    const agent = createAgent({
      store: ledger,
      driver: createDriver(board.driver, {}, ledger.last * idsApart, board),
      line,
      link,
      clock,
      observer,
      newLedgerId,
      version: packageVersion(),
      builtAtMs: builtAtMs(),
      lanes,
      cause: ledger.begun,
      rssBytes: () => process.memoryUsage.rss(),
    });
    return agent;
  }

  function begin(): void {
    try {
      const opened = open();
      kiosk = opened;
      tell('info', 'the ledger is open', {
        ledger: opened.ledger.ledger,
        last: opened.ledger.last,
        begun: opened.ledger.begun,
      });
      opened.agent.start();
    } catch (error) {
      if (!(error instanceof DiskFailure)) throw error;
      if (kiosk.agent === null && kiosk.failure.message !== error.message)
        tell('error', 'the ledger cannot be opened: nothing is given out until it can', {
          code: error.code,
          message: error.message,
        });
      kiosk = { agent: null, failure: error };
      retry = setTimeout(begin, openRetryMs);
    }
  }

  async function stop(): Promise<void> {
    clearTimeout(retry);
    clearInterval(looking);
    kiosk.agent?.stop();
    clock.stop();
    await http.close();
    store?.close();
    lock?.release();
  }

  try {
    const httpPort = await http.listen();
    begin();
    tell('info', 'the kiosk is up', { machine: config.machine, http: `http://${config.http.host}:${httpPort}` });
    return { httpPort, ended, stop };
  } catch (error) {
    await stop();
    throw cannotStart(error, config) ?? error;
  }
}

function cannotStart(error: unknown, { http }: DeviceConfig): CannotStart | null {
  if ([DataDirInUse, NewerLedger, OtherMachine].some((kind) => error instanceof kind) && error instanceof Error)
    return new CannotStart(error.message);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return new CannotStart(`http.port ${http.port} on ${http.host} is taken by another program`);
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CannotStart(`cannot listen on http.host ${http.host}, http.port ${http.port}: ${code}`);
  return null;
}

const newLedgerId = (): LedgerId => LedgerId.parse(randomUUID());

/** When the program was built, as the build wrote it down; of a program that was only compiled, when that was. */
function builtAtMs(): number {
  const note = new URL('../built.json', import.meta.url);
  if (!existsSync(note)) return Math.trunc(statSync(new URL(import.meta.url)).mtimeMs);
  return z.object({ at: z.int().min(0) }).parse(JSON.parse(readFileSync(note, 'utf8'))).at;
}

/** The package's version; its package.json lies beside `dist`. */
function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
