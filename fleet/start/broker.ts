import type { Logger } from 'pino';
import type { FleetConfig } from '../../shared/config/fleet.ts';
import { embeddedBroker } from '../adapters/mqtt/embedded-broker.ts';
import { externalBroker } from '../adapters/mqtt/external-broker.ts';
import type { ListenerKeys } from '../adapters/mqtt/listener.ts';
import type { RunningBroker } from '../adapters/mqtt/running-broker.ts';
import type { Deadlines } from '../deadlines.ts';
import type { KeyPair } from '../pki/key-pair.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FleetService } from '../service/fleet-service.ts';
import type { Certificates } from './certificates.ts';
import { listenFailure } from './failure.ts';

/**
 * Opens the embedded broker or connects to the external one. The service must be open, because its
 * keys decide who may connect. Throws StartFailure.
 */
export async function openBroker(
  config: FleetConfig,
  service: FleetService,
  certificates: Certificates,
  deadlines: Deadlines,
  { log, emit }: { readonly log: Logger; readonly emit: (event: FleetEvent) => void },
): Promise<RunningBroker> {
  if (config.broker !== 'embedded') return externalBroker(config.broker, service, log);
  const { host, port, passwords } = config.mqtt;
  const { pki, of, onChange } = certificates;
  const keysOf = (pair: KeyPair): ListenerKeys => ({ ...pair, authorities: pki.authorities() });
  try {
    const keys = of.mqtt && keysOf(of.mqtt.pair);
    const failed = (error: unknown) => emit({ kind: 'broker-failed', why: traceOf(error), machine: null });
    const options = { host, port, keys, passwords, deadlines, failed };
    const broker = await embeddedBroker(options, service.authenticator, service);
    onChange('mqtt', (pair) => broker.rekey(keysOf(pair)));
    return broker;
  } catch (error) {
    throw listenFailure('mqtt', config.mqtt, error as NodeJS.ErrnoException);
  }
}

const traceOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
