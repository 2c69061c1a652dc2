import type { IClientOptions } from 'mqtt';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { topic } from '../../shared/contracts/topics.ts';
import { refusedLinks } from '../core/fleet-contact.ts';

/** [MQTT contract, storms] */
const keepaliveS = 60;

/** Of everything that a kiosk sends and subscribes to. */
export const qos = 1;

/** CONNACK's return codes that mean the machine itself is refused [MQTT 3.1.1, 3.2.2.3]. */
const connackReasons: Readonly<Record<number, string>> = {
  2: refusedLinks[0],
  3: 'the fleet is not ready',
  4: refusedLinks[1],
  5: refusedLinks[2],
};

/** What the client of a connection is made with. Without a password the machine's key is enough. */
export const clientOptions = (
  machine: MachineId,
  password: string | undefined,
  connectTimeout: number,
  will: string,
): IClientOptions => ({
  protocolVersion: 4,
  clientId: machine,
  username: machine,
  ...(password === undefined ? {} : { password }),
  clean: true,
  keepalive: keepaliveS,
  connectTimeout,
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  will: { topic: topic(machine, 'presence'), payload: Buffer.from(will), qos, retain: false },
});

/** An error in words for the log and /healthz: never what the URL or the password holds. */
export function describe(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return connackReasons[code] ?? error.message;
  // Several addresses were tried, each with its own error.
  if (error instanceof AggregateError) return error.errors.map((each) => describe(each)).join('; ');
  return error.message || String(code ?? error.name);
}

/** Whether an error is a CONNACK with which the fleet refuses this machine. */
export const isRefusal = (error: Error): boolean =>
  'code' in error && typeof error.code === 'number' && [2, 4, 5].includes(error.code);
