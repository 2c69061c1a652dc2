import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { FleetConfig } from '../../shared/config/fleet.ts';
import { embeddedBroker } from '../adapters/mqtt/embedded-broker.ts';
import { externalBroker } from '../adapters/mqtt/external-broker.ts';
import type { RunningBroker } from '../adapters/mqtt/running-broker.ts';
import type { FleetService } from '../service/fleet-service.ts';
import { listenFailure } from './failure.ts';

/**
 * Opens the embedded broker or connects to the external one. The service must be open, because its
 * keys decide who may connect. Throws StartFailure.
 */
export async function openBroker(config: FleetConfig, service: FleetService, log: Logger): Promise<RunningBroker> {
  if (config.broker !== 'embedded') return externalBroker(config.broker, service, log);
  const { host, port, tls } = config.mqtt;
  try {
    const keys = tls ? { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } : null;
    return await embeddedBroker({ host, port, tls: keys }, service, service);
  } catch (error) {
    throw listenFailure('mqtt', config.mqtt, error as NodeJS.ErrnoException);
  }
}
