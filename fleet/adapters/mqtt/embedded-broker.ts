import type { Socket } from 'node:net';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { maySubscribe } from '../../auth/topic-access.ts';
import type { Deadlines } from '../../deadlines.ts';
import type { BrokerEvents, MachineAuthenticator } from '../../ports/broker.ts';
import { admission, type ConnectRequest, connectRequestOf } from './admission.ts';
import { authorityKeys, type ClientKey, clientKeyOf } from './client-key.ts';
import { Connections } from './connections.ts';
import { contained } from './contained.ts';
import { type ListenerKeys, listen } from './listener.ts';
import { Publishing } from './publishing.ts';
import type { RunningBroker } from './running-broker.ts';
import { socketGuard } from './socket-guard.ts';

/** The broker's address, and with what a kiosk may connect. */
export interface EmbeddedBrokerOptions {
  readonly host: string;
  readonly port: number;
  /** Null for plain text. */
  readonly keys: ListenerKeys | null;
  /** Whether a machine's secret is enough. If not, it needs its own key. */
  readonly passwords: boolean;
  readonly deadlines: Deadlines;
  /**
   * Called with an error of the handling of a connection, which is a bug. That connection is closed
   * and all others go on.
   */
  readonly failed: (error: unknown) => void;
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
  let authorities = authorityKeys(options.keys?.authorities ?? []);
  const connections = new Connections(events);
  const publishing = new Publishing(connections, events);
  const aedes = await Aedes.createBroker({
    mq: silence,
    connectTimeout: options.deadlines.connectMs,
    ...contained(
      {
        ...connecting(connections, authenticator, events, {
          passwords: options.passwords,
          keyOf: ({ conn }) => clientKeyOf(conn, authorities),
          signedIn: ({ conn }) => guard.signedIn(conn as Socket),
        }),
        ...topicRules(connections, publishing, events),
      },
      options.failed,
    ),
  });
  withoutDistribution(aedes);
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);

  const guard = socketGuard((socket) => aedes.handle(socket), events);
  const listener = await listen(options, guard).catch(
    // If the port is not available, a broker that stays open would keep the process alive.
    (error: Error) => new Promise<never>((_, reject) => aedes.close(() => reject(error))),
  );
  return {
    port: listener.port,
    connections: () => connections.count,
    send: publishing.send,
    drop: (machine) => connections.close(machine),
    rekey: (keys) => {
      authorities = authorityKeys(keys.authorities);
      listener.rekey(keys);
    },
    close: async () => {
      const closed = listener.close();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}

/** The protocol level of MQTT 3.1 (`MQIsdp`), and the answer to it [MQTT-3.1.2-2]. */
const mqtt31 = 3;
const unacceptableVersion = [0x20, 2, 0, 1];

/** Decides who may connect. */
function connecting(
  connections: Connections,
  authenticator: MachineAuthenticator,
  events: BrokerEvents,
  ways: {
    readonly passwords: boolean;
    readonly keyOf: (client: Client) => ClientKey | null;
    readonly signedIn: (client: Client) => void;
  },
): Required<Pick<AedesOptions, 'preConnect' | 'authenticate'>> {
  const requests = new WeakMap<Client, ConnectRequest>();
  return {
    preConnect: (client, packet, callback) => {
      if (packet.protocolVersion === mqtt31) {
        events.refused('protocol', null);
        client.conn.end(Buffer.from(unacceptableVersion));
        return callback(new Error('MQTT 3.1 is not spoken'), false);
      }
      requests.set(client, connectRequestOf(packet));
      callback(null, true);
    },
    authenticate: (client, user, password, done) => {
      // Closed after its CONNECT arrived: there is no end to wait for, and no certificate to ask.
      if (client.conn.destroyed) return;
      const request = requests.get(client);
      const offered = { user, password, key: ways.keyOf(client) };
      const answer = admission(request, offered, ways.passwords, authenticator);
      if (answer.kind === 'refused') {
        events.refused(answer.why, user ?? offered.key?.name ?? request?.clientId ?? null);
        return done(answer.error, null);
      }
      ways.signedIn(client);
      connections.add(answer.machine, client);
      if (answer.key !== null) events.keyConnected(answer.machine, answer.key);
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
