import { isUtf8 } from 'node:buffer';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from 'aedes';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { topic } from '../../../shared/contracts/topics.ts';
import { mayPublish, maySubscribe } from '../../auth/topic-access.ts';
import { limits } from '../../limits.ts';
import type { Broker, BrokerEvents, BrokerRefusal, MachineAuthenticator } from '../../ports/broker.ts';
import { AckCoalescer } from './ack-coalescer.ts';
import { ownBytes } from './own-bytes.ts';
import { PacketSizeLimit } from './packet-size-limit.ts';
import { RateLimiter } from './rate-limiter.ts';

/** Where the broker listens. If `tls` is null, it speaks plain text. */
export interface EmbeddedBrokerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
}

/** A broker that listens. */
export interface RunningBroker extends Broker {
  /** The port that it listens on. */
  readonly port: number;
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Answers of a broker to a connection that it refuses [MQTT-3.2.2-4]. */
const identifierRejected = 2;
const badUserOrPassword = 4;
const notAuthorized = 5;

/** An emitter that carries nothing: kiosks never receive each other's messages, and the fleet writes to their connections directly. */
const silence = {
  on: (_topic: string, _heard: unknown, done?: () => void) => done?.(),
  removeListener: (_topic: string, _heard: unknown, done?: () => void) => done?.(),
  emit: (_packet: unknown, done?: () => void) => done?.(),
  close: (done?: () => void) => done?.(),
};

interface Wanted {
  readonly clientId: string;
  readonly clean: boolean;
  readonly will: { readonly topic: string; readonly retain: boolean } | null;
}

interface Connected {
  readonly client: Client;
  readonly number: number;
  readonly topics: Set<string>;
}

const refusal = (code: number, message: string): AuthenticateError =>
  Object.assign(new Error(message), { returnCode: code });

/**
 * The embedded MQTT 3.1.1 broker. Each machine has its own secret and its own topics, each in one direction. Nothing is retained, and no session
 * outlives its connection. `authenticator` checks the secrets, and must know all of them before this is called.
 */
export async function embeddedBroker(
  options: EmbeddedBrokerOptions,
  authenticator: MachineAuthenticator,
  events: BrokerEvents,
): Promise<RunningBroker> {
  const wanted = new WeakMap<Client, Wanted>();
  const connected = new Map<string, Connected>();
  const perSecond = new RateLimiter(limits.connectsPerSecond, 1000);
  const perAddress = new RateLimiter(limits.connectsPerAddress, 10_000);
  const acks = new AckCoalescer();
  let last = 0;

  /** Why a client with the right secret may still not connect; null if it may. */
  const objection = (want: Wanted, user: string): { why: BrokerRefusal; error: AuthenticateError } | null => {
    const machine = MachineId.safeParse(user);
    if (want.clientId !== user || !machine.success)
      return { why: 'client-id', error: refusal(identifierRejected, 'client id is not the user name') };
    if (!want.clean) return { why: 'session', error: refusal(notAuthorized, 'only clean sessions') };
    const { will } = want;
    if (will && (will.retain || mayPublish(machine.data, will.topic) !== 'presence'))
      return { why: 'will', error: refusal(notAuthorized, 'a will goes to the own presence, not retained') };
    return null;
  };

  const aedes = await Aedes.createBroker({
    mq: silence,
    connectTimeout: 10_000,
    preConnect: (client, packet, callback) => {
      const { clientId, clean = false, will } = packet;
      wanted.set(client, { clientId, clean, will: will ? { topic: will.topic, retain: will.retain === true } : null });
      callback(null, true);
    },
    authenticate: (client, user, password, done) => {
      const want = wanted.get(client);
      const refuse = (why: BrokerRefusal, error: AuthenticateError): void => {
        events.refused(why, user ?? want?.clientId ?? null);
        done(error, null);
      };
      if (!want || user === undefined || password === undefined)
        return refuse('wrong-secret', refusal(badUserOrPassword, 'user name and password are needed'));
      const admitted = authenticator.authenticate(user, password.toString());
      if (admitted !== 'yes') return refuse(admitted, refusal(badUserOrPassword, 'wrong user name or password'));
      const wrong = objection(want, user);
      if (wrong) return refuse(wrong.why, wrong.error);
      welcome(client, MachineId.parse(user));
      done(null, true);
    },
    authorizePublish: (client, packet, callback) => {
      if (!client) return callback(null);
      const why = refuses(client, packet);
      if (why === null) return callback(null);
      events.refused(why, client.id);
      // MQTT 3.1.1 cannot refuse a publish: one that is not accepted must not be acknowledged, so the connection is closed [MQTT-3.3.5-2].
      callback(new Error(`publish refused: ${why}`));
    },
    authorizeSubscribe: (client, subscription, callback) => {
      if (maySubscribe(client.id as MachineId, subscription.topic) !== null) {
        connected.get(client.id)?.topics.add(subscription.topic);
        return callback(null, subscription);
      }
      events.refused('foreign-topic', client.id);
      callback(null, null);
    },
  });
  // A publish has no subscribers, and searching for them would cost as much as accepting it.
  aedes.publish = (...given: unknown[]): void => {
    const done = given.at(-1);
    if (typeof done === 'function') done();
  };
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);

  function welcome(client: Client, machine: MachineId): void {
    last += 1;
    const number = last;
    connected.set(machine, { client, number, topics: new Set() });
    events.connected(machine, number);
    client.conn.once('close', () => {
      if (connected.get(machine)?.number === number) connected.delete(machine);
      events.disconnected(machine, number);
    });
  }

  /** Closes a connection whose other side does not read, before unsent data fills the memory. */
  function isTooSlow({ conn, id }: Client): boolean {
    if (!('writableLength' in conn) || Number(conn.writableLength) <= limits.socketBytes) return false;
    events.refused('slow-reader', id ?? null);
    conn.destroy();
    return true;
  }

  /** Accepts a publish and returns null, or returns why it is refused. */
  function refuses(client: Client, packet: PublishPacket): BrokerRefusal | null {
    if (isTooSlow(client)) return 'slow-reader';
    if (packet.retain) return 'retained';
    const machine = client.id as MachineId;
    const channel = mayPublish(machine, packet.topic);
    if (channel === null) return 'foreign-topic';
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    if (channel === 'events') {
      acks.hold(client.conn);
      events.batch(machine, ownBytes(payload));
    } else events.message(machine, channel, isUtf8(payload) ? payload.toString() : null, payload.length);
    return null;
  }

  const accept = (socket: Socket | TLSSocket): void => {
    const now = Date.now();
    const address = socket.remoteAddress ?? '';
    if (!perSecond.passes('', now) || !perAddress.passes(address, now)) {
      events.refused('rate', null);
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on('error', () => undefined);
    const client = aedes.handle(socket);
    const guard = new PacketSizeLimit(limits.packetBytes);
    // Aedes reads the socket; this listener only sees the same bytes.
    socket.on('data', (chunk: Buffer) => {
      if (guard.passes(chunk)) return;
      events.refused('oversized', client.id ?? null);
      socket.destroy();
    });
  };

  const server: Server = options.tls
    ? createTlsServer({ ...options.tls, minVersion: 'TLSv1.2' }, accept)
    : createServer(accept);
  await new Promise<void>((resolve, reject) => {
    // If the port is not available, a broker that stays open would keep the process alive.
    const refused = (error: Error): void => aedes.close(() => reject(error));
    server.once('error', refused);
    server.listen(options.port, options.host, () => {
      server.off('error', refused);
      resolve();
    });
  });
  server.on('error', () => undefined);
  const address = server.address();

  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    connections: () => connected.size,
    send: (machine, channel, payload) => {
      const there = connected.get(machine);
      const name = topic(machine, channel);
      if (!there?.topics.has(name) || isTooSlow(there.client)) return;
      there.client.publish({ cmd: 'publish', topic: name, payload, qos: 1, dup: false, retain: false }, () =>
        acks.release(there.client.conn),
      );
    },
    drop: (machine) => connected.get(machine)?.client.close(),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}
