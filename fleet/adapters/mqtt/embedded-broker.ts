import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { maySubscribe } from '../../auth/topic-access.ts';
import type { BrokerEvents, MachineAuthenticator } from '../../ports/broker.ts';
import { admission, type ConnectRequest, connectRequestOf } from './admission.ts';
import { Connections } from './connections.ts';
import { Publishing } from './publishing.ts';
import type { RunningBroker } from './running-broker.ts';
import { socketGuard } from './socket-guard.ts';

/** The address that the broker listens on. If `tls` is null, it uses plain text. */
export interface EmbeddedBrokerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
}

/**
 * The embedded MQTT 3.1.1 broker. Each machine has its own secret and its own topics, each in one
 * direction. Nothing is retained, and no session outlives its connection. `authenticator` checks
 * the secrets and must know all of them before this is called.
 */
export async function embeddedBroker(
  options: EmbeddedBrokerOptions,
  authenticator: MachineAuthenticator,
  events: BrokerEvents,
): Promise<RunningBroker> {
  const connections = new Connections(events);
  const publishing = new Publishing(connections, events);
  const aedes = await Aedes.createBroker({
    mq: silence,
    connectTimeout: 10_000,
    ...connecting(connections, authenticator, events),
    ...topicRules(connections, publishing, events),
  });
  withoutDistribution(aedes);
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);

  const guard = socketGuard((socket) => aedes.handle(socket), events);
  const server = await listen(options, guard).catch(
    // If the port is not available, a broker that stays open would keep the process alive.
    (error: Error) => new Promise<never>((_, reject) => aedes.close(() => reject(error))),
  );
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    connections: () => connections.count,
    send: publishing.send,
    drop: (machine) => connections.close(machine),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}

/** Decides who may connect. */
function connecting(
  connections: Connections,
  authenticator: MachineAuthenticator,
  events: BrokerEvents,
): Required<Pick<AedesOptions, 'preConnect' | 'authenticate'>> {
  const requests = new WeakMap<Client, ConnectRequest>();
  return {
    preConnect: (client, packet, callback) => {
      requests.set(client, connectRequestOf(packet));
      callback(null, true);
    },
    authenticate: (client, user, password, done) => {
      const request = requests.get(client);
      const answer = admission(request, user, password, authenticator);
      if (answer.kind === 'refused') {
        events.refused(answer.why, user ?? request?.clientId ?? null);
        return done(answer.error, null);
      }
      connections.add(answer.machine, client);
      done(null, true);
    },
  };
}

/** Decides under which topics a kiosk may publish and subscribe. */
function topicRules(
  connections: Connections,
  publishing: Publishing,
  events: BrokerEvents,
): Required<Pick<AedesOptions, 'authorizePublish' | 'authorizeSubscribe'>> {
  return {
    authorizePublish: (client, packet, callback) => {
      if (!client) return callback(null);
      const why = publishing.accept(client, packet);
      if (why === null) return callback(null);
      events.refused(why, client.id);
      // MQTT 3.1.1 cannot refuse a publish. One that is not accepted must not be acknowledged, so
      // the connection is closed [MQTT-3.3.5-2].
      callback(new Error(`publish refused: ${why}`));
    },
    authorizeSubscribe: (client, subscription, callback) => {
      if (maySubscribe(client.id as MachineId, subscription.topic) !== null) {
        connections.subscribe(client.id, subscription.topic);
        return callback(null, subscription);
      }
      events.refused('foreign-topic', client.id);
      callback(null, null);
    },
  };
}

/**
 * An emitter that delivers nothing: kiosks never receive each other's messages, and the fleet
 * writes to their connections directly.
 */
const silence = {
  on: (_topic: string, _heard: unknown, done?: () => void) => done?.(),
  removeListener: (_topic: string, _heard: unknown, done?: () => void) => done?.(),
  emit: (_packet: unknown, done?: () => void) => done?.(),
  close: (done?: () => void) => done?.(),
};

/** A publish has no subscribers, and searching for them would cost as much as accepting it. */
function withoutDistribution(aedes: Aedes): void {
  aedes.publish = (...args: unknown[]): void => {
    const done = args.at(-1);
    if (typeof done === 'function') done();
  };
}

/** Starts listening. Rejects if the port cannot be opened. */
async function listen({ host, port, tls }: EmbeddedBrokerOptions, accept: (socket: Socket) => void): Promise<Server> {
  const server: Server = tls ? createTlsServer({ ...tls, minVersion: 'TLSv1.2' }, accept) : createServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', () => undefined);
  return server;
}
