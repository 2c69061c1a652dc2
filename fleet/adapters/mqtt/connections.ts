import type { Client } from 'aedes';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import type { BrokerEvents } from '../../ports/broker.ts';

interface Connection {
  readonly client: Client;
  readonly number: number;
  readonly topics: Set<string>;
}

/**
 * The machines' connections, each with the topics that it subscribed to. If a machine has two, the
 * newer one counts.
 */
export class Connections {
  readonly #events: Pick<BrokerEvents, 'connected' | 'disconnected'>;
  readonly #of = new Map<string, Connection>();
  #last = 0;

  constructor(events: Pick<BrokerEvents, 'connected' | 'disconnected'>) {
    this.#events = events;
  }

  /** Machines connected now. */
  get count(): number {
    return this.#of.size;
  }

  /** Reports the connection of an admitted machine, and its end. */
  add(machine: MachineId, client: Client): void {
    this.#last += 1;
    const number = this.#last;
    this.#of.set(machine, { client, number, topics: new Set() });
    this.#events.connected(machine, number);
    client.conn.once('close', () => {
      if (this.#of.get(machine)?.number === number) this.#of.delete(machine);
      this.#events.disconnected(machine, number);
    });
  }

  /** Notes that a client subscribed to a topic. */
  subscribe(clientId: string, topic: string): void {
    this.#of.get(clientId)?.topics.add(topic);
  }

  /** The machine's connection if it subscribed to the topic. Otherwise null. */
  subscriber(machine: MachineId, topic: string): Client | null {
    const connection = this.#of.get(machine);
    return connection?.topics.has(topic) ? connection.client : null;
  }

  /** Closes a machine's connection if there is one. */
  close(machine: MachineId): void {
    this.#of.get(machine)?.client.close();
  }
}
