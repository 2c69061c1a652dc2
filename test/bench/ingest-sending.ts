import mqtt, { type MqttClient } from 'mqtt';
import type { Receipt } from '../../shared/contracts/batch.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { topic } from '../../shared/contracts/topics.ts';
import type { Batch } from './ingest-batches.ts';

/** Batches of one machine under way at once, as for an agent. */
const window = 4;

/** A registered machine. */
export interface Sender {
  readonly machine: MachineId;
  readonly secret: string;
}

/** Connects a machine with its secret. The server's certificate is not checked. */
export const connected = (broker: string, { machine, secret }: Sender): Promise<MqttClient> =>
  mqtt.connectAsync(broker, {
    rejectUnauthorized: false,
    clientId: machine,
    username: machine,
    password: secret,
    clean: true,
    reconnectPeriod: 0,
  });

/**
 * Sends all batches of all machines to a broker's URL, with a window. Returns batches per second,
 * from the first to the last acknowledged.
 */
export async function sendAll(
  broker: string,
  senders: readonly Sender[],
  work: readonly (readonly Batch[])[],
  by: 'receipt' | 'puback',
): Promise<number> {
  const clients = await Promise.all(senders.map((sender) => connected(broker, sender)));
  if (by === 'receipt')
    await Promise.all(
      clients.map((client, at) => client.subscribeAsync(topic(machineAt(senders, at), 'receipt'), { qos: 1 })),
    );
  const began = performance.now();
  await Promise.all(
    clients.map(
      (client, at) =>
        new Promise<void>((resolve) => {
          const batches = work[at] ?? [];
          let sent = 0;
          let done = 0;
          const push = (): void => {
            while (sent < batches.length && sent - done < window) {
              const batch = batches[sent];
              sent += 1;
              if (batch)
                client.publish(topic(machineAt(senders, at), 'events'), batch.payload, { qos: 1 }, () => {
                  if (by !== 'puback') return;
                  done += 1;
                  push();
                });
            }
            if (done >= batches.length) resolve();
          };
          if (by === 'receipt')
            client.on('message', (_topic, payload) => {
              const { through } = JSON.parse(payload.toString()) as Receipt;
              while (done < batches.length && (batches[done]?.through ?? Infinity) <= through) done += 1;
              push();
            });
          push();
        }),
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.endAsync()));
  return work.reduce((sum, batches) => sum + batches.length, 0) / seconds;
}

const machineAt = (senders: readonly Sender[], at: number): MachineId => {
  const sender = senders[at];
  if (!sender) throw new Error(`no sender ${at}`);
  return sender.machine;
};
