import { networkInterfaces } from 'node:os';
import type { FleetConfig } from '../../shared/config/fleet.ts';
import { urlHost } from '../../shared/config/url-host.ts';
import type { MayIssue } from '../registry/credentials.ts';
import type { Reach } from '../service/enrolment.ts';
import type { ServicePorts } from '../service/service-ports.ts';
import type { Certificates } from './certificates.ts';

/** The ports that the server listens on, once it does. */
interface Ports {
  mqtt: number;
  http: number;
}

/** What enrolment needs of a server, whose ports are filled in once it listens. */
export function enrolmentAt(
  config: FleetConfig,
  certificates: Certificates,
  mayIssue: MayIssue,
): {
  readonly ports: Ports;
  readonly enrolment: NonNullable<ServicePorts['enrolment']>;
  /** The URL by which browsers and kiosks reach the server. */
  readonly address: () => string;
} {
  const ports = { mqtt: config.mqtt.port, http: config.http.port };
  return {
    ports,
    enrolment: { pki: certificates.pki, reach: () => reachOf(config, certificates, ports), mayIssue },
    address: () => addressOf(config, certificates, ports),
  };
}

/** The configured address of HTTP, else the server's own. */
function addressOf({ http }: FleetConfig, { of }: Pick<Certificates, 'of'>, ports: Ports): string {
  return http.address ?? `${of.http === null ? 'http' : 'https'}://${reachable(http.host)}:${ports.http}`;
}

/**
 * The addresses at which kiosks reach this server: the configured ones, else its own.
 * Null if the broker is not the embedded one, or has no TLS.
 */
function reachOf(config: FleetConfig, { of }: Pick<Certificates, 'of'>, ports: Ports): Reach {
  const { mqtt, http } = config;
  if (config.broker !== 'embedded' || of.mqtt === null) return null;
  const named = http.address === undefined ? null : new URL(http.address).hostname;
  return {
    broker: mqtt.address ?? `mqtts://${named ?? reachable(mqtt.host)}:${ports.mqtt}`,
    address: addressOf(config, { of }, ports),
    publicAuthorities: mqtt.tls?.cert !== undefined,
  };
}

/** A host under which other computers find the one that listens on `host`, as in a URL. */
function reachable(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return urlHost(host);
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
