import type { MachineId } from '../../shared/contracts/ids.ts';
import type { FleetChannel, KioskChannel } from '../../shared/contracts/topics.ts';

/**
 * Sends to kiosks over any MQTT broker, embedded or not. Never throws. A lost message is sent again
 * at the kiosk's next heartbeat.
 */
export interface Broker {
  send(machine: MachineId, channel: FleetChannel, payload: string): void;
  /**
   * Closes a machine's connection, because its secret was renewed, its keys were revoked, or it was
   * retired.
   */
  drop(machine: MachineId): void;
}

/**
 * What the broker reports. `connection` is a number that rises with every connection; an external
 * broker does not know it and gives 0.
 */
export interface BrokerEvents {
  connected(machine: MachineId, connection: number): void;
  disconnected(machine: MachineId, connection: number): void;
  /** A machine connected with the key of this fingerprint. */
  keyConnected(machine: MachineId, fingerprint: string): void;
  /** `text` is null if the bytes are not UTF-8. */
  message(machine: MachineId, channel: KioskChannel, text: string | null, bytes: number): void;
  /**
   * A kiosk's message under `events`, unchanged: its bytes are checked, hashed and stored as
   * received. The receiver owns them from now on.
   */
  batch(machine: MachineId, payload: Uint8Array): void;
  /**
   * A connection or message was refused. It is counted and logged. `machine` is null if it is not
   * known.
   */
  refused(why: BrokerRefusal, machine: string | null): void;
}

/** Why the broker refused a connection or a message. */
export type BrokerRefusal =
  | 'wrong-secret'
  | 'wrong-key'
  | 'unknown-machine'
  | 'client-id'
  | 'session'
  | 'will'
  | 'foreign-topic'
  | 'retained'
  | 'oversized'
  /** Its connection was closed because it does not read what is sent to it. */
  | 'slow-reader'
  | 'rate'
  | 'protocol';

/**
 * Checks the credentials of a machine that connects, from memory, so that the broker never waits.
 */
export interface MachineAuthenticator {
  /** Whether a machine of this name may connect at all. */
  has(machine: string): boolean;
  authenticate(machine: string, secret: string): 'yes' | 'wrong-secret' | 'unknown-machine';
  /** The same for a key that the client has: whether it is one of the machine's. */
  authenticateKey(machine: string, fingerprint: string): 'yes' | 'wrong-key' | 'unknown-machine';
}
