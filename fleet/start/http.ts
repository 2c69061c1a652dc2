import type { Server } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { Logger } from 'pino';
import { root } from '../../shared/areas/jiangxi.ts';
import { type FleetConfig, rulesOf } from '../../shared/config/fleet.ts';
import { namedReasons } from '../../shared/config/reasons.ts';
import type { Info } from '../../shared/contracts/fleet-http.ts';
import { formatDay } from '../../shared/rules/calendar.ts';
import type { RouteDependencies } from '../adapters/http/routes/route-context.ts';
import { httpServer, tlsOptions } from '../adapters/http/server.ts';
import type { SessionParts } from '../adapters/http/session.ts';
import type { FleetMetrics } from '../adapters/metrics/metrics.ts';
import type { Deadlines } from '../deadlines.ts';
import { ownNames } from '../pki/own-names.ts';
import type { Certificates } from './certificates.ts';
import { listenFailure } from './failure.ts';
import { consoleFolder } from './program.ts';
import { type Edges, productNames } from './service.ts';

/** What the HTTP server needs to handle requests. */
export interface HttpParts
  extends Pick<RouteDependencies, 'service' | 'users' | 'account' | 'hub' | 'tokens' | 'audit' | 'auditQueries'> {
  readonly entrance: SessionParts;
  readonly version: string;
  readonly metrics: FleetMetrics;
  readonly edges: Readonly<Edges>;
  readonly certificates: Certificates;
}

/** The API, the console, health and metrics. Nothing listens before `listen` is called. */
export interface OpenHttp {
  /** Returns the port that it listens on. Throws StartFailure. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** Composes the HTTP server. */
export async function openHttp(
  config: FleetConfig,
  parts: HttpParts,
  deadlines: Deadlines,
  log: Logger,
): Promise<OpenHttp> {
  const { service, entrance, users, account, tokens, hub, audit, auditQueries, version, metrics, edges, certificates } =
    parts;
  const http = await httpServer(
    {
      // A log line per request would hide what matters.
      log: log.child({ part: 'http' }, { level: 'warn' }),
      version,
      console: consoleFolder(),
      metrics: metrics.registry,
      tls: certificates.of.http?.pair ?? null,
      hosts: { configured: config.http.hosts ?? null, own: namesOf(config.http) },
      proxies: config.http.proxies,
      deadlines,
      health: () => ({
        ok: service.storeError === null,
        version,
        store: service.storeError ?? 'ok',
        notBooked: service.setAside(),
        quarantined: service.quarantines.machines(),
        filling: service.filling.progress,
        connections: edges.broker?.connections() ?? 0,
        plain: certificates.plain,
        tls: certificates.health(),
        enrolAgain: service.enrolment?.cutOff().length ?? 0,
      }),
    },
    {
      service,
      entrance,
      users,
      tokens,
      account,
      hub,
      audit,
      auditQueries,
      productName: productNames(config.products),
      timeText: timeTextIn(config.timeZone),
      info: infoOf(config, version, parts),
    },
  );
  if (certificates.of.http !== null) takeCertificates(http.server, certificates, deadlines);
  return {
    listen: async () => {
      await http.listen({ host: config.http.host, port: config.http.port }).catch((error: NodeJS.ErrnoException) => {
        throw listenFailure('http', config.http, error);
      });
      const address = http.server.address();
      return typeof address === 'object' && address ? address.port : config.http.port;
    },
    close: () => http.close(),
  };
}

/** Uses further certificates without a restart, and closes sockets whose handshake failed. */
function takeCertificates(server: Server, certificates: Certificates, deadlines: Deadlines): void {
  if (!(server instanceof TlsServer)) return;
  server.on('tlsClientError', (_, socket) => socket.destroy());
  certificates.onChange('http', (pair) => server.setSecureContext(tlsOptions(pair, deadlines)));
}

/** The names and addresses under which the server itself is known, as in its own certificate. */
function namesOf({ host, address }: FleetConfig['http']): string[] {
  const named = address === undefined ? [] : [new URL(address).hostname.replace(/^\[|\]$/g, '')];
  return ownNames([...named, host]).map((name) => name.toLowerCase());
}

/**
 * Writes instants as `2026-11-29 14:32:05` in a time zone. One formatter serves all of them: making
 * one takes longer than writing a row of a sheet.
 */
function timeTextIn(timeZone: string): (at: number) => string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (at) => clock.format(at);
}

/** Returns a function that gives the response of `/api/info`. */
function infoOf(config: FleetConfig, version: string, { service, certificates }: HttpParts): () => Info {
  const rules = rulesOf(config);
  const started = service.now();
  return () => ({
    name: 'yaoju',
    version,
    started,
    now: service.now(),
    asOf: service.now(),
    timeZone: config.timeZone,
    day: formatDay(service.today()),
    rules: { ...rules },
    root,
    products: config.products.map(({ code, zh, en, spec, maker }) => ({
      ...{ code, zh, en, spec },
      ...(maker === undefined ? {} : { maker }),
    })),
    reasons: [...namedReasons(config.reasons)],
    graceUntil: service.upSince + rules.offlineMinutes * 60_000,
    plain: [...certificates.plain],
    store: { state: service.storeError === null ? 'ok' : 'failed', detail: service.storeError },
  });
}
