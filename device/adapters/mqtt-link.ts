import type { Socket } from 'node:net';
import mqtt, { type MqttClient, type Packet } from 'mqtt';
import { isPlainLink } from '../../shared/config/encryption.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import {
  type FleetChannel,
  fleetChannels,
  type KioskChannel,
  readTopic,
  topic,
} from '../../shared/contracts/topics.ts';
import { decodeUtf8 } from '../../shared/contracts/utf8.ts';
import { NotTheFleet, type OpeningSocket, openFleetSocket } from '../identity/fleet-socket.ts';
import type { LinkAccesses } from '../identity/link-access.ts';
import type { FleetLink } from '../ports.ts';
import { clientOptions, describe, isRefusal, qos } from './mqtt-options.ts';

/** How the kiosk reaches its fleet's broker. */
export interface MqttLinkOptions {
  readonly machine: MachineId;
  /** With what each attempt is made. */
  readonly access: LinkAccesses;
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

/** The reason while there is nothing to connect with. */
const notEnrolled = 'this machine is not enrolled: yaoju enroll does it';

/** Makes the link to the fleet's broker. */
export const mqttLink = (options: MqttLinkOptions, callbacks: MqttLinkCallbacks): MqttLink =>
  new BrokerLink(options, callbacks);

/** One attempt to connect, and the connection that it made. */
interface Connection {
  /** Null until its socket is open. */
  client: MqttClient | null;
  cancel(): void;
  up: boolean;
  unacknowledged: number;
  /** Ends an attempt to open the socket, or to subscribe, that takes too long. */
  timer: NodeJS.Timeout | undefined;
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
  #plain = false;

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
    const access = this.#options.access.next();
    if (access === null) {
      queueMicrotask(() => this.#callbacks.down(notEnrolled));
      return;
    }
    this.#plain = isPlainLink(access.url);
    let opening: OpeningSocket;
    try {
      opening = openFleetSocket(access, this.#options.access.time());
    } catch (error) {
      // For instance a certificate that is invalid.
      const why = error instanceof Error ? describe(error) : String(error);
      this.#options.access.refused();
      queueMicrotask(() => this.#callbacks.down(why));
      return;
    }
    const connection: Connection = {
      client: null,
      cancel: opening.cancel,
      up: false,
      unacknowledged: 0,
      timer: undefined,
    };
    this.#current = connection;
    connection.timer = setTimeout(() => this.#end(connection, 'no connection in time'), this.#connectTimeoutMs);
    opening.opened.then(
      (socket) => {
        clearTimeout(connection.timer);
        if (connection === this.#current) this.#use(connection, socket, access.password, will);
        else socket.destroy();
      },
      (error: Error) => {
        if (error instanceof NotTheFleet && connection === this.#current) this.#options.access.refused();
        this.#end(connection, describe(error));
      },
    );
  }

  /** Signs in over an open socket. */
  #use(connection: Connection, socket: Socket, password: string | undefined, will: string): void {
    const { machine, access } = this.#options;
    const client = new mqtt.MqttClient(() => socket, clientOptions(machine, password, this.#connectTimeoutMs, will));
    connection.client = client;
    let reason = 'closed before it was accepted';
    client.on('error', (error) => {
      reason = describe(error);
      if (isRefusal(error) && connection === this.#current) access.refused();
      this.#end(connection, reason);
    });
    client.on('close', () => this.#end(connection, reason));
    client.on('connect', () => {
      if (connection !== this.#current) return;
      reason = 'the connection was closed';
      access.accepted();
      this.#subscribe(connection, client);
    });
    client.on('message', (name, payload, packet) => {
      if (connection === this.#current) this.#received(name, payload, isRetained(packet));
    });
  }

  publish(channel: KioskChannel, payload: string): void {
    const connection = this.#current;
    if (!connection?.client || !connection.up) return;
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

  isPlain(): boolean {
    return this.#plain;
  }

  close(): void {
    const connection = this.#current;
    this.#current = null;
    if (connection) drop(connection);
  }

  #subscribe(connection: Connection, client: MqttClient): void {
    const { machine } = this.#options;
    const topics = fleetChannels.map((channel) => topic(machine, channel));
    connection.timer = setTimeout(() => this.#end(connection, 'no SUBACK in time'), this.#connectTimeoutMs);
    client.subscribe(topics, { qos }, (error) => {
      if (connection !== this.#current) return;
      clearTimeout(connection.timer);
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
  clearTimeout(connection.timer);
  if (connection.client) connection.client.end(true);
  else connection.cancel();
}

const isRetained = (packet: Packet): boolean => packet.cmd === 'publish' && packet.retain;
