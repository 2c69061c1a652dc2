import type { Logger } from 'pino';
import type { FleetConfig } from '../shared/config/fleet.ts';
import { urlHost } from '../shared/config/url-host.ts';
import { zoneOf } from '../shared/rules/calendar.ts';
import { StreamHub } from './adapters/http/stream.ts';
import { AuditQueries } from './audit/audit-queries.ts';
import { ApiTokens } from './auth/api-tokens.ts';
import { Users } from './auth/users.ts';
import type { FleetSecrets } from './config.ts';
import { type Deadlines, usualDeadlines } from './deadlines.ts';
import type { Clock } from './ports/clock.ts';
import type { FleetStore } from './ports/fleet-store.ts';
import type { FleetService } from './service/fleet-service.ts';
import { openBroker } from './start/broker.ts';
import { type Certificates, openCertificates, reportCutOff } from './start/certificates.ts';
import { type OpenData, openData } from './start/data.ts';
import { dropFirstPassword } from './start/first-password.ts';
import { openHttp } from './start/http.ts';
import { openPeople } from './start/people.ts';
import { packageVersion } from './start/program.ts';
import { enrolmentAt } from './start/reach.ts';
import { composeService, type Edges, reportChain } from './start/service.ts';
import { checkCertificates, systemClock, tickEachSecond } from './start/time.ts';

/** A fleet server that runs. */
export interface RunningFleet {
  readonly service: FleetService;
  readonly store: FleetStore;
  /** The address of its console. */
  readonly address: string;
  /** The ports that it listens on. The broker's is null if it is an external one. */
  readonly httpPort: number;
  readonly mqttPort: number | null;
  /** The administrator's password if it was just generated. It is shown only this once. */
  readonly adminPassword: string | null;
  /** Evaluates all that is due now instead of at the next second. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts everything: the store, then the keys, then the listeners. `clock` is the system's unless a
 * simulation brings its own; tests bring shorter `deadlines`. Throws StartFailure for a failure
 * that a person can repair.
 */
export async function startFleet(
  config: FleetConfig,
  secrets: FleetSecrets,
  log: Logger,
  clock: Clock = systemClock,
  deadlines: Deadlines = usualDeadlines,
): Promise<RunningFleet> {
  const version = packageVersion();
  const data = await openData(config, clock, log);
  reportChain(log);
  const edges: Edges = { broker: null, hub: null };
  const certificates = await opening(data.close, () => openCertificates(config, clock, log));
  const users = new Users(data.store, clock);
  const ended = (): void => void edges.hub?.tick();
  const programsOf = { users, environment: secrets.apiToken, ended };
  const tokens = new ApiTokens({ store: data.store, clock, audit: data.audit, ...programsOf });
  const { ports, enrolment, address: reached } = enrolmentAt(config, certificates, tokens.mayIssueCodes);
  const within = { store: data.store, clock, edges, enrolment, certificates };
  const { service, metrics, emit } = composeService(config, within, log);
  await service.open();
  reportCutOff(service.enrolment?.cutOff() ?? [], config, log);
  const hub = new StreamHub(service, clock.now, version);
  edges.hub = hub;
  await tokens.open();
  const closing = async (): Promise<void> => {
    hub.close();
    await service.stop();
    await data.close();
  };
  const provider = { oidc: config.oidc, address: reached };
  const firstChosen = (): void => dropFirstPassword(config.dataDir);
  const door = { log, audit: data.audit, users, tokens, emit, ended, firstChosen, ...provider };
  const people = await opening(closing, () => openPeople(data.store, clock, secrets, door));
  const auditQueries = auditQueriesOf(config, data, clock, service);
  const programs = { tokens, audit: data.audit, auditQueries };
  const parts = { service, ...people, hub, version, metrics, edges, certificates, ...programs };
  const http = await openHttp(config, parts, deadlines, log);

  // The first evaluation reads every machine's year. Kiosks that connect meanwhile are served.
  const tick = async (): Promise<void> => {
    data.audit.tick();
    await data.head.tick();
    await service.tick();
  };
  const ticking = tickEachSecond(tick, log);
  const checking = checkCertificates(certificates, log);
  const stop = async (): Promise<void> => {
    ticking.stop();
    checking.stop();
    people.stop();
    hub.close();
    await http.close();
    await edges.broker?.close();
    await closing();
  };
  try {
    edges.broker = await openBroker(config, service, certificates, deadlines, { log, emit });
    ports.mqtt = edges.broker.port;
    const httpPort = await http.listen();
    ports.http = httpPort;
    const adminPassword = await people.createFirst();
    const mqttPort = config.broker === 'embedded' ? edges.broker.port : null;
    const address = addressOf(config, certificates, httpPort);
    return { service, store: data.store, address, httpPort, mqttPort, adminPassword, tick, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The URL of the console. */
const addressOf = ({ http }: FleetConfig, { of }: Pick<Certificates, 'of'>, port: number): string =>
  `${of.http === null ? 'http' : 'https'}://${urlHost(http.host)}:${port}/`;

function auditQueriesOf(
  config: FleetConfig,
  { store, head }: Pick<OpenData, 'store' | 'head'>,
  clock: Clock,
  service: FleetService,
): AuditQueries {
  return new AuditQueries({
    store,
    head,
    clock,
    zone: zoneOf(config.timeZone),
    areaOf: (asked, own) => service.queries.area(asked, own),
  });
}

/** Opens a further part. If that fails, closes what is open already, and throws. */
async function opening<T>(close: () => Promise<void>, open: () => T | Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await close();
    throw error;
  }
}
