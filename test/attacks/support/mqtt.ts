import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';

/** The result of an attempt to connect: the client, or CONNACK's code, or null without one. */
type Connected = { readonly client: MqttClient } | { readonly refused: number | null };

/** Connects once, as the options say, to a broker on the loopback. */
function connectOnce(port: number, options: IClientOptions): Promise<Connected> {
  return new Promise((resolve) => {
    const client = mqtt.connect({
      protocol: 'mqtt',
      host: '127.0.0.1',
      port,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 5000,
      ...options,
    });
    const refuse = (error?: Error & { readonly code?: unknown }): void => {
      client.end(true);
      resolve({ refused: typeof error?.code === 'number' ? error.code : null });
    };
    client.once('connect', () => resolve({ client }));
    client.once('error', refuse);
    client.once('close', () => refuse());
  });
}

/** Connects and closes again: true if the broker admitted the client. */
export async function isAdmitted(port: number, options: IClientOptions): Promise<boolean> {
  const result = await connectOnce(port, options);
  if (!('client' in result)) return false;
  result.client.end(true);
  return true;
}
