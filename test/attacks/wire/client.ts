import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Verdict } from '../support/attack.ts';

const waitMs = 3000;

/** A client that connects once, or null if it was refused. Plain, unless the options say TLS. */
export function connected(port: number, options: IClientOptions): Promise<MqttClient | null> {
  return new Promise((resolve) => {
    const client = mqtt.connect({
      protocol: 'mqtt',
      host: '127.0.0.1',
      port,
      protocolVersion: 4,
      reconnectPeriod: 0,
      connectTimeout: 5000,
      ...options,
    });
    const refuse = (): void => {
      client.end(true);
      resolve(null);
    };
    client.on('error', refuse);
    client.on('close', refuse);
    client.once('connect', () => resolve(client));
  });
}

/** What a client of a machine does once it is connected: true if it got what it wanted. */
export async function asClient(
  port: number,
  options: IClientOptions,
  attempt: (client: MqttClient) => Promise<boolean>,
): Promise<Verdict> {
  const client = await connected(port, options);
  if (client === null) throw new Error('the client itself is refused');
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), waitMs).unref());
  const closed = new Promise<boolean>((resolve) => client.once('close', () => resolve(false)));
  const isOpen = await Promise.race([attempt(client).catch(() => false), closed, late]);
  client.end(true);
  return isOpen ? 'open' : 'blocked';
}

/** Subscribes to a topic: whether the broker granted it. */
export const subscribes = (topic: string) => async (client: MqttClient) =>
  (await client.subscribeAsync(topic, { qos: 1 })).some(({ qos }) => qos < 128);

/** Publishes to a topic: whether the broker acknowledged it. */
export const publishes =
  (topic: string, retain = false) =>
  async (client: MqttClient) =>
    (await client.publishAsync(topic, '{}', { qos: 1, retain })) !== undefined;

/** Whether a connected client is still connected after something was done. */
export async function staysAfter(client: MqttClient, done: () => Promise<unknown>): Promise<Verdict> {
  const closed = new Promise<Verdict>((resolve) => client.once('close', () => resolve('blocked')));
  await done();
  const stays = new Promise<Verdict>((resolve) => setTimeout(() => resolve('open'), 1000));
  const verdict = await Promise.race([closed, stays]);
  client.end(true);
  return verdict;
}
