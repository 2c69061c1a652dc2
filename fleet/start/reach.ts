import { networkInterfaces } from 'node:os';
import type { FleetConfig } from '../../shared/config/fleet.ts';
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
): { readonly ports: Ports; readonly enrolment: NonNullable<ServicePorts['enrolment']> } {
  const ports = { mqtt: config.mqtt.port, http: config.http.port };
  return { ports, enrolment: { pki: certificates.pki, reach: () => reachOf(config, certificates, ports) } };
}

/**
 * The addresses at which kiosks reach this server: the configured ones, else its own.
 * Null if the broker is not the embedded one, or has no TLS.
 */
function reachOf(config: FleetConfig, { of }: Pick<Certificates, 'of'>, ports: Ports): Reach {
  const { mqtt, http } = config;
  if (config.broker !== 'embedded' || of.mqtt === null) return null;
  const named = http.address === undefined ? null : new URL(http.address).hostname;
  const httpHost = named ?? reachable(http.host);
  return {
    broker: mqtt.address ?? `mqtts://${named ?? reachable(mqtt.host)}:${ports.mqtt}`,
    address: http.address ?? `${of.http === null ? 'http' : 'https'}://${httpHost}:${ports.http}`,
    publicAuthorities: mqtt.tls?.cert !== undefined,
  };
}

/** A host under which other computers find the one that listens on `host`, as in a URL. */
function reachable(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
