import { isUtf8 } from 'node:buffer';
import type { Client, PublishPacket } from 'aedes';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { topic } from '../../../shared/contracts/topics.ts';
import { mayPublish } from '../../auth/topic-access.ts';
import { limits } from '../../limits.ts';
import type { Broker, BrokerEvents, BrokerRefusal } from '../../ports/broker.ts';
import { AckCoalescer } from './ack-coalescer.ts';
import type { Connections } from './connections.ts';
import { ownBytes } from './own-bytes.ts';

/**
 * Passes messages on in both directions: from kiosks to the service, and from the service to a
 * kiosk's own connection.
 */
export class Publishing {
  readonly #connections: Connections;
  readonly #events: BrokerEvents;
  readonly #acks = new AckCoalescer();

  constructor(connections: Connections, events: BrokerEvents) {
    this.#connections = connections;
    this.#events = events;
  }

  /** Passes a kiosk's message on and returns null, or returns why it is refused. */
  accept(client: Client, packet: PublishPacket): BrokerRefusal | null {
    if (this.#isTooSlow(client)) return 'slow-reader';
    if (packet.qos > 0 && packet.messageId === 0) return 'protocol';
    if (packet.retain) return 'retained';
    const machine = client.id as MachineId;
    const channel = mayPublish(machine, packet.topic);
    if (channel === null) return 'foreign-topic';
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    if (channel === 'events') {
      this.#acks.hold(client.conn);
      this.#events.batch(machine, ownBytes(payload));
    } else this.#events.message(machine, channel, isUtf8(payload) ? payload.toString() : null, payload.length);
    return null;
  }

  /**
   * Sends to a kiosk that is connected and subscribed. Otherwise, or if it does not read, nothing
   * is sent.
   */
  readonly send: Broker['send'] = (machine, channel, payload) => {
    const name = topic(machine, channel);
    const client = this.#connections.subscriber(machine, name);
    if (client === null || this.#isTooSlow(client)) return;
    client.publish({ cmd: 'publish', topic: name, payload, qos: 1, dup: false, retain: false }, () =>
      this.#acks.release(client.conn),
    );
  };

  /** Closes a connection whose other side does not read, before unsent data fills the memory. */
  #isTooSlow({ conn, id }: Client): boolean {
    if (!('writableLength' in conn) || Number(conn.writableLength) <= limits.socketBytes) return false;
    this.#events.refused('slow-reader', id ?? null);
    conn.destroy();
    return true;
  }
}
