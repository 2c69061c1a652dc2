import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { root } from '../shared/areas/jiangxi.ts';
import { type FleetConfig, rulesOf } from '../shared/config/fleet.ts';
import { formatDay, zoneOf } from '../shared/rules/calendar.ts';
import type { Rules } from '../shared/rules/defaults.ts';
import type { RouteDependencies } from './adapters/http/routes/route-context.ts';
import { httpServer } from './adapters/http/server.ts';
import { StreamHub } from './adapters/http/stream.ts';
import { fleetMetrics } from './adapters/metrics/metrics.ts';
import { embeddedBroker, type RunningBroker } from './adapters/mqtt/embedded-broker.ts';
import { externalBroker } from './adapters/mqtt/external-broker.ts';
import { fastestChain } from './adapters/native/chain/fastest.ts';
import { systemIds } from './adapters/native/ids.ts';
import { DataDirInUse, lockDataDir } from './adapters/sqlite/connection/data-dir-lock.ts';
import { databaseIn, isDatabaseMissing, markDatabase } from './adapters/sqlite/connection/mark.ts';
import { Sessions } from './auth/sessions.ts';
import { UserAdministration } from './auth/user-administration.ts';
import { Users } from './auth/users.ts';
import type { FleetSecrets } from './config.ts';
import { eventLog, logMissing, logQuarantined, logRewritten } from './event-log.ts';
import type { Clock } from './ports/clock.ts';
import type { FleetStore } from './ports/fleet-store.ts';
import { FleetService } from './service/fleet-service.ts';
import { sqliteStore } from './store/sqlite-store.ts';

/** A fleet server that runs. */
export interface RunningFleet {
  readonly service: FleetService;
  readonly store: FleetStore;
  /** Ports that it listens on; the broker's is null where it is an external one. */
  readonly httpPort: number;
  readonly mqttPort: number | null;
  /** The administrator's password where it was just made: shown this once. */
  readonly adminPassword: string | null;
  /** Judges all that is due now instead of at the next second. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/** A failure of the start that a person can mend, in one line; of the configuration, or of the computer as it is. */
export class StartFailure extends Error {
  readonly of: 'configuration' | 'computer';
  constructor(line: string, of: StartFailure['of'] = 'computer') {
    super(line);
    this.of = of;
  }
}

const tickMs = 1000;
const here = fileURLToPath(new URL('.', import.meta.url));

/** The package's version, from the package file above the compiled code. */
function versionOf(): string {
  for (const up of ['..', '../..', '../../..'])
    try {
      return (JSON.parse(readFileSync(join(here, up, 'package.json'), 'utf8')) as { version: string }).version;
    } catch {
      // One further up.
    }
  return '0';
}

const systemClock: Clock = {
  now: () => Date.now(),
  rest: (ms) => new Promise((resolve) => (ms < 1 ? setImmediate(resolve) : setTimeout(resolve, ms))),
};

/** Starts everything: the store, then the keys, then those who listen. `clock` is the system's unless a simulation brings its own. */
export async function startFleet(
  config: FleetConfig,
  secrets: FleetSecrets,
  log: Logger,
  clock: Clock = systemClock,
): Promise<RunningFleet> {
  const version = versionOf();
  const rules = rulesOf(config);
  const zone = zoneOf(config.timeZone);
  const store = openStore(config, rules, clock, log);
  const lock = takeDataDir(config.dataDir);
  const missing = isDatabaseMissing(config.dataDir);
  const opened = await store.open().catch((error: Error) => {
    lock.release();
    throw new StartFailure(`store: ${config.dataDir}: ${error.message}`);
  });
  if (opened.putAside !== null) logQuarantined(log, opened.putAside);
  else if (missing) logMissing(log, config.dataDir);
  markDatabase(config.dataDir);
  const chain = fastestChain();
  if (chain.is === 'one-shot')
    log.info(
      { why: chain.why },
      'the chain is not compiled: large batches take longer; npm ci with a C++ toolchain compiles it',
    );

  let broker: RunningBroker | null = null;
  let hub: StreamHub | null = null;
  const names = new Map(config.products.map((product) => [product.code as string, product]));
  const productName = (lang: 'zh' | 'en') => (code: string) => names.get(code)?.[lang] ?? code;
  const metrics = fleetMetrics(
    () => service,
    () => broker?.connections() ?? 0,
    () => hub?.watchers ?? 0,
  );
  const logEvent = eventLog(log, clock.now);
  const service = new FleetService({
    store,
    broker: { send: (...given) => broker?.send(...given), drop: (machine) => broker?.drop(machine) },
    clock,
    ids: systemIds,
    zone,
    rules,
    productName: productName('zh'),
    emit: (event) => {
      metrics.count(event);
      hub?.publish(event);
      logEvent(event);
    },
    emitFailed: (event, error) => log.error({ err: error, event: event.kind }, 'an event could not be emitted'),
  });
  await service.open();
  const users = new Users(store, clock);
  const adminPassword = await users.open(secrets.adminPassword);
  hub = new StreamHub(service, clock.now, version);
  const started = clock.now();
  const dependencies: Omit<RouteDependencies, 'authenticate'> = {
    service,
    sessions: new Sessions({ store, clock, users, apiToken: secrets.apiToken }),
    users: new UserAdministration(users),
    hub,
    productName,
    timeText: (at) => new Date(at).toLocaleString('sv-SE', { timeZone: config.timeZone }),
    info: () => ({
      name: 'yaoju',
      version,
      started,
      now: clock.now(),
      asOf: clock.now(),
      timeZone: config.timeZone,
      day: formatDay(zone.dayOf(clock.now())),
      rules: { ...rules },
      root,
      products: config.products,
      graceUntil: service.upSince + rules.offlineMinutes * 60_000,
      store: { state: service.storeError === null ? 'ok' : 'failed', detail: service.storeError },
    }),
  };
  const http = await httpServer(
    {
      // A line a request would drown what matters.
      log: log.child({ part: 'http' }, { level: 'warn' }),
      version,
      console: join(here, '..', 'console'),
      metrics: metrics.registry,
      health: () => ({
        ok: service.storeError === null,
        version,
        store: service.storeError ?? 'ok',
        notBooked: service.notBooked(),
        connections: broker?.connections() ?? 0,
      }),
    },
    dependencies,
  );
  // The first judgement reads every machine's year: those who connect meanwhile are heard all the same.
  const ticking = tickOver(service, log);
  try {
    broker = await openBroker(config, service, log);
    await http.listen({ host: config.http.host, port: config.http.port }).catch((error: NodeJS.ErrnoException) => {
      throw new StartFailure(portTrouble('http', config.http, error));
    });
  } catch (error) {
    ticking.stop();
    await broker?.close();
    await http.close();
    await service.stop();
    await store.close();
    lock.release();
    throw error;
  }
  const address = http.server.address();
  return {
    service,
    store,
    httpPort: typeof address === 'object' && address ? address.port : config.http.port,
    mqttPort: config.broker === 'embedded' ? broker.port : null,
    adminPassword,
    tick: () => service.tick(),
    stop: async () => {
      ticking.stop();
      hub?.close();
      await http.close();
      await broker?.close();
      await service.stop();
      await store.close();
      lock.release();
    },
  };
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

function openStore(config: FleetConfig, rules: Rules, clock: Clock, log: Logger): FleetStore {
  if (config.store !== 'sqlite')
    throw new StartFailure(`store holds ${JSON.stringify(config.store)}: this version knows sqlite alone`);
  return sqliteStore(
    {
      file: databaseIn(config.dataDir),
      timeZone: config.timeZone,
      clockToleranceMs: rules.clockWrongMinutes * 60_000,
      yearClosesDays: rules.yearClosesDays,
      fastestTurnMs: rules.fastestTurnMs,
      now: clock.now(),
    },
    (lost) => logRewritten(log, lost),
  );
}

async function openBroker(config: FleetConfig, service: FleetService, log: Logger): Promise<RunningBroker> {
  if (config.broker !== 'embedded') return externalBroker(config.broker, service, log);
  const { host, port, tls } = config.mqtt;
  try {
    const keys = tls ? { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } : null;
    return await embeddedBroker({ host, port, tls: keys }, service, service);
  } catch (error) {
    throw new StartFailure(portTrouble('mqtt', config.mqtt, error as NodeJS.ErrnoException));
  }
}

function portTrouble(
  key: string,
  { host, port }: { host: string; port: number },
  error: NodeJS.ErrnoException,
): string {
  if (error.code === 'EADDRINUSE') return `${key}.port holds ${port}, which is taken on ${host}: choose another one`;
  if (error.code === 'EACCES') return `${key}.port holds ${port}, which this user may not open`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${key}.host holds ${host}, which is no address of this computer`;
  return `${key}: ${error.message}`;
}

/** Calls `tick` each second; a judging that takes longer is joined, not waited for, so that commands keep their time. */
function tickOver(service: FleetService, log: Logger): { stop(): void } {
  const tick = (): void => {
    service.tick().catch((error: unknown) => log.error({ err: error }, 'tick failed'));
  };
  const timer = setInterval(tick, tickMs);
  tick();
  return { stop: () => clearInterval(timer) };
}
