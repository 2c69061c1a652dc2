import type { Logger } from 'pino';
import { type FleetConfig, rulesOf, screenProduct } from '../../shared/config/fleet.ts';
import { chosenReasons } from '../../shared/config/reasons.ts';
import { zoneOf } from '../../shared/rules/calendar.ts';
import type { StreamHub } from '../adapters/http/stream.ts';
import { type FleetMetrics, fleetMetrics } from '../adapters/metrics/metrics.ts';
import type { RunningBroker } from '../adapters/mqtt/running-broker.ts';
import { fastestChain } from '../adapters/native/chain/fastest.ts';
import { systemIds } from '../adapters/native/ids.ts';
import { systemPins } from '../adapters/native/pins.ts';
import { eventLog } from '../event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FleetStore } from '../ports/fleet-store.ts';
import { FleetService } from '../service/fleet-service.ts';
import type { ServicePorts } from '../service/service-ports.ts';
import type { Certificates } from './certificates.ts';

/**
 * What the service sends to. Null until opened, which happens after the service: before that,
 * nothing is sent and no page is informed.
 */
export interface Edges {
  broker: RunningBroker | null;
  hub: StreamHub | null;
}

/**
 * Names of products in one language: a function from code to name, or to the code itself if it has
 * no name.
 */
export type ProductNames = (lang: 'zh' | 'en') => (code: string) => string;

/** The names of the configured products. */
export function productNames(products: FleetConfig['products']): ProductNames {
  const names = new Map(products.map((product) => [product.code as string, product]));
  return (lang) => (code) => names.get(code)?.[lang] ?? code;
}

/** What the service is composed of. */
export interface ServiceParts {
  readonly store: FleetStore;
  readonly clock: Clock;
  readonly edges: Readonly<Edges>;
  readonly enrolment: NonNullable<ServicePorts['enrolment']>;
  readonly certificates: Pick<Certificates, 'health'>;
}

/**
 * Composes the service with its store, not open yet. Its events go to the metrics, the pages and
 * the log.
 */
export function composeService(
  config: FleetConfig,
  { store, clock, edges, enrolment, certificates }: ServiceParts,
  log: Logger,
): { readonly service: FleetService; readonly metrics: FleetMetrics; readonly emit: (event: FleetEvent) => void } {
  const metrics = fleetMetrics({
    service: () => service,
    connections: () => edges.broker?.connections() ?? 0,
    streams: () => edges.hub?.watchers ?? 0,
    tls: certificates.health,
  });
  const logEvent = eventLog(log, clock.now);
  const emit = (event: FleetEvent): void => {
    metrics.count(event);
    edges.hub?.publish(event);
    logEvent(event);
  };
  const service = new FleetService({
    enrolment,
    store,
    broker: {
      send: (...given) => edges.broker?.send(...given),
      drop: (machine) => edges.broker?.drop(machine),
    },
    clock,
    ids: systemIds,
    pins: systemPins,
    zone: zoneOf(config.timeZone),
    rules: rulesOf(config),
    productName: productNames(config.products)('zh'),
    screenProducts: config.products.map(screenProduct),
    reasons: new Set(chosenReasons(config.reasons).map(({ code }) => code)),
    emit,
    emitFailed: (event, error) => log.error({ err: error, event: event.kind }, 'an event could not be emitted'),
  });
  return { service, metrics, emit };
}

/** Writes to the log if the chain is computed without compiled code. */
export function reportChain(log: Logger): void {
  const chain = fastestChain();
  if (chain.is === 'one-shot')
    log.info(
      { why: chain.why },
      'the chain is not compiled: large batches take longer; npm ci with a C++ toolchain compiles it',
    );
}
