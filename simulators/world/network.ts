import type { MachineId } from '../../shared/contracts/ids.ts';
import type { FleetChannel, KioskChannel } from '../../shared/contracts/topics.ts';
import type { Computer, Uplink } from './computer.ts';
import type { FaultKind } from './faults.ts';
import { noteFault, type Scenario } from './scenario.ts';

/** Receives what arrives at the fleet's side of the broker. */
export interface BrokerObserver {
  connected(machine: MachineId, connection: number): void;
  disconnected(machine: MachineId, connection: number): void;
  message(machine: MachineId, channel: KioskChannel, text: string): void;
}

interface Connection {
  readonly number: number;
  readonly machine: MachineId;
  readonly computer: Computer;
  readonly process: number;
  readonly will: string;
  up: boolean;
  /**
   * When the last message in each direction arrives: messages on one connection keep their order.
   */
  upMs: number;
  downMs: number;
}

/**
 * The mobile network and the broker: one connection per machine, a newer one disconnects the older,
 * wills are sent, nothing is kept.
 */
export class Network implements Uplink {
  readonly #scenario: Scenario;
  readonly #open = new Map<MachineId, Connection>();
  #number = 0;
  observer: BrokerObserver | null = null;
  /** Machines that have no network at the moment. */
  readonly gone = new Set<Computer>();
  /** The broker is down: nobody can connect. */
  brokerAway = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  connect(computer: Computer, will: string): void {
    const { time, random } = this.#scenario;
    const { process } = computer;
    const meant = (): boolean => computer.process === process && computer.agent !== null;
    const ms = random.between(20, 1_500, 'network: connecting');
    time.after(ms, () => {
      if (!meant()) return;
      if (this.gone.has(computer) || this.brokerAway) {
        time.after(5_000, () => meant() && computer.linkDown('unreachable'));
        return;
      }
      const older = this.#open.get(computer.machine);
      if (older) this.#end(older, 'taken over', true);
      const number = ++this.#number;
      const connection: Connection = {
        number,
        machine: computer.machine,
        computer,
        process,
        will,
        up: true,
        upMs: 0,
        downMs: 0,
      };
      this.#open.set(computer.machine, connection);
      this.observer?.connected(computer.machine, number);
      time.after(20, () => connection.up && meant() && computer.linkUp());
    });
  }

  publish(computer: Computer, channel: KioskChannel, payload: string): void {
    const connection = this.#of(computer);
    if (!connection) return;
    this.#carry(connection, 'upMs', () => {
      this.observer?.message(connection.machine, channel, payload);
    });
  }

  /** An old message of the fleet comes again, at once: a broker may keep what it should not. */
  replay(machine: MachineId, channel: FleetChannel, payload: string): void {
    const connection = this.#open.get(machine);
    if (connection?.up && connection.computer.process === connection.process)
      connection.computer.message(channel, payload);
  }

  /** The fleet sends a message to a machine. */
  send(machine: MachineId, channel: FleetChannel, payload: string): void {
    const connection = this.#open.get(machine);
    if (!connection) return;
    this.#carry(connection, 'downMs', () => {
      const { computer, process } = connection;
      if (connection.up && computer.process === process) computer.message(channel, payload);
    });
  }

  close(computer: Computer): void {
    const connection = this.#of(computer);
    // The broker notices it at once, or after one and a half keep-alives without a message.
    if (!connection) return;
    const ms = this.#scenario.random.chance(0.5, 'network: end is seen') ? 0 : 90_000;
    this.#scenario.time.after(ms, () => this.#end(connection, 'gone', false));
  }

  drop(machine: MachineId): void {
    const connection = this.#open.get(machine);
    if (connection) this.#end(connection, 'dropped', true);
  }

  /** The network of one kiosk fails or returns. */
  lose(computer: Computer): void {
    this.gone.add(computer);
    const connection = this.#of(computer);
    if (!connection) return;
    this.#scenario.time.after(90_000, () => this.gone.has(computer) && this.#end(connection, 'keep-alive', true));
  }

  restartBroker(awayMs: number): void {
    this.brokerAway = true;
    for (const connection of [...this.#open.values()]) this.#end(connection, 'broker restarts', true);
    this.#scenario.time.after(awayMs, () => {
      this.brokerAway = false;
    });
  }

  /**
   * A message that no kiosk sent on this connection: an older one that arrives late, or a
   * stranger's.
   */
  inject(machine: MachineId, channel: KioskChannel, payload: string): void {
    this.observer?.message(machine, channel, payload);
  }

  #of(computer: Computer): Connection | null {
    const connection = this.#open.get(computer.machine);
    return connection?.computer === computer && connection.process === computer.process && connection.up
      ? connection
      : null;
  }

  #end(connection: Connection, reason: string, tell: boolean): void {
    if (!connection.up) return;
    connection.up = false;
    const { time, faults, random, calm } = this.#scenario;
    const { machine, computer, process, number, will } = connection;
    if (this.#open.get(machine) === connection) this.#open.delete(machine);
    if (tell) time.after(50, () => computer.process === process && computer.linkDown(reason));
    const late = !calm && faults.has('old-will') && random.chance(0.5, 'network: late will');
    if (late) noteFault(this.#scenario, 'old-will');
    const send = (): void => {
      this.observer?.message(machine, 'presence', will);
    };
    this.observer?.disconnected(machine, number);
    time.after(late ? random.between(1_000, 600_000, 'network: how late') : 0, send);
  }

  #carry(connection: Connection, way: 'upMs' | 'downMs', arrive: () => void): void {
    const { time, random } = this.#scenario;
    if (this.gone.has(connection.computer)) return;
    if (this.#happens('network-loss', 0.15)) return;
    const arrivesMs = Math.max(connection[way], time.nowMs + random.between(10, 400, 'network: latency'));
    const late = this.#happens('network-reorders', 0.2) ? random.between(1_000, 60_000, 'network: held up') : 0;
    if (late === 0) connection[way] = arrivesMs;
    time.at(arrivesMs + late, arrive);
    if (this.#happens('network-doubles', 0.2)) time.at(arrivesMs + random.between(1, 40_000, 'network: again'), arrive);
  }

  #happens(kind: FaultKind, p: number): boolean {
    const { calm, faults, random } = this.#scenario;
    if (calm || !faults.has(kind) || !random.chance(p, kind)) return false;
    noteFault(this.#scenario, kind);
    return true;
  }
}
