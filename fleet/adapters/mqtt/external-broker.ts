import { isUtf8 } from 'node:buffer';
import mqtt from 'mqtt';
import type { Logger } from 'pino';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { kioskChannels, readTopic, topic, topicOfAll } from '../../../shared/contracts/topics.ts';
import type { BrokerEvents } from '../../ports/broker.ts';
import { ownBytes } from './own-bytes.ts';
import type { RunningBroker } from './running-broker.ts';

/**
 * Connects the fleet to an external MQTT broker. That broker must itself restrict each kiosk to its
 * own topics, as the embedded one does. The fleet's user and password are in the URL. Nothing is
 * queued while the broker is unreachable: the next heartbeat repairs what was lost.
 */
export async function externalBroker(url: string, events: BrokerEvents, log: Logger): Promise<RunningBroker> {
  const client = mqtt.connect(url, {
    clean: true,
    clientId: `yaoju-fleet-${process.pid}`,
    queueQoSZero: false,
    reconnectPeriod: 2000,
    resubscribe: false,
    keepalive: 30,
  });
  client.on('connect', () => {
    log.info({ broker: client.options.host }, 'broker connected');
    client.subscribe(kioskChannels.map(topicOfAll), { qos: 1 });
  });
  client.on('error', (error) => log.warn({ err: error }, 'broker'));
  client.on('close', () => log.warn('broker disconnected'));
  client.on('message', (name, payload, packet) => {
    const read = readTopic(name);
    const channel = kioskChannels.find((each) => each === read?.channel);
    if (!read || !channel) return;
    if (packet.retain) events.refused('retained', read.machine);
    else if (channel === 'events') events.batch(read.machine, ownBytes(payload));
    else events.message(read.machine, channel, isUtf8(payload) ? payload.toString() : null, payload.length);
  });
  return {
    port: 0,
    connections: () => 0,
    send: (machine: MachineId, channel, payload) => {
      if (client.connected) client.publish(topic(machine, channel), payload, { qos: 1, retain: false });
    },
    drop: () => undefined,
    rekey: () => undefined,
    close: () => client.endAsync(true).then(() => undefined),
  };
}
