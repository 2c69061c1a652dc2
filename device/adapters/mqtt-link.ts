import mqtt, { type IClientOptions, type MqttClient, type Packet } from 'mqtt';
import type { MachineId } from '../../shared/contracts/ids.ts';
import {
  type FleetChannel,
  fleetChannels,
  type KioskChannel,
  readTopic,
  topic,
} from '../../shared/contracts/topics.ts';
import { decodeUtf8 } from '../../shared/contracts/utf8.ts';
import { refusedLinks } from '../core/fleet-contact.ts';
import type { FleetLink } from '../ports.ts';

/** How the kiosk reaches its fleet's broker. */
export interface MqttLinkOptions {
  /** `mqtts://` or `mqtt://`, without user or password. */
  readonly url: string;
  readonly machine: MachineId;
  /** The secret of this machine alone; shown nowhere. */
  readonly password: string;
  /** The certificate authority of the fleet, PEM. If absent: those that Node trusts. */
  readonly ca?: string;
  /** From the try to connect to the fleet's CONNACK, and again to its SUBACK. */
  readonly connectTimeoutMs?: number;
  /** Publishes that may wait for their PUBACK; one more, and the connection is dropped. */
  readonly maxUnacknowledged?: number;
}

/** What the link reports: connection, loss with its reason, and messages. */
export interface MqttLinkCallbacks {
  up(): void;
  down(reason: string): void;
  message(channel: FleetChannel, payload: string): void;
}

/** Messages that were not passed on, since the start. */
export interface RefusedMessages {
  readonly retained: number;
  /** On a topic that is not one of this machine's. */
  readonly foreign: number;
  readonly oversized: number;
}

/** The kiosk's connection to its fleet. */
export interface MqttLink extends FleetLink {
  readonly refused: RefusedMessages;
  /** Publishes whose PUBACK has not come. */
  readonly unacknowledged: number;
}

/** Long enough for a very slow mobile network; until it ends the kiosk tries nothing else. */
const defaultConnectTimeoutMs = 15_000;

/**
 * At 64 KiB a batch this bounds the memory at 4 MiB; a sender that waits for receipts never comes
 * near.
 */
const defaultMaxUnacknowledged = 64;

/**
 * The largest message of the contract is a configuration with 100 lanes and 500 recalls, about 60
 * KiB.
 */
const maxPayloadBytes = 512 * 1024;

/** [MQTT contract, storms] */
const keepaliveS = 60;

const qos = 1;

/** CONNACK's return codes that mean the machine itself is refused [MQTT 3.1.1, 3.2.2.3]. */
const connackReasons: Readonly<Record<number, string>> = {
  2: refusedLinks[0],
  3: 'the fleet is not ready',
  4: refusedLinks[1],
  5: refusedLinks[2],
};

/** Makes the link to the fleet's broker. */
export const mqttLink = (options: MqttLinkOptions, callbacks: MqttLinkCallbacks): MqttLink =>
  new BrokerLink(options, callbacks);

/** One attempt to connect, and the connection that it made. */
interface Connection {
  readonly client: MqttClient;
  up: boolean;
  unacknowledged: number;
  subackTimer: NodeJS.Timeout | undefined;
}

/**
 * The link to the fleet's broker: clean sessions, QoS 1, nothing queued and nothing kept from one
 * connection to the next. Each `connect` is one attempt, and its end is reported. The caller
 * decides when to try again.
 */
class BrokerLink implements MqttLink {
  readonly #options: MqttLinkOptions;
  readonly #callbacks: MqttLinkCallbacks;
  readonly #connectTimeoutMs: number;
  readonly #refused = { retained: 0, foreign: 0, oversized: 0 };
  #current: Connection | null = null;

  constructor(options: MqttLinkOptions, callbacks: MqttLinkCallbacks) {
    this.#options = options;
    this.#callbacks = callbacks;
    this.#connectTimeoutMs = options.connectTimeoutMs ?? defaultConnectTimeoutMs;
  }

  get refused() {
    return { ...this.#refused };
  }

  get unacknowledged(): number {
    return this.#current?.unacknowledged ?? 0;
  }

  connect(will: string): void {
    this.close();
    let client: MqttClient;
    try {
      client = mqtt.connect(this.#options.url, clientOptions(this.#options, this.#connectTimeoutMs, will));
    } catch (error) {
      // For instance a certificate that is invalid.
      const why = error instanceof Error ? describe(error) : String(error);
      queueMicrotask(() => this.#callbacks.down(why));
      return;
    }
    const connection: Connection = { client, up: false, unacknowledged: 0, subackTimer: undefined };
    this.#current = connection;
    let reason = 'closed before it was accepted';
    client.on('error', (error) => {
      reason = describe(error);
      this.#end(connection, reason);
    });
    client.on('close', () => this.#end(connection, reason));
    client.on('connect', () => {
      if (connection !== this.#current) return;
      reason = 'the connection was closed';
      this.#subscribe(connection);
    });
    client.on('message', (name, payload, packet) => {
      if (connection === this.#current) this.#received(name, payload, isRetained(packet));
    });
  }

  publish(channel: KioskChannel, payload: string): void {
    const connection = this.#current;
    if (!connection?.up) return;
    if (connection.unacknowledged >= (this.#options.maxUnacknowledged ?? defaultMaxUnacknowledged)) {
      // Reported afterwards: the caller is in the middle of a publish.
      queueMicrotask(() => this.#end(connection, `${connection.unacknowledged} publishes without a PUBACK`));
      return;
    }
    connection.unacknowledged += 1;
    connection.client.publish(topic(this.#options.machine, channel), payload, { qos, retain: false }, () => {
      connection.unacknowledged -= 1;
    });
  }

  close(): void {
    const connection = this.#current;
    this.#current = null;
    if (connection) drop(connection);
  }

  #subscribe(connection: Connection): void {
    const { machine } = this.#options;
    const topics = fleetChannels.map((channel) => topic(machine, channel));
    connection.subackTimer = setTimeout(() => this.#end(connection, 'no SUBACK in time'), this.#connectTimeoutMs);
    connection.client.subscribe(topics, { qos }, (error) => {
      if (connection !== this.#current) return;
      clearTimeout(connection.subackTimer);
      if (error) {
        this.#end(connection, `a subscription was refused: ${error.message}`);
        return;
      }
      connection.up = true;
      this.#callbacks.up();
    });
  }

  #received(name: string, payload: Buffer, retained: boolean): void {
    const read = readTopic(name);
    const channel = fleetChannels.find((each) => each === read?.channel);
    if (read?.machine !== this.#options.machine || !channel) this.#refused.foreign += 1;
    else if (retained) this.#refused.retained += 1;
    else if (payload.length > maxPayloadBytes) this.#refused.oversized += 1;
    // Bytes that are not UTF-8 are passed on as an empty text, which is counted as an unreadable
    // message.
    else this.#callbacks.message(channel, decodeUtf8(payload) ?? '');
  }

  #end(connection: Connection, reason: string): void {
    if (connection !== this.#current) return;
    this.close();
    this.#callbacks.down(reason);
  }
}

/**
 * Ends a connection without a DISCONNECT, so that the broker itself announces it by the last will.
 */
function drop(connection: Connection): void {
  clearTimeout(connection.subackTimer);
  connection.client.end(true);
}

function clientOptions(options: MqttLinkOptions, connectTimeout: number, will: string): IClientOptions {
  return {
    protocolVersion: 4,
    clientId: options.machine,
    username: options.machine,
    password: options.password,
    clean: true,
    keepalive: keepaliveS,
    connectTimeout,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    will: { topic: topic(options.machine, 'presence'), payload: Buffer.from(will), qos, retain: false },
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
}

const isRetained = (packet: Packet): boolean => packet.cmd === 'publish' && packet.retain;

/** An error in words for the log and /healthz: never what the URL or the password holds. */
function describe(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return connackReasons[code] ?? error.message;
  // Several addresses were tried, each with its own error.
  if (error instanceof AggregateError) return error.errors.map((each) => describe(each)).join('; ');
  return error.message || String(code ?? error.name);
}
